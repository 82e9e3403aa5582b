import { describe, expect, test, vi } from 'vitest';
import { runPhoton } from '../src/index.js';
import { moduleWith } from './support/modules.js';
import { catchWarnings } from './support/warnings.js';

const holder = {} as { list: number[] };

describe('code that runs once', () => {
  test('does not run again', async () => {
    const { table, record } = moduleWith<unknown[]>('a.js', () => []);
    const code = vi.fn(() => record().value);
    table.once(code);
    await runPhoton(() => record());
    expect(code).toHaveBeenCalledTimes(1);
  });

  test('has its assignments repeated, in order', async () => {
    const { table, record } = moduleWith('a.js', () => 0);
    const nextId = () => ++record().value;
    expect(table.once(nextId)).toBe(1);
    expect(table.once(nextId)).toBe(2);
    expect(await runPhoton(() => [record().value, nextId()])).toEqual([2, 3]);
  });

  test('may add to objects of several modules', async () => {
    const { table, record } = moduleWith<number[]>('a.js', () => []);
    const other = moduleWith<number[]>('b.js', () => []);
    table.statics.property(
      () => holder,
      'list',
      () => [],
    );
    table.once(() => {
      other.record().value.push(1);
      record().value.push(2);
      holder.list.push(3);
    });
    expect(await runPhoton(() => [other.record().value, record().value, holder.list])).toEqual([
      [1],
      [2],
      [3],
    ]);
  });

  test('has them repeated between the statements around it', async () => {
    const { table, record } = moduleWith('a.js', () => 1);
    table.step(() => {
      record().value *= 10;
    });
    table.once(() => {
      record().value += 5;
    });
    table.step(() => {
      record().value *= 2;
    });
    expect(await runPhoton(() => record().value)).toBe(30);
  });

  const page = { name: 'page' };
  test.each<[string, () => object, (object: never) => unknown, object]>([
    ['an array', () => ['first'], (array: unknown[]) => array.push(page, 2), ['first', page, 2]],
    [
      'a Map',
      () => new Map(),
      (map: Map<string, object>) => map.set('page', page),
      new Map([['page', page]]),
    ],
    ['a Set', () => new Set([1]), (set: Set<unknown>) => set.add(page), new Set<unknown>([1, page])],
    [
      'an object',
      () => ({ a: 1 }),
      (object: Record<string, unknown>) => Object.assign(object, { page }),
      { a: 1, page },
    ],
  ])('has its additions to %s repeated, with the same members', async (_, initial, add, expected) => {
    const warnings = catchWarnings();
    const { table, record, variable } = moduleWith('a.js', initial);
    table.once(() => add(record().value as never));
    expect(variable()).toEqual(expected);
    const value = await runPhoton(() => record().value);
    expect(value).toEqual(expected);
    expect(value).not.toBe(variable());
    expect(JSON.stringify(warnings)).toBe('[]');
  });

  test('keeps the additions of a photon to itself', async () => {
    const { table, record } = moduleWith<string[]>('a.js', () => []);
    table.once(() => record().value.push('const'));
    expect(await runPhoton(() => record().value.push('photon'))).toBe(2);
    expect(await runPhoton(() => record().value)).toEqual(['const']);
  });

  test('reports what it removes or replaces', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith('removing.js', () => ['a', 'b']);
    table.once(() => record().value.shift());
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_MUTATES_STATE: .*`value` of removing\.js/),
    ]);
  });

  test('reports an object that it assigns, since all photons share it', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<object | undefined>('sharing.js', () => undefined);
    table.once(() => {
      record().value = {};
      return 'the constant';
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_SHARES_OBJECT: .*`value` of sharing\.js/),
    ]);
    const objects = [await runPhoton(() => record().value), await runPhoton(() => record().value)];
    expect(objects[0]).toBe(objects[1]);
  });

  test('reports a function with variables of its own that it assigns', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<(() => number) | undefined>('counting.js', () => undefined);
    table.once(() => {
      let count = 0;
      record().value = () => ++count;
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_SHARES_OBJECT: .* a function .*`value` of counting\.js/),
    ]);
    expect(await runPhoton(() => record().value?.())).toBe(1);
    expect(await runPhoton(() => record().value?.())).toBe(2);
  });

  test('reports an object that it has made, if it reads it again', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<object | undefined>('making.js', () => undefined);
    table.once(() => {
      record().value = { made: true };
      record().value = record().value;
      return Object.keys(record().value ?? {});
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_SHARES_OBJECT: .* an object .*`value` of making\.js/),
    ]);
    expect(await runPhoton(() => record().value)).toEqual({ made: true });
  });

  test('reports what it takes out of isolated state and assigns', async () => {
    const warnings = catchWarnings();
    const list = moduleWith<object[]>('list.js', () => [{}]);
    const { table, record } = moduleWith<object | undefined>('taking.js', () => undefined);
    table.once(() => (record().value = list.record().value[0]));
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_SHARES_OBJECT: .* an object .*`value` of taking\.js/),
    ]);
  });

  test('reports what it exchanges', async () => {
    const warnings = catchWarnings();
    const one = moduleWith<object>('one.js', () => ['one']);
    const { table, record } = moduleWith<object>('other.js', () => ['other']);
    table.once(() => {
      [one.record().value, record().value] = [record().value, one.record().value];
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_SHARES_OBJECT: .*`value` of one\.js/),
      expect.stringMatching(/^PHOTON_CONST_SHARES_OBJECT: .*`value` of other\.js/),
    ]);
    expect(await runPhoton(() => [one.record().value, record().value])).toEqual([['other'], ['one']]);
  });

  test('has photons assign what isolated state holds as they find it there', async () => {
    const warnings = catchWarnings();
    const list = moduleWith<object[]>('list.js', () => []);
    const { table, record } = moduleWith<object | undefined>('passing.js', () => undefined);
    table.once(() => (record().value = list.record().value));
    expect(await runPhoton(() => record().value === list.record().value)).toBe(true);
    expect(warnings).toEqual([]);
  });

  test('does not report the constant itself: constants are shared anyway', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<object | undefined>('same.js', () => undefined);
    const constant = table.once(() => (record().value = {}));
    expect(warnings).toEqual([]);
    expect(await runPhoton(() => record().value)).toBe(constant);
  });

  test.each([
    ['globalThis', globalThis],
    ['process.env', process.env],
  ])('may keep %s, which everybody shares', async (_, object) => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<object | undefined>('host.js', () => undefined);
    table.once(() => {
      record().value = object;
      return 'the constant';
    });
    table.once(() => Object.keys(record().value ?? {}).length);
    expect(warnings).toEqual([]);
    expect(await runPhoton(() => record().value)).toBe(object);
  });

  test('repeats or reports what it changes deeper in an object', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith('deep.js', () => ({ byName: {} as Record<string, number> }));
    table.once(() => {
      record().value.byName.a = 1;
    });
    const { byName } = await runPhoton(() => record().value);
    const isRepeated = byName.a === 1;
    const isReported = warnings.some((warning) => warning.startsWith('PHOTON_CONST_MUTATES_STATE'));
    expect({ isRepeated, isReported }).not.toEqual({ isRepeated: false, isReported: false });
  });

  test('repeats or reports what it does to an instance with private members', async () => {
    class Registry {
      readonly #names: string[] = [];
      add(name: string): number {
        return this.#names.push(name);
      }
    }
    const warnings = catchWarnings();
    const { table, record } = moduleWith('private.js', () => new Registry());
    table.once(() => record().value.add('const'));
    const count = await runPhoton(() => record().value.add('photon'));
    const isReported = warnings.some((warning) => warning.startsWith('PHOTON_CONST_MUTATES_STATE'));
    expect({ isRepeated: count === 2, isReported }).not.toEqual({ isRepeated: false, isReported: false });
  });

  test('reports that it calls a function which may have variables of its own', async () => {
    const warnings = catchWarnings();
    let count = 0;
    const { table, record } = moduleWith('closure.js', () => () => ++count);
    table.once(() => record().value());
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_MUTATES_STATE: .*`value` of closure\.js/),
    ]);
  });

  test('repeats properties that it gives to functions or changes, and reports those that it removes', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith('function.js', () => Object.assign(() => 0, { calls: 0 }), {
      plain: ['value'],
    });
    table.once(() => Object.assign(record().value, { title: 'given' }));
    expect(await runPhoton(() => ({ ...record().value }))).toEqual({ calls: 0, title: 'given' });
    expect(warnings).toEqual([]);
    table.once(() => record().value.calls++);
    expect(await runPhoton(() => ({ ...record().value }))).toEqual({ calls: 1, title: 'given' });
    expect(warnings).toEqual([]);
    table.once(() => delete (record().value as { calls?: number }).calls);
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_CONST_MUTATES_STATE: .*`value` of function\.js/),
    ]);
  });

  test('runs getters of state neither for the account nor for the repetition', async () => {
    const getter = vi.fn(() => 1);
    const { table, record } = moduleWith('a.js', () =>
      Object.defineProperty({}, 'lazy', { get: getter, enumerable: true }),
    );
    table.once(() => record().value);
    await runPhoton(() => record());
    expect(getter).not.toHaveBeenCalled();
  });
});

