import * as t from '@babel/types';
import type { Binding } from '../scope/scope.js';
import { moduleSource, withoutTypes } from './names.js';
import type { Unit } from './unit.js';

/**
 * Whether an expression may give something that another module of the program exports:
 *
 *     pools.Pool                                        where `import pools from "./pools.js"`
 *     Pool                                              where `const { Pool } = enabled ? require("./pools") : {}`
 *     _pools.default.Pool                               where `var _pools = interop(require("./pools"))`
 */
export function mayBeOfOthers(node: t.Node, unit: Unit, seen: ReadonlySet<Binding> = new Set()): boolean {
  const expression = withoutTypes(node);
  const source = moduleSource(expression, unit.names);
  if (source !== undefined) return unit.loaded.mayExportState(source);
  const mayBe = (part: t.Node | null | undefined) => part != null && mayBeOfOthers(part, unit, seen);
  switch (expression.type) {
    case 'Identifier':
      return isOfOthers(unit.names.bindingOf(expression), unit, seen);
    case 'MemberExpression':
      return mayBe(expression.object);
    case 'AssignmentExpression':
      return mayBe(expression.right);
    case 'ConditionalExpression':
      return mayBe(expression.consequent) || mayBe(expression.alternate);
    case 'LogicalExpression':
      return mayBe(expression.left) || mayBe(expression.right);
    case 'CallExpression':
      return unit.system.isLoad(expression) || expression.arguments.some(mayBe);
    default:
      return false;
  }
}

/** What one variable is declared with may name another, and that one the first. */
function isOfOthers(binding: Binding | undefined, unit: Unit, seen: ReadonlySet<Binding>): boolean {
  if (binding === undefined || seen.has(binding)) return false;
  const others = new Set([...seen, binding]);
  return binding.declarations.some(
    ({ node }) => t.isVariableDeclarator(node) && node.init && mayBeOfOthers(node.init, unit, others),
  );
}
