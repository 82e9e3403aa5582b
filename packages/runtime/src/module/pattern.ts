import { slotPlace } from './place.js';
import { type ModuleRecord, setSlot } from './record.js';
import { defineRootPlace } from './root.js';
import type { Step } from './step.js';
import type { ModuleTable } from './table.js';

/**
 * A destructuring declaration as an assignment: `[$new.a, $new.b = f()] = …`. Assigning a property of `target`
 * initializes a slot of the record, at once: what the rest of the pattern calls finds the variable initialized.
 */
export type PatternCode = (record: ModuleRecord, target: object) => unknown;

const INITIALISING: ProxyHandler<ModuleRecord> = {
  set(record, slot, value) {
    setSlot(record, slot, value);
    return true;
  },
};

/** What runs a declaration again for a photon. */
export function initialising(code: PatternCode): Step['run'] {
  return (record) => code(record, initialisingTarget(record));
}

/** What a declaration assigns for a photon. */
export function initialisingTarget(record: ModuleRecord): object {
  return new Proxy(record, INITIALISING);
}

/**
 * The variables of a destructuring declaration at root, while it is evaluated. The language's own variables have no
 * values until it is over, so the root's record holds them meanwhile.
 */
export class RootVariables {
  /** What the declaration assigns. */
  readonly target: object;
  readonly #table: ModuleTable;
  readonly #values: ModuleRecord = {};
  /** The root's properties that read and write the language's own variables. */
  readonly #own: Record<string, PropertyDescriptor> = {};

  constructor(table: ModuleTable) {
    this.#table = table;
    this.target = new Proxy(this.#values, {
      set: (values, slot, value) => {
        if (!Object.hasOwn(values, slot)) this.#hold(slot as string);
        setSlot(values, slot, value);
        return true;
      },
    });
  }

  #hold(slot: string): void {
    const { root } = this.#table;
    const values = this.#values;
    this.#own[slot] = Object.getOwnPropertyDescriptor(root, slot) as PropertyDescriptor;
    const read = () => values[slot];
    const write = (value: unknown) => {
      values[slot] = value;
    };
    defineRootPlace(root, slotPlace(this.#table, slot, true), read, write);
  }

  /** Ends the declaration: the language's own variables take the values that this returns. */
  settle(): object {
    Object.defineProperties(this.#table.root, this.#own);
    return this.#values;
  }
}
