import * as t from '@babel/types';
import { contains } from '../parse/range.js';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence, Scope } from '../scope/scope.js';
import { globalName, memberName, withoutTypes } from './names.js';
import type { Unit } from './unit.js';

/** When a variable holds functions that have no variables but the module's. */
export type Plainness = 'always' | 'until it is assigned' | 'never';

/**
 * When a variable holds functions that have no variables but the module's: `let format = (x) => prefix + x`.
 * Calling them is not touching what the variable holds, unlike calling the function that `let next = counter()`
 * holds, which may change a state that nobody else sees.
 */
export function plainnessOf({ declarations, writes }: Binding, unit: Unit): Plainness {
  const declared = declarations.map((declaration) => valueOfDeclaration(declaration, unit));
  const values = [...declared, ...writes.map((write) => assignedValue(write, unit))];
  if (holdPlainFunctions(values)) return 'always';
  return holdPlainFunctions(declared) ? 'until it is assigned' : 'never';
}

/** Whether an expression of code at `scope` gives a function that has no variables but the module's, whichever it gives. */
export function isPlain(node: t.Expression, scope: Scope, unit: Unit): boolean {
  return kindOf(node, unit) === 'plain' && !captures(node, scope, unit.scope);
}

function holdPlainFunctions(values: readonly Kind[]): boolean {
  return values.includes('plain') && !values.includes('unknown');
}

/** What a value is: a plain function or class, surely no function, or something else. */
type Kind = 'plain' | 'data' | 'unknown';

function valueOfDeclaration({ node }: Place, unit: Unit): Kind {
  if (!t.isVariableDeclarator(node)) return kindOf(node, unit);
  if (node.init == null) return 'data';
  return t.isIdentifier(node.id) ? kindOf(node.init, unit) : 'unknown';
}

function assignedValue(write: Occurrence, unit: Unit): Kind {
  const { parent, key, scope } = write;
  if (t.isUpdateExpression(parent?.node)) return 'data';
  if (!t.isAssignmentExpression(parent?.node) || key !== 'left') return 'unknown';
  const { operator, right } = parent.node;
  if (!['=', '&&=', '||=', '??='].includes(operator)) return 'data';
  return captures(right, scope, unit.scope) ? 'unknown' : kindOf(right, unit);
}

function kindOf(node: t.Node, unit: Unit): Kind {
  const expression = withoutTypes(node);
  if (t.isConditionalExpression(expression))
    return eitherOf(kindOf(expression.consequent, unit), kindOf(expression.alternate, unit));
  if (t.isLogicalExpression(expression))
    return eitherOf(kindOf(expression.left, unit), kindOf(expression.right, unit));
  if (isBuiltinFunction(expression, unit)) return 'plain';
  if (t.isClass(expression)) return expression.body.body.some(isHidden) ? 'unknown' : 'plain';
  if (t.isFunction(expression)) return 'plain';
  const isData =
    t.isLiteral(expression) || t.isBinaryExpression(expression) || t.isUnaryExpression(expression);
  return isData ? 'data' : 'unknown';
}

function eitherOf(a: Kind, b: Kind): Kind {
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  return a === 'plain' ? a : b;
}

/** `Object.assign`, `Object.assign.bind()` */
function isBuiltinFunction(node: t.Node, unit: Unit): boolean {
  if (t.isCallExpression(node) && node.arguments.length === 0) {
    const { callee } = node;
    return (
      t.isMemberExpression(callee) && memberName(callee) === 'bind' && isBuiltinFunction(callee.object, unit)
    );
  }
  if (!t.isMemberExpression(node)) return false;
  return /^(?:Object|Reflect)$/.test(globalName(node.object, unit.names) ?? '');
}

/** A private static field keeps what it holds to the class. */
function isHidden(member: t.ClassBody['body'][number]): boolean {
  return t.isClassPrivateProperty(member) && member.static === true;
}

/** Whether code at `scope` names variables between there and `outermost`. */
function captures(code: t.Node, scope: Scope, outermost: Scope): boolean {
  const isInside = ({ node }: Occurrence) => contains(code, node);
  for (let around: Scope | undefined = scope; around && around !== outermost; around = around.parent) {
    if (around.declared.some(({ occurrences }) => occurrences.some(isInside))) return true;
  }
  return false;
}
