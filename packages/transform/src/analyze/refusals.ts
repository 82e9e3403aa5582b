import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Collector } from '../diagnostics/collector.js';
import type { ModuleFacts } from './analyze.js';
import { isGlobal } from './names.js';

/**
 * Reports what would make the rewriting wrong: constructs that see isolated bindings by name, and state that
 * this version cannot move.
 *
 * @param isolated all bindings of the file that stand for isolated state
 */
export function reportRefusals(
  { program, unsupportedWrappers }: ModuleFacts,
  isolated: ReadonlySet<Binding>,
  collector: Collector,
): void {
  for (const { node } of unsupportedWrappers) {
    collector.report('PHO1005', node, { bundler: 'esbuild, which loads some ES modules lazily (`__esm`)' });
  }
  program.traverse({
    CallExpression: (path) => reportEval(path, isolated, collector),
    TSModuleDeclaration: (path) => reportNamespaceState(path, collector),
  });
}

/** A direct eval sees every binding in scope by its name (ECMAScript §19.2.1.1). */
function reportEval(
  path: NodePath<t.CallExpression>,
  isolated: ReadonlySet<Binding>,
  collector: Collector,
): void {
  if (!isGlobal(path.node.callee, 'eval', path.scope)) return;
  const visible = [...isolated].filter(({ identifier }) =>
    isolated.has(path.scope.getBinding(identifier.name) as Binding),
  );
  if (visible.length === 0) return;
  const names = visible.map(({ identifier }) => `\`${identifier.name}\``).join(', ');
  collector.report('PHO2001', path.node, { names });
}

function reportNamespaceState(path: NodePath<t.TSModuleDeclaration>, collector: Collector): void {
  const { body, id, declare } = path.node;
  if (declare || !t.isTSModuleBlock(body)) return;
  const name = t.isIdentifier(id) ? id.name : 'global';
  for (const statement of body.body) {
    const declaration = t.isExportNamedDeclaration(statement) ? statement.declaration : statement;
    if (!t.isVariableDeclaration(declaration) || declaration.kind === 'const' || declaration.declare)
      continue;
    const [binding = ''] = Object.keys(t.getBindingIdentifiers(declaration));
    collector.report('PHO2005', declaration, { name, binding });
  }
}
