import * as t from '@babel/types';
import type { Place } from '../../scope/place.js';
import type { Binding, Occurrence } from '../../scope/scope.js';
import { isGivenToChanger } from '../calls.js';
import { isExportedVariable } from '../declarations.js';
import { isMember, isTypeAssertion, literalKey, type Member, memberName } from '../names.js';
import { isCalled, isDeleted, isTarget, outsideTypes } from '../positions.js';
import { isGivenToReader, isSearch, receivingParameter, visitorOf, visitsParts } from '../reading-calls.js';
import type { Unit } from '../unit.js';
import { ANY, type Demand, GOT, type Path } from './demand.js';

/** How deep into a value its uses are followed, by how many names, and how many are told apart. */
const LIMITS = { depth: 8, names: 300, demands: 400 };

/** What is given to a call. */
type Argument = Place & { readonly parent: Place };

/**
 * Follows a value through a file, from the names that it has, and notes what is done with it.
 *
 *     const { list } = table;                  // list: the path `list`
 *     for (const item of list) show(item);     // item: the path `list`, `*`
 *     function show(each) { return each.name; }  // a demand: `keep` of `list`, `*`, `name`
 */
export class Demands {
  readonly #unit: Unit;
  readonly #isPlaced: (node: t.Node) => boolean;
  readonly #found = new Map<string, Demand>();
  /** The paths that variables have been followed for. */
  readonly #known = new Map<Binding, Set<string>>();
  #names = 0;

  /** @param isPlaced tells of places that need no following, because what becomes of the value there is known */
  constructor(unit: Unit, isPlaced: (node: t.Node) => boolean) {
    this.#unit = unit;
    this.#isPlaced = isPlaced;
  }

  get found(): readonly Demand[] {
    return [...this.#found.values()];
  }

  /** Notes one. */
  add(path: Path, use: Demand['use'], method?: string): void {
    const demand = { path, use, ...(method !== undefined && { method }) };
    this.#found.set(JSON.stringify(demand), demand);
  }

  /** Where too much is done with a value to tell it apart, anything is. */
  #isTooMuch(): boolean {
    const isTooMuch = this.#names > LIMITS.names || this.#found.size > LIMITS.demands;
    if (isTooMuch) this.add([], 'keep');
    return isTooMuch;
  }

  /** Follows what a variable holds. */
  ofBinding(binding: Binding, path: Path): void {
    const known = this.#known.get(binding) ?? new Set();
    const key = JSON.stringify(path);
    if (known.has(key) || this.#isTooMuch()) return;
    this.#names += 1;
    this.#known.set(binding, known.add(key));
    const isConstant = binding.writes.length === 0 && binding.declarations.length === 1;
    if (!isConstant) this.add(path, 'keep');
    else for (const use of binding.uses) this.#ofUse(use, path);
  }

  #ofUse(use: Occurrence, path: Path): void {
    if (this.#isPlaced(use.node)) return;
    if (use.role === 'read') this.follow(use, path);
    else this.add(path, 'keep');
  }

  /** Follows a value from where it stands. */
  follow(place: Place, path: Path): void {
    const { key, parent, node: value } = place;
    if (parent === undefined || this.#isPlaced(value) || this.#isTooMuch()) return;
    const { node } = parent;
    if (path.length > LIMITS.depth || isTarget(place)) this.add(path, 'keep');
    else if (givesOperand(node, key, place.index)) this.follow(parent, path);
    else if (key === 'object' && isMember(node)) this.#ofMember(parent as Place<Member>, path);
    else if (key === 'arguments') this.#ofArgument(place as Argument, path);
    else if (key === 'init' && t.isVariableDeclarator(node)) this.#intoTarget(node.id, path);
    else if (key === 'right' && t.isForOfStatement(node)) this.#intoTarget(node.left, [...path, ANY]);
    else if (t.isSpreadElement(node)) this.add(path, 'copy');
    else if (key !== 'callee' && !isTested(node, key)) this.add(path, 'keep');
  }

  #ofMember(member: Place<Member>, path: Path): void {
    const name = memberName(member.node) ?? ANY;
    const outer = outsideTypes(member as Place);
    if (isTarget(outer) || isDeleted(outer)) this.add(path, 'change');
    else if (isCalled(outer)) this.#ofCalled(name, outer.parent as Place, path);
    else this.follow(member as Place, [...path, name]);
  }

  #ofCalled(method: string, call: Place, path: Path): void {
    const isVisit = visitsParts(method, call.node);
    this.add(path, isVisit ? 'visit' : 'call', method);
    if (isVisit) for (const part of visitorOf(method, call.node)) this.#intoTarget(part, [...path, GOT]);
    if (method === 'get') this.follow(call, [...path, GOT]);
  }

