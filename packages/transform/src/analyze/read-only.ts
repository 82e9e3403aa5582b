import * as t from '@babel/types';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
import { isExportedVariable } from './declarations.js';
import { isExportsPlace } from './exports-object.js';
import { isLiteral, partsOf } from './literals.js';
import { withoutTypes } from './names.js';
import { outsideTypes } from './positions.js';
import type { Table } from './tables.js';
import type { Unit } from './unit.js';
import { Demands } from './uses/demands.js';
import { meets } from './uses/meets.js';
import { partShape, readonlyShape } from './uses/shape.js';

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
 * @param trust what is known of code that cannot be seen from here
 */
export function isReadOnly(
  binding: Binding,
  table: Table,
  unit: Unit,
  isPart: (node: t.Node) => boolean,
  { importersRead, readonlyTypes }: Trust,
): boolean {
  const { literal, builder, fills } = table;
  if (unit.names.globals.has('eval') || (binding.declarations.some(isExportedVariable) && !importersRead))
    return false;
  if (!partsOf(literal).every((part) => isLiteral(part, unit.names, isPart))) return false;
  const exported = new Set<t.Node>(importersRead ? exportsOf(binding, unit) : []);
  const demands = new Demands(unit, (node) => fills.has(node) || exported.has(node));
  demands.ofBinding(binding, []);
  demands.ofBinding(builder, []);
  const written = partShape(withoutTypes(literal), unit.names);
  const shape = readonlyTypes.has(binding.name) ? readonlyShape(written) : written;
  // A literal holds no modules.
  return demands.found.every((demand) => meets(shape, demand, () => false));
}

/** What is known of what other code does with values of a module. */
export interface Trust {
  /** Whether all importers are known, and do no more than read what the module exports. */
  readonly importersRead: boolean;
  /** The variables whose types say that nobody may change what they hold: code that gets it does not, then. */
  readonly readonlyTypes: ReadonlySet<string>;
}

/** The mentions by which a module exports what a variable holds: `export { table }`, `exports.table = table`. */
function exportsOf({ uses }: Binding, unit: Unit): t.Node[] {
  return uses.flatMap((use) => (use.role === 'export' || isExportedFrom(use, unit) ? [use.node] : []));
}

/** Whether what stands at a place is exported, itself or as a part of a literal: `module.exports = { table }`. */
function isExportedFrom(place: Place, unit: Unit): boolean {
  const { parent, key } = outsideTypes(place);
  const node = parent?.node;
  if (t.isExportDefaultDeclaration(node)) return true;
  if (parent && t.isObjectProperty(node))
    return key === 'value' && isExportedFrom(parent.parent as Place, unit);
  if (!parent || key !== 'right' || !t.isAssignmentExpression(node, { operator: '=' })) return false;
  return isExportsPlace(node.left, unit) || isExportedFrom(parent, unit);
}
