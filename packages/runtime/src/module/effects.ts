import { warn } from '../errors.js';
import { addContents, additions, contentsOf } from './contents.js';
import type { Evaluation, ObjectRead, Write } from './evaluation.js';
import { isHostObject } from './objects.js';
import { type Place, repeatIn, valueIn } from './place.js';
import type { ModuleRecord } from './record.js';
import { isChangedInside } from './snapshot.js';
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
 * @param result the value of the initializer
 */
export function effectsOf(evaluation: Evaluation, result: unknown): Effect[] {
  const effects: Effect[] = [];
  lastWritesOf(evaluation).forEach((write) => {
    effects.push(assignment(evaluation, write, result));
  });
  evaluation.objects.forEach((read, object) => {
    const added = addition(evaluation, object, read);
    if (added) effects.push(added);
  });
  return effects;
}

/** What each place was left with. */
function lastWritesOf({ writes }: Evaluation): Map<Place, Write> {
  const last = new Map<Place, Write>();
  writes.forEach((write) => {
    last.set(write.place, write);
  });
  return last;
}

function assignment(evaluation: Evaluation, { place, value }: Write, result: unknown): Effect {
  const { table, name } = place;
  if (isMutable(value) && value !== result) {
    warn(
      'PHOTON_CONST_SHARES_OBJECT',
      `Code of ${evaluation.home.id} that runs once stores an object in \`${name}\` of ${table.id}; photons share that ` +
        'object. Make the constant it initializes a `let`, or assign the object in a statement of its own.',
    );
  }
  return { table, run: (record) => repeatIn(place, record, value) };
}

/** Weak collections are tables of objects' own: those who share no object share no entry. */
function isMutable(value: unknown): boolean {
  if (isHostObject(value)) return false;
  if (value instanceof WeakMap || value instanceof WeakSet) return false;
  return typeof value === 'object' && value !== null;
}

function addition({ home }: Evaluation, object: object, { place, before }: ObjectRead): Effect | undefined {
  const { table, name } = place;
  if (before === undefined) return undefined;
  const added = before.contents && additions(before.contents, contentsOf(object));
  if (before.opaque || added === undefined || isChangedInside(before)) {
    warn(
      'PHOTON_CONST_MUTATES_STATE',
      `Code of ${home.id} that runs once ${before.opaque ? 'may have changed' : 'changes'} the object in ` +
        `\`${name}\` of ${table.id}, and photons would not see that. Make the constant it initializes a ` +
        '`let`, or do it in a statement of its own.',
    );
  }
  if (added === undefined || added.size === 0) return undefined;
  return { table, run: (record) => addContents(valueIn(place, record) as object, added) };
}
