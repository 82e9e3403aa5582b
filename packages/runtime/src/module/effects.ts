import { warn } from '../errors.js';
import type { Changes, ObjectChange } from './changes.js';
import { addContents } from './contents.js';
import type { Write } from './evaluation.js';
import { isHostObject } from './objects.js';
import { hasState, type Place, repeatIn, valueIn } from './place.js';
import type { ModuleRecord } from './record.js';
import type { ModuleTable } from './table.js';

/** A change of isolated state, to be repeated for each photon. */
export interface Effect {
  readonly table: ModuleTable;
  readonly run: (record: ModuleRecord) => void;
}

/**
 * What code that runs only once did to isolated state. A `const` initializer does not run again, yet a photon
 * must find the state that a fresh process has after it: `const id = nextId()` leaves the counter at 1, and
 * `const page = register(new Page())` leaves the page in the registry. The values themselves are shared, as
 * all that constants hold is under policy `bindings`; what cannot be repeated is reported.
 *
 * @param home the module of the code
 * @param result the value of the initializer
 */
export function effectsOf(home: ModuleTable, { writes, objects }: Changes, result: unknown): Effect[] {
  const effects = writes.map((write) => assignment(home, write, result));
  return effects.concat(objects.flatMap((change) => addition(home, change)));
}

/** What a photon's own state holds is assigned as that photon finds it there. */
function assignment(home: ModuleTable, { place, value, found }: Write, result: unknown): Effect {
  const { table, name } = place;
  if (typeof found === 'object')
    return { table, run: (record) => repeatIn(place, record, ownValue(found, table, record)) };
  if (isMutable(place, value) && (value !== result || found === 'inside')) {
    warn(
      'PHOTON_CONST_SHARES_OBJECT',
      `Code of ${home.id} that runs once stores ${nounOf(value)} in \`${name}\` of ${table.id}, which photons share. ` +
        'Make the constant it initializes a `let`, or assign that in a statement of its own.',
    );
  }
  return { table, run: (record) => repeatIn(place, record, value) };
}

function ownValue(place: Place, table: ModuleTable, record: ModuleRecord): unknown {
  return valueIn(place, place.table === table ? record : place.table.record());
}

/** Weak collections are tables of objects' own: those who share no object share no entry. */
function isMutable(place: Place, value: unknown): boolean {
  if (isHostObject(value)) return false;
  if (value instanceof WeakMap || value instanceof WeakSet) return false;
  return hasState(place, value);
}

function nounOf(value: unknown): string {
  return typeof value === 'function' ? 'a function with variables of its own' : 'an object';
}

function addition(home: ModuleTable, { place, added, isDeep, isHidden }: ObjectChange): Effect[] {
  const { table, name } = place;
  if (isHidden || isDeep || added === undefined) {
    warn(
      'PHOTON_CONST_MUTATES_STATE',
      `Code of ${home.id} that runs once ${isHidden ? 'may have changed' : 'changes'} the object in ` +
        `\`${name}\` of ${table.id}, and photons would not see that. Make the constant it initializes a ` +
        '`let`, or do it in a statement of its own.',
    );
  }
  if (added === undefined || added.size === 0) return [];
  return [{ table, run: (record) => addContents(valueIn(place, record) as object, added) }];
}
