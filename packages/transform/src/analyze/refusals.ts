import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Collector } from '../diagnostics/collector.js';
import type { Access } from './accesses.js';
import { isGlobal } from './names.js';
import type { Unit } from './unit.js';

/**
 * Reports what would make the rewriting wrong: constructs that see isolated bindings by name, and state that
 * this version cannot move.
 */
export function reportRefusals(
  unit: Unit,
  isolated: ReadonlySet<Binding>,
  accesses: readonly Access[],
  collector: Collector,
): void {
  for (const access of accesses) reportWith(access, collector);
  unit.block.traverse({
    CallExpression: (path) => reportEval(path, isolated, collector),
    FunctionDeclaration: (path) => reportBlockFunction(path, unit, collector),
    BlockStatement: (path) => reportBlockState(path, collector),
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

function reportWith({ path }: Access, collector: Collector): void {
  const inWith = path.findParent((parent) => parent.isWithStatement());
  if (inWith && !path.findParent((parent) => parent === inWith)?.isFunction()) {
    const { name } = path.node;
    collector.report('PHO2002', path.node, { name });
  }
}

/** In sloppy mode a function in a block is also a `var` outside of it (ECMAScript §B.3.2). */
function reportBlockFunction(path: NodePath<t.FunctionDeclaration>, unit: Unit, collector: Collector): void {
  const { id } = path.node;
  if (unit.strict || !id || path.parentPath === unit.block || path.parentPath.isExportDeclaration()) return;
  const functionAround = path.findParent((parent) => parent.isFunction());
  if (functionAround && functionAround !== unit.block.parentPath) return;
  const outside = path.parentPath.scope.parent;
  const leaks =
    outside?.hasBinding(id.name, { noGlobals: true }) || unit.scope.getProgramParent().hasGlobal(id.name);
  if (leaks) collector.report('PHO2003', id, { name: id.name });
}

/** `{ let n = 0; exports.next = () => ++n }`: state of a block that runs once. */
function reportBlockState(path: NodePath<t.BlockStatement>, collector: Collector): void {
  if (path.getFunctionParent()) return;
  for (const binding of Object.values(path.scope.bindings)) {
    if (binding.scope !== path.scope || binding.kind !== 'let' || binding.path.isClassDeclaration()) continue;
    const writer = binding.constantViolations.find((violation) => violation.getFunctionParent() !== null);
    if (writer) collector.report('PHO2004', writer.node, { name: binding.identifier.name });
  }
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