  #ofArgument(place: Argument, path: Path): void {
    const { index, parent: call } = place;
    const { names } = this.#unit;
    if (isGivenToChanger(place, names)) this.add(path, 'change');
    else if (isGivenToReader(call.node, index, names)) this.add(path, 'copy');
    else if (isSearch(call.node, index)) this.add(path, 'search');
    else if (t.isCallExpression(call.node)) this.#intoCall(call as Place<t.CallExpression>, index, path);
    else this.add(path, 'keep');
  }

  #intoCall(call: Place<t.CallExpression>, index: number, path: Path): void {
    const parameter = receivingParameter(call.node, index, this.#unit);
    // What a compiler's helper makes of an exports object has the same parts.
    if (index === 0 && isInterop(call.node, this.#unit)) this.follow(call as Place, path);
    else if (parameter) this.ofBinding(parameter, path);
    else this.add(path, 'keep');
  }

  /** What a declaration gets is followed by the names that it declares. */
  #intoTarget(target: t.Node, path: Path): void {
    switch (target.type) {
      case 'VariableDeclaration':
        for (const { id } of target.declarations) this.#intoTarget(id, path);
        break;
      case 'AssignmentPattern':
        this.#intoTarget(target.left, path);
        break;
      case 'ArrayPattern':
        for (const element of target.elements) if (element) this.#intoElement(element, path);
        break;
      case 'ObjectPattern':
        for (const property of target.properties) this.#intoProperty(property, path);
        break;
      default:
        this.#intoVariable(target, path);
    }
  }

  #intoElement(element: t.Node, path: Path): void {
    if (t.isRestElement(element)) this.add(path, 'copy');
    else this.#intoTarget(element, [...path, ANY]);
  }

  #intoProperty(property: t.ObjectPattern['properties'][number], path: Path): void {
    if (t.isRestElement(property)) this.add(path, 'copy');
    else this.#intoTarget(property.value, [...path, literalKey(property) ?? ANY]);
  }

  #intoVariable(name: t.Node, path: Path): void {
    const binding = this.#unit.names.bindingOf(name);
    if (!binding || binding.declarations.some(isExportedVariable)) this.add(path, 'keep');
    else this.ofBinding(binding, path);
  }
}

/** `__toESM(require("m"), 1)`, `_interopRequireDefault(require("m"))` */
export function isInterop(call: t.CallExpression, { system }: Unit): boolean {
  const [, ...options] = call.arguments;
  return system.isArrangement(call) && options.every((option) => t.isLiteral(option));
}

/** Whether an expression may give what stands in it: `a || b`, `c ? a : b`, `(0, a)`. */
function givesOperand(node: t.Node, key: string, index: number): boolean {
  if (t.isConditionalExpression(node)) return key !== 'test';
  if (t.isSequenceExpression(node)) return index === node.expressions.length - 1;
  return t.isLogicalExpression(node) || isTypeAssertion(node);
}

/** Whether nothing but the identity, the type or the keys of what stands in a node matter to it. */
function isTested(node: t.Node, key: string): boolean {
  if (t.isUnaryExpression(node))
    return node.operator === '!' || node.operator === 'typeof' || node.operator === 'void';
  if (t.isBinaryExpression(node))
    return /^[!=]==?$/.test(node.operator) || (/^in/.test(node.operator) && key === 'right');
  if (t.isSequenceExpression(node)) return true;
  return key === 'test' || t.isExpressionStatement(node) || (t.isForInStatement(node) && key === 'right');
}
