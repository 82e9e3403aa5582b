import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import { exportEntries } from '../../summarize/exports.js';
import type { ModuleFacts } from '../analyze.js';
import { constantOf } from '../declarations.js';
import { usesOfExports } from '../exports-object.js';
import { literalKey, memberName, withoutTypes } from '../names.js';
import { isTarget, memberAround, outsideTypes } from '../positions.js';
import type { Unit } from '../unit.js';

/** The function or class that an expression or a declaration gives, if a variable always holds it or it stands there. */
export function functionOrClass(
  node: t.Node | null | undefined,
  names: Names,
): t.Function | t.Class | undefined {
  const value = node && withoutTypes(t.isVariableDeclarator(node) ? (node.init ?? node) : node);
  if (t.isFunction(value) || t.isClass(value)) return value;
  if (t.isCallExpression(value)) return functionOrClass(resultOf(value), names);
  const binding = value ? names.bindingOf(value) : undefined;
  const [declaration, ...others] = binding?.declarations ?? [];
  const held = constantOf(binding) ?? (others.length === 0 ? declaration?.node : undefined);
  return held && held !== value && !t.isIdentifier(held) ? functionOrClass(held, names) : undefined;
}

/** What a function returns that is called where it stands: `(function () { function Store() {} return Store; })()` */
function resultOf({ callee }: t.CallExpression): t.Node | null | undefined {
  if (!t.isFunction(callee) || !t.isBlockStatement(callee.body)) return undefined;
  const last = callee.body.body.at(-1);
  return t.isReturnStatement(last) && t.isIdentifier(last.argument) ? last.argument : undefined;
}

/** The functions and classes that a file exports, by name; `default` is also what replaces `module.exports`. */
export function exportedFunctions({
  units: [{ unit }],
  program,
  names,
}: ModuleFacts): Map<string, t.Function | t.Class> {
  const found = new Map<string, t.Function | t.Class>();
  const add = (name: string, node: t.Node | null | undefined) => {
    const value = functionOrClass(node, names);
    if (value && !found.has(name)) found.set(name, value);
  };
  for (const { name, from } of exportEntries(program))
    if ('local' in from) add(name, unit.scope.own(from.local)?.declarations[0]?.node);
  for (const statement of program.node.body)
    if (t.isExportDefaultDeclaration(statement)) add('default', statement.declaration);
  for (const use of usesOfExports(unit)) {
    const member = memberAround(use);
    if (isTarget(use)) addReplacement(assignedTo(use), add);
    else if (member && isTarget(member)) add(memberName(member.node) ?? '', assignedTo(member));
  }
  return found;
}

/** `module.exports = X`, `module.exports = { make }` */
function addReplacement(value: t.Node | undefined, add: (name: string, node: t.Node) => void): void {
  if (value === undefined) return;
  add('default', value);
  if (!t.isObjectExpression(value)) return;
  for (const property of value.properties)
    if (t.isObjectProperty(property)) add(literalKey(property) ?? '', property.value);
}

/** What replaces the exports object: `module.exports = new Store()`. */
export function exportsReplacement(unit: Unit): t.Node | undefined {
  return usesOfExports(unit)
    .filter(isTarget)
    .map(assignedTo)
    .find((value) => value !== undefined);
}

function assignedTo(place: Place): t.Node | undefined {
  const { parent, key } = outsideTypes(place);
  let value: t.Node | undefined =
    key === 'left' && t.isAssignmentExpression(parent?.node) ? parent.node.right : undefined;
  while (t.isAssignmentExpression(value)) value = value.right;
  return value;
}
