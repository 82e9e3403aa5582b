import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence } from '../scope/scope.js';
import { entersActivation } from './activation.js';
import { builtLiteral, literalOf } from './building.js';
import { calledFunction } from './calls.js';
import { constantOf, initializerOf } from './declarations.js';
import { containerKind, partsOf } from './literals.js';
import { isMember, memberName, withoutTypes } from './names.js';
import { someOwn } from './own-code.js';
import { outsideTypes } from './positions.js';
import type { Unit } from './unit.js';

/** What a variable holds once code that runs once has built it. */
export interface Table {
  /** A literal that holds parts of the same kinds. */
  readonly literal: t.Node;
  /** The code that builds it, if it is more than a literal: see `isHarmless`. */
  readonly code: readonly t.Node[];
  /** The variable by which this code fills it: the same, or a local one of the function that makes it. */
  readonly builder: Binding;
  /** The mentions of that variable that fill it, or give it to the other one. */
  readonly fills: ReadonlySet<t.Node>;
  /** The last statement that does so. */
  readonly lastFill: t.Node | undefined;
}

/**
 * What a module-level variable holds, if it is an object that only its declaration and top-level code fill:
 *
 *     const squares = new Float64Array(1000);
 *     for (let i = 0; i < 1000; i++) squares[i] = i * i;      // { literal: new Float64Array(1000), … }
 *
 *     const users = load();                                   // { literal: [{ id: i }], … }
 *     function load() {
 *       const rows = [];
 *       for (let i = 0; i < 1000; i++) rows.push({ id: i });
 *       return rows;
 *     }
 */
export function tableOf(binding: Binding, unit: Unit): Table | undefined {
  const initializer = initializerOf(binding);
  if (initializer === undefined || t.isFunction(initializer)) return undefined;
  return builtIn(unit.code.node, binding, initializer, unit.names) ?? builtByCall(initializer, unit.names);
}

/** What code directly in a block builds, functions in it left out. */
function builtIn(block: t.Node, binding: Binding, initializer: t.Node, names: Names): Table | undefined {
  const made = builtLiteral(initializer, names);
  if (made === undefined) return undefined;
  const fills = binding.uses.flatMap((use) => fillBy(use, block, made, names) ?? []);
  const isPlain = made === withoutTypes(initializer) && containerKind(made, names) !== 'numbers';
  const parts = fills.flatMap((fill) => fill.parts);
  return {
    literal: fills.length === 0 ? made : withParts(made, parts, names),
    code: [...(isPlain ? [] : [initializer]), ...fills.map(({ statement }) => statement)],
    builder: binding,
    fills: new Set(fills.map(({ use }) => use.node)),
    lastFill: fills.at(-1)?.statement,
  };
}

/** What a function of the file makes anew at each call: a variable in it, which it returns at its end. */
function builtByCall(initializer: t.Node, names: Names): Table | undefined {
  const call = withoutTypes(initializer);
  if (!t.isCallExpression(call) || call.arguments.length > 0) return undefined;
  const called = calledFunction(call) ?? constantOf(names.bindingOf(call.callee));
  if (!t.isFunction(called) || called.async || called.generator || !t.isBlockStatement(called.body))
    return undefined;
  const code = called.body.body.slice(0, -1);
  const result = resultOf(called.body);
  const local = result && names.bindingOf(result);
  const made = constantOf(local);
  const scope = names.scopeOf(called.body) ?? names.scopeOf(called);
  const table = local && made && local.scope === scope && builtIn(called.body, local, made, names);
  if (!table) return undefined;
  return { ...table, code, fills: new Set([...table.fills, result]), lastFill: undefined };
}

/** What a block returns at its end, and nowhere else. */
function resultOf({ body }: t.BlockStatement): t.Node | undefined {
  const last = body.at(-1);
  const returnsBefore = body.slice(0, -1).some((code) => someOwn(code, (node) => t.isReturnStatement(node)));
  return t.isReturnStatement(last) && !returnsBefore ? (last.argument ?? undefined) : undefined;
}

/** A mention that puts parts into a table. */
interface Fill {
  readonly use: Occurrence;
  /** The statement of the block that holds it. */
  readonly statement: t.Node;
  readonly parts: readonly t.Node[];
}

/** `table[key] = part`, `table.push(part);` */
function fillBy(use: Occurrence, block: t.Node, made: t.Node, names: Names): Fill | undefined {
  const member = outsideTypes(use).parent;
  if (!member || !isMember(member.node) || use.key !== 'object') return undefined;
  const statement = statementIn(use, block);
  if (!statement) return undefined;
  const { parent, key } = outsideTypes(member);
  const around = parent?.node;
  if (t.isUpdateExpression(around)) return { use, statement, parts: [] };
  if (!parent || !isUnused(parent)) return undefined;
  if (key === 'left' && t.isAssignmentExpression(around))
    return { use, statement, parts: /^[|&?]*=$/.test(around.operator) ? [around.right] : [] };
  if (key !== 'callee' || !t.isCallExpression(around)) return undefined;
  const parts = partsPutBy(memberName(member.node) ?? '', around, containerKind(made, names));
  return parts && { use, statement, parts };
}

/** What a call of a method puts into its object. */
function partsPutBy(
  method: string,
  { arguments: args }: t.CallExpression,
  kind: ReturnType<typeof containerKind>,
): t.Node[] | undefined {
  if (kind === 'map') return method === 'set' ? args : undefined;
  if (kind === 'set') return method === 'add' ? args : undefined;
  if (kind === 'numbers') return /^(?:fill|set)$/.test(method) ? [] : undefined;
  if (kind === 'array' && /^(?:fill|push|unshift)$/.test(method)) return args;
  return kind === 'array' && /^(?:reverse|sort)$/.test(method) ? [] : undefined;
}

/** The literal with parts that code has added. */
function withParts(literal: t.Node, added: readonly t.Node[], names: Names): t.Node {
  const kind = containerKind(literal, names);
  if (kind === undefined || kind === 'regexp' || kind === 'numbers') return literal;
  if (t.isObjectExpression(literal)) {
    const { properties } = literalOf('object', added) as t.ObjectExpression;
    return t.objectExpression([...literal.properties, ...properties]);
  }
  return literalOf(kind, [...partsOf(literal), ...added]);
}

/** The statement of a block that holds a place, if no function between them does but callbacks of `forEach`. */
function statementIn(place: Place, block: t.Node): t.Node | undefined {
  for (let child = place; child.parent; child = child.parent) {
    if (child.parent.node === block) return child.node;
    if (entersActivation(child.parent.node, child.key) && !isVisitor(child.parent)) return undefined;
  }
  return undefined;
}

/** Whether nobody gets the value of an expression: `list.push(1);`, `words.forEach((word) => list.push(word))`. */
function isUnused({ parent, key }: Place): boolean {
  return (
    t.isExpressionStatement(parent?.node) || (key === 'body' && parent !== undefined && isVisitor(parent))
  );
}

function isVisitor({ node, key, parent }: Place): boolean {
  const call = parent?.node;
  if (key !== 'arguments' || !t.isFunction(node) || !t.isCallExpression(call) || !isMember(call.callee))
    return false;
  return memberName(call.callee) === 'forEach' && !node.async && !node.generator;
}
