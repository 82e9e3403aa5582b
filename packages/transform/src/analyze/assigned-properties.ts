import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence } from '../scope/scope.js';
import type { Activations } from './activation.js';
import { isModuleExports, usesOfExports } from './exports-object.js';
import { isPrototype, memberName, withoutTypes } from './names.js';
import { mayBeOfOthers } from './of-others.js';
import { isTarget, memberAround, outsideTypes } from './positions.js';
import { bindingsOf, type Unit } from './unit.js';

/**
 * Properties of `exports` and of top-level functions and classes that functions assign, or top-level code counts up:
 * `exports.count++`, `Pool.instance = new Pool()`. They are module-level variables by another name, and what compilers
 * make of `export let count` and `static instance` for older targets.
 */
export class AssignedProperties {
  readonly #properties: ReadonlyMap<Unit, readonly Property[]>;

  constructor(units: readonly Unit[], activations: Activations) {
    this.#properties = new Map(units.map((unit) => [unit, propertiesOf(unit, activations)]));
  }

  /**
   * The assignments of such properties in a unit's top-level code.
   * @param others assignments of properties that are state for other reasons
   */
  initializersIn(unit: Unit, others: readonly Assigned[] = []): readonly Initializer[] {
    const known = new Set<t.Node>(others.map(({ node }) => node));
    const isState = ({ isAssignedAgain, initializers }: Property) =>
      isAssignedAgain || initializers.some(({ path }) => known.has(path.node));
    return (this.#properties.get(unit) ?? [])
      .filter(isState)
      .flatMap(({ initializers }) => initializers)
      .sort((a, b) => (a.path.node.start ?? 0) - (b.path.node.start ?? 0));
  }
}

/**
 * Whether an expression is a property that can be state, by its name: `exports.list`, and `Pool.list` of a class or
 * function, or of what another module exports, as `Pool` or as `pools.Pool`.
 */
function isStateProperty(member: t.MemberExpression, unit: Unit): boolean {
  const object = withoutTypes(member.object);
  if (memberName(member) === undefined || isPrototype(member)) return false;
  if (isModuleExports(object, unit) || mayBeOfOthers(object, unit)) return true;
  const holder = unit.names.bindingOf(object);
  return holder !== undefined && isFunctionOrClass(holder);
}

/** The assignments in `a = b = c`, the first one first. */
export function assignmentsIn(value: NodePath<t.Node | null>): Assigned[] {
  return value.isAssignmentExpression({ operator: '=' }) ? [value, ...assignmentsIn(value.get('right'))] : [];
}

/** Whether an assignment is one to such a property. */
export function setsStateProperty({ left }: t.AssignmentExpression, unit: Unit): boolean {
  const target = withoutTypes(left);
  return t.isMemberExpression(target) && isStateProperty(target, unit);
}

type Assigned = NodePath<t.AssignmentExpression>;

/** An assignment by top-level code to a property that is state. */
export interface Initializer {
  readonly path: Assigned;
  /** The function or class whose property it is; none for that of `exports`. */
  readonly holder: Binding | undefined;
}

interface Assignment {
  /** The assignment; for targets of patterns and loops, the target. */
  readonly path: NodePath;
  readonly name: string;
}

/** A property of one object. */
interface Property {
  /** The assignments that top-level code makes. */
  readonly initializers: readonly Initializer[];
  readonly isAssignedAgain: boolean;
}

function propertiesOf(unit: Unit, activations: Activations): Property[] {
  const declared = [...bindingsOf(unit), ...unit.scope.inner.flatMap((scope) => scope.declared)];
  const holders = new Map<Binding | undefined, readonly Place[]>([
    [undefined, usesOfExports(unit)],
    ...declared.filter(isFunctionOrClass).map((each) => [each, allUsesOf(each, unit.names)] as const),
  ]);
  return [...holders].flatMap(([holder, uses]) => {
    const byName = Map.groupBy(uses.flatMap(assignmentOf), ({ name }) => name);
    return [...byName.values()].map((assignments) => propertyOf(holder, assignments, activations));
  });
}

function propertyOf(
  holder: Binding | undefined,
  assignments: readonly Assignment[],
  activations: Activations,
): Property {
  const isAtTopLevel = ({ path }: Assignment) => activations.around(path) === undefined;
  const initial = assignments.filter((each) => isAtTopLevel(each) && isPlain(each));
  // What makes a class may count its properties up meanwhile.
  const isAgain = (each: Assignment) =>
    !isAtTopLevel(each) || !(isPlain(each) || each.path.findParent((parent) => parent.isClass()));
  return {
    initializers: initial.map(({ path }) => ({ path: path as Assigned, holder })),
    isAssignedAgain: assignments.some(isAgain),
  };
}

function isPlain({ path }: Assignment): boolean {
  return path.isAssignmentExpression({ operator: '=' });
}

/** `holder.name = value`, `[holder.name] = values`, where `holder` stands at a place. */
function assignmentOf(holder: Place): Assignment[] {
  const member = memberAround(holder);
  const name = member && memberName(member.node);
  const target = member && outsideTypes(member as Place);
  if (name === undefined || !target || !isTarget(target)) return [];
  const { parent } = target;
  return [{ path: parent && t.isAssignmentExpression(parent.node) ? parent.path : target.path, name }];
}

/** Whether a binding is a function or class for good. */
function isFunctionOrClass({ declarations, writes, kind }: Binding): boolean {
  const [only, ...others] = declarations;
  if (only === undefined || others.length > 0 || writes.length > 0) return false;
  // The name of a class or function inside of it goes with its name outside.
  if (kind === 'self' && hasNameOutside(only)) return false;
  const value = namedValue(only);
  return t.isFunction(value) || t.isClass(value);
}

/** What a declaration gives its name to. */
function namedValue({ node }: Place): t.Node | null | undefined {
  let value: t.Node | null | undefined = t.isVariableDeclarator(node) ? node.init : node;
  while (t.isAssignmentExpression(value, { operator: '=' })) value = value.right;
  return value;
}

/** `class Pool {}`, `var Pool = class Pool2 {}` */
function hasNameOutside({ node, parent }: Place): boolean {
  let around = parent;
  while (t.isAssignmentExpression(around?.node)) around = around.parent;
  return t.isClassDeclaration(node) || t.isVariableDeclarator(around?.node);
}

/** The uses of a binding that holds a function or class, and of `this` where it is that class. */
function allUsesOf(binding: Binding, names: Names): Place[] {
  const [declared] = binding.declarations;
  const value = declared && namedValue(declared);
  return [...usesOf(binding, names), ...(value ? names.usesOfThis(value) : [])];
}

/** The uses of a binding, for classes and functions those inside of it included. */
export function usesOf({ uses, declarations: [declared] }: Binding, names: Names): Occurrence[] {
  const value = declared && namedValue(declared);
  return [...uses, ...(ownName(value, names)?.uses ?? [])];
}

/** What a class or function expression calls itself. */
function ownName(value: t.Node | null | undefined, names: Names): Binding | undefined {
  if (t.isClass(value)) return value.id ? names.scopeOf(value)?.own(value.id.name) : undefined;
  if (!t.isFunctionExpression(value) || !value.id) return undefined;
  return names.scopeOf(value)?.parent?.own(value.id.name);
}
