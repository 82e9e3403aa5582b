import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import { type Binding, constructAround } from '../scope/scope.js';
import { elementsOf } from './building.js';
import { globalName, isMember, type Member, memberName, withoutTypes } from './names.js';
import { operandsOf } from './pure-calls.js';

/**
 * Whether an expression gives a primitive, whatever the variables in it hold:
 *
 *     `item ${i}`, i * 2, i > 9 ? 'many' : 'few', Math.sqrt(i), i.toString(36), rows.length
 *
 * and for variables such as `let i = 0`, which only ever get primitives. Methods are taken to be those of the language.
 */
export function isPrimitive(node: t.Node | null | undefined, names: Names): boolean {
  return new Primitives(names).has(node);
}

/** Looks at expressions, and at what the variables in them are given. */
class Primitives {
  readonly #names: Names;
  /** The variables that have been looked at, or are: those in a cycle give each other no more than the others do. */
  readonly #known = new Set<Binding>();

  constructor(names: Names) {
    this.#names = names;
  }

  has(node: t.Node | null | undefined): boolean {
    if (node == null) return true;
    const expression = withoutTypes(node);
    if (t.isLiteral(expression)) return !t.isRegExpLiteral(expression);
    switch (expression.type) {
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'UpdateExpression':
        return true;
      case 'LogicalExpression':
        return this.has(expression.left) && this.has(expression.right);
      case 'ConditionalExpression':
        return this.has(expression.consequent) && this.has(expression.alternate);
      case 'Identifier':
        return this.#isPrimitiveName(expression);
      case 'CallExpression':
        return this.#isPrimitiveCall(expression);
      default:
        return isMember(expression) && /^(?:length|size)$/.test(memberName(expression) ?? '');
    }
  }

  #isPrimitiveCall(call: t.CallExpression): boolean {
    const { callee } = call;
    const method = isMember(callee) ? (memberName(callee) ?? '') : '';
    if (operandsOf(call, this.#names)) return method !== 'bind';
    if (!isMember(callee) || !this.has(callee.object)) return false;
    return method !== '' && !/^(?:match|matchAll|split)$/.test(method);
  }

  #isPrimitiveName(name: t.Identifier): boolean {
    const binding = this.#names.bindingOf(name);
    if (binding === undefined)
      return /^(?:undefined|NaN|Infinity)$/.test(globalName(name, this.#names) ?? '');
    if (this.#known.has(binding)) return true;
    this.#known.add(binding);
    const { declarations, writes } = binding;
    return (
      declarations.every((place) => this.#declaresPrimitive(place, binding)) &&
      writes.every((write) => this.#assignsPrimitive(constructAround(write).node, write.node))
    );
  }

  #declaresPrimitive(place: Place, binding: Binding): boolean {
    const { node, parent } = place;
    if (binding.kind === 'param')
      return isIndex(place, binding) || this.#haveOnly(listVisited(place, binding));
    if (!t.isVariableDeclarator(node) || !t.isIdentifier(node.id)) return false;
    const around = parent?.key === 'left' ? parent.parent?.node : undefined;
    if (t.isForOfStatement(around)) return this.#haveOnly(around.right);
    return t.isForInStatement(around) || this.has(node.init);
  }

  /** Whether a list holds only primitives. */
  #haveOnly(list: t.Node | undefined): boolean {
    return list !== undefined && elementsOf(list, this.#names)?.every((part) => this.has(part)) === true;
  }

  #assignsPrimitive(construct: t.Node, name: t.Node): boolean {
    if (t.isUpdateExpression(construct)) return true;
    if (!t.isAssignmentExpression(construct) || construct.left !== name) return false;
    return /^(?:=|\|\|=|&&=|\?\?=)$/.test(construct.operator) ? this.has(construct.right) : true;
  }
}

/** The list whose elements a parameter is given: `list.map((value) => …)`, `Array.from(list, (value) => …)`. */
function listVisited(place: Place, { identifier }: Binding): t.Node | undefined {
  const visit = visitBy(place);
  if (visit?.params[0] !== identifier) return undefined;
  if (visit.method === 'from') return visit.call.arguments[0];
  return /^(?:filter|forEach|map)$/.test(visit.method) ? visit.callee.object : undefined;
}

/** Whether a parameter is the index that `list.map((value, index) => …)` and `Array.from(list, (value, index) => …)` give. */
function isIndex(place: Place, { identifier }: Binding): boolean {
  const visit = visitBy(place);
  return visit?.params[1] === identifier && /^(?:forEach|from|map)$/.test(visit.method);
}

/** The call of a method that a function is given to. */
interface Visit {
  readonly params: t.Function['params'];
  readonly call: t.CallExpression;
  readonly callee: Member;
  readonly method: string;
}

function visitBy({ node, parent }: Place): Visit | undefined {
  const call = parent?.node;
  if (!t.isFunction(node) || !t.isCallExpression(call) || !isMember(call.callee)) return undefined;
  const { callee } = call;
  return { params: node.params, call, callee, method: memberName(callee) ?? '' };
}
