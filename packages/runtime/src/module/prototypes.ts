import { types } from 'node:util';
import type { ModuleRecord } from './record.js';
import type { Step } from './step.js';

/** A member of a prototype, as it is or was; without a descriptor where there is none. */
interface Member {
  readonly prototype: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor | undefined;
}

/**
 * The prototypes of the objects that a step read, as they were then. Classes are shared, and what the module takes
 * away from them later is gone before the first photon runs the step again:
 *
 *     let app = new App();
 *     app.boot();                  // photons run this again,
 *     delete App.prototype.boot;   // but not this, which leaves their state alone
 *
 * So the step gets back what it found, for as long as it runs.
 */
export class Prototypes {
  readonly #seen = new Set<object>();
  readonly #members: Member[] = [];
  /** Those of {@link #members} that the rest of the evaluation took away or replaced; known when a photon asks. */
  #lost: readonly Member[] | undefined;

  /** Notes the prototypes of an object that the step reads. No code of the program runs. */
  note(object: object): void {
    for (let at = prototypeOf(object); at && !this.#seen.has(at); at = prototypeOf(at)) {
      this.#seen.add(at);
      this.#addMembers(at);
    }
  }

  #addMembers(prototype: object): void {
    Reflect.ownKeys(prototype).forEach((key) => {
      this.#members.push(memberOf(prototype, key));
    });
  }

  /** The same code, which finds the prototypes as they were. */
  restoredFor(run: Step['run']): Step['run'] {
    if (this.#members.length === 0) return run;
    return (record) => {
      this.#lost ??= this.#members.splice(0).filter(isLost);
      return this.#lost.length === 0 ? run(record) : runWith(this.#lost, run, record);
    };
  }
}

/** Undefined for what all programs have, and where only a trap of a proxy could tell. */
function prototypeOf(object: object): object | undefined {
  const prototype = types.isProxy(object) ? null : (Object.getPrototypeOf(object) as object | null);
  const isOrdinary = prototype === null || prototype === Object.prototype || prototype === Array.prototype;
  return isOrdinary || types.isProxy(prototype) ? undefined : prototype;
}

function memberOf(prototype: object, key: PropertyKey): Member {
  return { prototype, key, descriptor: Object.getOwnPropertyDescriptor(prototype, key) };
}

function isLost({ prototype, key, descriptor }: Member): boolean {
  const present = Object.getOwnPropertyDescriptor(prototype, key);
  if (present === undefined || present.get !== descriptor?.get || present.set !== descriptor?.set)
    return true;
  return !Object.is(present.value, descriptor?.value);
}

function runWith(members: readonly Member[], run: Step['run'], record: ModuleRecord): unknown {
  const present = members.map(({ prototype, key }) => memberOf(prototype, key));
  members.forEach(put);
  try {
    return run(record);
  } finally {
    present.forEach(put);
  }
}

/** Where the program has frozen the prototype, nothing happens. */
function put({ prototype, key, descriptor }: Member): void {
  if (descriptor) Reflect.defineProperty(prototype, key, descriptor);
  else Reflect.deleteProperty(prototype, key);
}
