import * as t from '@babel/types';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence } from '../scope/scope.js';
import { containerKind, isLiteral, partsOf } from './literals.js';
import { isMember, isTypeAssertion, type Member, memberName, withoutTypes } from './names.js';
import { isCalled, isDeleted, isTarget, outsideTypes } from './positions.js';
import { isGivenToReader, isSearch, readingOf, receivingParameter } from './reading-calls.js';
import type { Table } from './tables.js';
import type { Unit } from './unit.js';

/**
 * Whether a variable holds a literal that nobody changes, nor could: all that is done with it is to read parts that
 * are immutable. Nobody can hold it but by the variable's name, so nobody can tell one such object from another either.
 *
 * | `table` is `{ a: 1 }`, `[1, 2]`, `new Set("a b".split(" "))` or the like in | |
 * |---|---|
 * | `table.a`, `table[key]`, `table.a.b`, `key in table` | a read |
 * | `for (const x of table)`, `[...table]`, `const { a } = table`, `Object.keys(table)`, `table.has(x)`, `list.map((x) => …)` | a read |
 * | `if (table)`, `!table`, `typeof table`, `table === x` | a read |
 * | `text.replace(pattern, "")` | a read: searches start at the start, and leave no trace in `pattern` |
 * | `const t = table`, `use(table)` where `use` is declared in the file | a read if all mentions of `t`, or of the parameter, are |
 * | `table.run(x)` | a read if `run` is there and does not use `this` |
 * | anything else | lets the object escape |
 *
 * Built-in methods are taken to be those of the language, and methods named `replace` and the like those of strings.
 *
 * @param table what the variable holds
 * @param isPart tells what may be a part of it: what is the same at each evaluation
 */
export function isReadOnly(
  binding: Binding,
  table: Table,
  unit: Unit,
  isPart: (node: t.Node) => boolean,
): boolean {
  if (unit.names.globals.has('eval')) return false;
  const uses = new Uses(unit, table.fills);
  const values = [withoutTypes(table.literal)];
  return (
    partsOf(table.literal).every((part) => isLiteral(part, unit.names, isPart)) &&
    [binding, table.builder].every((variable) => uses.areReads(variable, values))
  );
}

/** Looks at what is done with what variables hold. */
class Uses {
  readonly #unit: Unit;
  /** The literals that variables hold whose uses have been looked at, or are. */
  readonly #known = new Map<Binding, Set<t.Node>>();

  /** The mentions by which top-level code makes what is looked at. */
  readonly #fills: ReadonlySet<t.Node>;

  constructor(unit: Unit, fills: ReadonlySet<t.Node>) {
    this.#unit = unit;
    this.#fills = fills;
  }

  /** @param values the literals that the variable may hold */
  areReads(binding: Binding, values: readonly t.Node[]): boolean {
    const known = this.#known.get(binding) ?? new Set();
    const added = values.filter((value) => !known.has(value));
    if (added.length === 0) return true;
    this.#known.set(binding, new Set([...known, ...added]));
    const isConstant = binding.writes.length === 0 && binding.declarations.length === 1;
    return isConstant && !isExported(binding) && binding.uses.every((use) => this.#isReadOfName(use, added));
  }

  #isReadOfName(use: Occurrence, values: readonly t.Node[]): boolean {
    return this.#fills.has(use.node) || (use.role === 'read' && this.#isRead(use, values));
  }

  /** Whether no mutable part of what an expression may give escapes from where it stands. */
  #isRead(place: Place, values: readonly t.Node[]): boolean {
    const containers = this.#containersIn(values);
    const { key, parent } = place;
    if (parent === undefined || isTarget(place) || isDeleted(place)) return false;
    if (containers.length === 0) return true;
    const { node } = parent;
    if (givesOperand(node, key)) return this.#isRead(parent, containers);
    if (key === 'object' && isMember(node)) return this.#isReadOfMember(parent as Place<Member>, containers);
    if (key === 'arguments') return this.#isReadByCall(place, containers);
    if (key === 'init' && t.isVariableDeclarator(node)) return this.#areReadsBy(node.id, containers);
    if (key === 'right' && t.isForOfStatement(node))
      return this.#areReadsBy(node.left, partsOfAll(containers));
    if (t.isSpreadElement(node)) return this.#areFlat(containers);
    return isTested(node, key);
  }

  #isReadOfMember(member: Place<Member>, containers: readonly t.Node[]): boolean {
    const name = memberName(member.node);
    if (!isCalled(member)) return this.#isRead(member, partsOfAll(containers, name));
    const call = outsideTypes(member).parent as Place;
    return containers.every((container) => {
      const reading = readingOf(container, name, call.node, this.#unit.names);
      if (reading === 'gives parts') return this.#isRead(call, partsOf(container));
      return reading === 'sees parts' ? this.#areFlat([container]) : reading === 'keeps parts';
    });
  }

  #isReadByCall(place: Place, containers: readonly t.Node[]): boolean {
    const call = place.parent?.node as t.CallExpression | t.NewExpression;
    const { names } = this.#unit;
    if (this.#areFlat(containers) && isGivenToReader(call, place.index, names)) return true;
    if (containers.every((container) => t.isRegExpLiteral(container) && isSearch(call, place.index)))
      return true;
    const parameter = t.isCallExpression(call)
      ? receivingParameter(call, place.index, this.#unit)
      : undefined;
    return parameter !== undefined && this.areReads(parameter, containers);
  }

  /** Whether what a declaration gets of literals is only read by the names that it declares. */
  #areReadsBy(target: t.Node, values: readonly t.Node[]): boolean {
    const containers = this.#containersIn(values);
    if (containers.length === 0) return true;
    if (t.isVariableDeclaration(target))
      return target.declarations.every(({ id }) => this.#areReadsBy(id, containers));
    if (t.isPattern(target)) return this.#areFlat(containers);
    const binding = this.#unit.names.bindingOf(target);
    return binding !== undefined && this.areReads(binding, containers);
  }

  /** Whether no part of some literals is mutable. */
  #areFlat(containers: readonly t.Node[]): boolean {
    return this.#containersIn(partsOfAll(containers)).length === 0;
  }

  #containersIn(values: readonly t.Node[]): t.Node[] {
    return values.map(withoutTypes).filter((value) => containerKind(value, this.#unit.names) !== undefined);
  }
}

function partsOfAll(containers: readonly t.Node[], name?: string): t.Node[] {
  return containers.flatMap((container) => partsOf(container, name));
}

function isExported({ declarations }: Binding): boolean {
  return declarations.some(({ parent }) => t.isExportNamedDeclaration(parent?.parent?.node));
}

/** Whether an expression may give what stands in it: `a || b`, `c ? a : b`. */
function givesOperand(node: t.Node, key: string): boolean {
  if (t.isConditionalExpression(node)) return key !== 'test';
  return t.isLogicalExpression(node) || isTypeAssertion(node);
}

/** Whether nothing but the identity, the type or the keys of what stands in a node matter to it. */
function isTested(node: t.Node, key: string): boolean {
  if (t.isUnaryExpression(node))
    return node.operator === '!' || node.operator === 'typeof' || node.operator === 'void';
  if (t.isBinaryExpression(node))
    return /^[!=]==?$/.test(node.operator) || (node.operator === 'in' && key === 'right');
  return key === 'test' || t.isExpressionStatement(node) || (t.isForInStatement(node) && key === 'right');
}
