import * as t from '@babel/types';
import type { Collector } from '../diagnostics/collector.js';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence } from '../scope/scope.js';
import type { ModuleFacts } from './analyze.js';

/**
 * Reports what would make the rewriting wrong: constructs that see isolated bindings by name, and state that
 * this version cannot move.
 *
 * @param isolated all bindings of the file that stand for isolated state
 */
export function reportRefusals(
  { names, unsupportedWrappers }: ModuleFacts,
  isolated: ReadonlySet<Binding>,
  collector: Collector,
): void {
  for (const { node } of unsupportedWrappers) {
    collector.report('PHO1005', node, { bundler: 'esbuild, which loads some ES modules lazily (`__esm`)' });
  }
  for (const callee of names.globals.get('eval') ?? []) reportEval(callee, isolated, collector);
  for (const { kind, place } of names.scopes)
    if (kind === 'namespace') reportNamespaceState(place, collector);
}

/** A direct eval sees every binding in scope by its name (ECMAScript §19.2.1.1). */
function reportEval(callee: Occurrence, isolated: ReadonlySet<Binding>, collector: Collector): void {
  const call = callee.parent?.node;
  if (!t.isCallExpression(call) || callee.key !== 'callee') return;
  const visible = [...isolated].filter((binding) => callee.scope.find(binding.name) === binding);
  if (visible.length === 0) return;
  const names = visible.map(({ name }) => `\`${name}\``).join(', ');
  collector.report('PHO2001', call, { names });
}

/** @param block the body of a `namespace` */
function reportNamespaceState({ node, parent }: Place, collector: Collector): void {
  if (!t.isTSModuleBlock(node) || !t.isTSModuleDeclaration(parent?.node)) return;
  const { id } = parent.node;
  const name = t.isIdentifier(id) ? id.name : 'global';
  for (const statement of node.body) {
    const declaration = t.isExportNamedDeclaration(statement) ? statement.declaration : statement;
    if (!t.isVariableDeclaration(declaration) || declaration.kind === 'const' || declaration.declare)
      continue;
    const [binding = ''] = Object.keys(t.getBindingIdentifiers(declaration));
    collector.report('PHO2005', declaration, { name, binding });
  }
}
