import * as t from '@babel/types';
import type { Collector } from '../diagnostics/collector.js';
import type { Binding } from '../scope/scope.js';
import { type Access, nodeInFile } from './accesses.js';
import type { ModuleFacts } from './analyze.js';
import { type DirectEval, outermost } from './eval.js';
import type { NamespaceFacts } from './namespaces.js';

/**
 * Reports what would make the rewriting wrong: constructs that see isolated bindings by name, and state that
 * this version cannot move.
 *
 * @param isolated all bindings of the file that stand for isolated state
 */
export function reportRefusals(
  facts: ModuleFacts,
  isolated: ReadonlySet<Binding>,
  accesses: readonly Access[],
  collector: Collector,
): void {
  const { unknownModules } = facts;
  if (unknownModules) collector.report('PHO1005', unknownModules.node, { bundler: unknownModules.bundler });
  for (const direct of facts.evals.unknown) reportEval(direct, isolated, collector);
  for (const access of accesses) reportNamespaceInEval(access, facts, collector);
  for (const { namespaces } of facts.units)
    for (const namespace of namespaces) reportNamespaceState(namespace, collector);
}

/** The code of an eval cannot be given a view of a namespace. */
function reportNamespaceInEval(access: Access, { imports }: ModuleFacts, collector: Collector): void {
  const isNamespace = imports.namespaces.some(({ binding }) => binding === access.binding);
  if (!access.code || !isNamespace) return;
  collector.report('PHO2001', nodeInFile(access), { names: `\`${access.binding.name}\`` });
}

/** A direct eval sees every binding in scope by its name (ECMAScript §19.2.1.1). */
function reportEval(direct: DirectEval, isolated: ReadonlySet<Binding>, collector: Collector): void {
  const visible = [...isolated].filter((binding) => direct.scope.find(binding.name) === binding);
  if (visible.length === 0) return;
  const names = visible.map(({ name }) => `\`${name}\``).join(', ');
  collector.report('PHO2001', outermost(direct).call.node, { names });
}

/** What is neither constant nor a variable that is declared once, by its name. */
function reportNamespaceState({ scope, object, exported }: NamespaceFacts, collector: Collector): void {
  const hidesObject = exported.length > 0 ? scope.own(object) : undefined;
  for (const binding of scope.declared) {
    if (isMovable(binding) && binding !== hidesObject) continue;
    collector.report('PHO2005', binding.identifier, { name: object, binding: binding.name });
  }
}

function isMovable({ kind, writes, declarations }: Binding): boolean {
  if (kind !== 'let' && kind !== 'var') return kind === 'const' || writes.length === 0;
  return (
    declarations.length === 1 &&
    declarations.every(({ node }) => t.isVariableDeclarator(node) && t.isIdentifier(node.id))
  );
}
