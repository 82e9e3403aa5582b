import { defineModule } from '../../src/index.js';
import type { ModuleShape } from '../../src/module/record.js';

/**
 * A module with one binding, as generated code defines it.
 * @param define that of another runtime, if it is one
 */
export function moduleWith<T>(id: string, initial: () => T, shape: ModuleShape = {}, define = defineModule) {
  const table = define(
    id,
    {
      get value() {
        return value;
      },
      set value(next) {
        value = next;
      },
    },
    { lets: ['value'], ...shape },
  );
  let value = table.init('value', initial);
  return {
    table,
    /** Code of the module's functions: the record of who runs. */
    record: table.record.bind(table) as (captured?: object) => { value: T },
    /** What the module's own variable holds, which is the root's value. */
    variable: () => value,
  };
}

/** The constructor of records that generated code has for `var`s and functions, with their first values. */
export function recordOf(values: object): new () => object {
  return function (this: object) {
    for (const [slot, value] of Object.entries(values))
      Object.defineProperty(this, slot, { value, writable: true, enumerable: true, configurable: true });
  } as unknown as new () => object;
}
