import { describe, expect, test, vi } from 'vitest';
import { defineModule, runPhoton } from '../src/index.js';
import { gate, turn } from './support/gate.js';
import { moduleWith, recordOf } from './support/modules.js';

describe('the root record', () => {
  test('reads and writes the real variable', () => {
    const { record, variable } = moduleWith('a.js', () => 1);
    expect(record().value).toBe(1);
    record().value = 2;
    expect(variable()).toBe(2);
  });

  test('leaves the temporal dead zone to the language', () => {
    const table = defineModule('a.js', {
      get n() {
        return n;
      },
      set n(value) {
        n = value;
      },
    });
    const read = () => table.record().n;
    const write = () => {
      table.record().n = 1;
    };
    expect(read).toThrow(new ReferenceError("Cannot access 'n' before initialization"));
    expect(write).toThrow(new ReferenceError("Cannot access 'n' before initialization"));
    let n = 1;
    expect(read()).toBe(1);
  });

  test('is what code outside photons gets, before and after photons', async () => {
    const { record, table } = moduleWith('a.js', () => 1);
    expect(record()).toBe(table.root);
    await runPhoton(() => expect(record()).not.toBe(table.root));
    expect(record()).toBe(table.root);
  });
});

describe('the record of a photon', () => {
  test('is its own: no photon sees what another writes, and root sees none of it', async () => {
    const { record, variable } = moduleWith('a.js', () => 0);
    const gates = [gate(), gate(), gate()];
    const answers = gates.map(({ promise }, i) =>
      runPhoton(async () => {
        record().value += i;
        await promise;
        record().value += 10;
        return record().value;
      }),
    );
    for (const { open } of gates.reverse()) {
      open();
      await turn();
    }
    expect(await Promise.all(answers)).toEqual([10, 11, 12]);
    expect(variable()).toBe(0);
  });

  test('is the same at every lookup', async () => {
    const { record } = moduleWith('a.js', () => 0);
    await runPhoton(async () => {
      const first = record();
      await runPhoton(() => expect(record()).not.toBe(first));
      await turn();
      expect(record()).toBe(first);
    });
  });

  test('outlives the end of its photon for code that the photon left running', async () => {
    const { record } = moduleWith('a.js', () => 0);
    const { promise, open } = gate();
    let late: Promise<number> | undefined;
    await runPhoton(() => {
      record().value = 7;
      late = promise.then(() => record().value);
    });
    open();
    expect(await late).toBe(7);
  });

  test('of a photon that first touches the module after its end is fresh', async () => {
    const { record, variable } = moduleWith('a.js', () => 1);
    const { promise, open } = gate();
    let late: Promise<number> | undefined;
    await runPhoton(() => {
      late = promise.then(() => ++record().value);
    });
    open();
    expect(await late).toBe(2);
    expect(variable()).toBe(1);
  });

  test('names no more than the bindings: `toString` and the like are slots like any other', async () => {
    const table = defineModule('a.js', {}, { lets: ['toString'] });
    await runPhoton(() => {
      const record = table.record();
      expect(() => record.toString).toThrow(ReferenceError);
      expect(record.constructor).toBeUndefined();
      expect(record.hasOwnProperty).toBeUndefined();
    });
  });
});

describe('a captured record', () => {
  test('of a photon wins over the context', async () => {
    const { record } = moduleWith('a.js', () => 0);
    let closure = () => 0;
    await runPhoton(() => {
      const $r = record();
      $r.value = 5;
      closure = () => record($r).value;
    });
    expect(closure()).toBe(5);
    expect(await runPhoton(() => closure())).toBe(5);
  });

  test('of root does not: closures made at load time serve all photons', async () => {
    const { record, table } = moduleWith('a.js', () => 0);
    const $r = table.root;
    const closure = () => ++record($r).value;
    expect(await runPhoton(() => [closure(), closure()])).toEqual([1, 2]);
    expect(await runPhoton(() => closure())).toBe(1);
    expect(record().value).toBe(0);
  });

  test('of root means root outside photons', () => {
    const { record, table, variable } = moduleWith('a.js', () => 0);
    record(table.root).value = 3;
    expect(variable()).toBe(3);
  });
});

describe('the shape of a record', () => {
  const f = () => 'f';
  const shape = { lets: ['a', 'b'], Record: recordOf({ v: undefined, f }) };
  const emptyModule = () => defineModule('shape.js', {}, shape);

  test('has a dead zone for each `let`, with the text of the language', async () => {
    const table = emptyModule();
    await runPhoton(() => {
      const record = table.record();
      const error = new ReferenceError("Cannot access 'a' before initialization");
      expect(() => record.a).toThrow(error);
      expect(() => {
        record.a = 1;
      }).toThrow(error);
    });
  });

  test('has `undefined` for each `var`, and the function for each function', async () => {
    const table = emptyModule();
    await runPhoton(() => {
      const record = table.record();
      expect('v' in record).toBe(true);
      expect(record.v).toBeUndefined();
      expect(record.f).toBe(f);
      record.f = undefined;
    });
    await runPhoton(() => expect(table.record().f).toBe(f));
  });

  test('ends the dead zone with the initializer, not before', async () => {
    const seen: unknown[] = [];
    const table = defineModule(
      'a.js',
      {
        get a() {
          return a;
        },
        set a(value) {
          a = value;
        },
        get b() {
          return b;
        },
        set b(value) {
          b = value;
        },
      },
      { lets: ['a', 'b'] },
    );
    const attempt = (slot: string) => {
      try {
        return table.record()[slot];
      } catch (error) {
        return (error as Error).message;
      }
    };
    let a = table.init('a', () => {
      seen.push(attempt('b'));
      return 1;
    });
    let b = table.init('b', ($r) => {
      seen.push(attempt('a'));
      return ($r.a as number) + 1;
    });
    const atRoot = seen.splice(0);
    expect(atRoot).toEqual(["Cannot access 'b' before initialization", 1]);
    expect(await runPhoton(() => table.record().b)).toBe(2);
    expect(seen).toEqual(atRoot);
    expect([a, b]).toEqual([1, 2]);
  });

  test.each(['__proto__', 'größe', 'a-b'])('allows any name for a slot, such as %s', async (name) => {
    const table = defineModule('a.js', {}, { Record: recordOf({ [name]: undefined }) });
    await runPhoton(() => {
      table.record()[name] = 5;
      expect(table.record()[name]).toBe(5);
    });
  });
});

test('the one-entry cache is emptied when its photon ends', async () => {
  const { record, table } = moduleWith('a.js', () => 0);
  const forget = vi.spyOn(table.records, 'forget');
  const photon = await runPhoton((running) => {
    record().value = 1;
    return running;
  });
  expect(forget).toHaveBeenCalledExactlyOnceWith(photon);
});

test('the one-entry cache is left alone by other photons that end', async () => {
  const { record } = moduleWith('a.js', () => 0);
  const { promise, open } = gate();
  const long = runPhoton(async () => {
    record().value = 1;
    await promise;
    return record().value;
  });
  await runPhoton(() => {
    record().value = 2;
  });
  open();
  expect(await long).toBe(1);
});