describe('a decorator', () => {
  test('is evaluated and applied once, and what both do to state is repeated', async () => {
    const { table, record } = moduleWith<string[]>('a.js', () => []);
    const evaluate = vi.fn((name: string) => {
      record().value.push(`evaluated ${name}`);
      return (target: object) => {
        record().value.push(`applied ${name}`);
        return target;
      };
    });
    const decorate = table.statics.decorator(() => evaluate('service'));
    const target = {};
    expect(decorate(target)).toBe(target);
    const expected = ['evaluated service', 'applied service'];
    expect(await runPhoton(() => record().value)).toEqual(expected);
    expect(await runPhoton(() => record().value)).toEqual(expected);
    expect(evaluate).toHaveBeenCalledTimes(1);
  });

  test('keeps `this` and all arguments', () => {
    const { table } = moduleWith('a.js', () => 0);
    const decorator = vi.fn(function (this: unknown, ...args: unknown[]) {
      return [this, ...args];
    });
    const decorate = table.statics.decorator(() => decorator);
    const self = {};
    expect(decorate.call(self, 1, 'a')).toEqual([self, 1, 'a']);
  });

  test('that is no function is left to the language to complain about', () => {
    const { table } = moduleWith('a.js', () => 0);
    expect(table.statics.decorator(() => undefined)).toBeUndefined();
  });
});

test('objects that only inherit from a map, and proxies that refuse, are no obstacle', async () => {
  const refusing = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error('not shown');
      },
    },
  );
  const { table, record } = moduleWith('odd.js', () => ({
    heir: Object.create(Map.prototype) as object,
    refusing,
  }));
  expect(table.once(() => Object.keys(record().value))).toEqual(['heir', 'refusing']);
});

test('a function whose prototype inherits from a map can be read', async () => {
  const { table, record } = moduleWith('heir.js', () => class Heir extends Map {});
  expect(table.once(() => record().value.name)).toBe('Heir');
});
