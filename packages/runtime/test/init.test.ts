import { describe, expect, test, vi } from 'vitest';
import { defineModule, runPhoton } from '../src/index.js';
import { gate, turn } from './support/gate.js';
import { moduleWith, recordOf } from './support/modules.js';
import { catchWarnings } from './support/warnings.js';

describe('an initializer', () => {
  test('runs once for root and once for each photon, at its first touch', async () => {
    const initial = vi.fn(() => ({}));
    const { record, variable } = moduleWith('a.js', initial);
    expect(initial).toHaveBeenCalledTimes(1);
    await runPhoton(() => {});
    expect(initial).toHaveBeenCalledTimes(1);
    await runPhoton(async () => {
      expect(initial).toHaveBeenCalledTimes(1);
      const { value } = record();
      await turn();
      expect(record().value).toBe(value);
      expect(value).not.toBe(variable());
    });
    expect(initial).toHaveBeenCalledTimes(2);
    await runPhoton(() => record());
    expect(initial).toHaveBeenCalledTimes(3);
  });

  test('gets the record of root, then that of the photon', async () => {
    const given: unknown[] = [];
    const table = defineModule('a.js', {}, { lets: ['a'] });
    table.init('a', ($r) => given.push($r));
    await runPhoton(() => {
      expect(table.record()).toBe(given[1]);
    });
    expect(given[0]).toBe(table.root);
  });

  test('runs in the order of the source', async () => {
    const log: string[] = [];
    const table = defineModule('a.js', {}, { lets: ['a', 'b', 'c'], Record: recordOf({ d: undefined }) });
    table.init('a', () => log.push('a'));
    table.initAll((_, $new) => Object.assign($new, { b: log.push('b'), c: 'from the pattern' }));
    table.replay(() => log.push('statement'));
    table.init('d', () => log.push('d'));
    log.length = 0;
    const answer = await runPhoton(() => ({ ...table.record() }));
    expect(log).toEqual(['a', 'b', 'statement', 'd']);
    expect(answer).toEqual({ a: 1, b: 2, c: 'from the pattern', d: 4 });
  });

  test('gives its value to the root', () => {
    const table = defineModule('a.js', {
      get b() {
        return 0;
      },
      set b(_value) {},
    });
    expect(table.init('a', () => 1)).toBe(1);
    expect(table.initAll((_, $new) => Object.assign($new, { b: 2 }))).toEqual({ b: 2 });
    expect(table.step(() => 3)).toBe(3);
    expect(table.replay(() => 4)).toBe(4);
    expect(table.once(() => 5)).toBe(5);
  });

  test('that throws while the module is evaluated throws through', () => {
    const table = defineModule('a.js');
    const error = new Error('at load');
    const fail = () => {
      throw error;
    };
    for (const load of [() => table.init('a', fail), () => table.step(fail), () => table.once(fail)]) {
      expect(load).toThrow(error);
    }
  });
});

describe('an initializer that throws', () => {
  /** Throws for the photons that are told to. */
  function moduleThatFails() {
    const error = new Error('no luck');
    let unlucky = false;
    const initial = vi.fn(() => {
      if (unlucky) throw error;
      return 0;
    });
    const module = moduleWith('a.js', initial);
    const failing = <T>(fn: () => T) =>
      runPhoton(() => {
        unlucky = true;
        try {
          expect(() => module.record()).toThrow(error);
        } finally {
          unlucky = false;
        }
        return fn();
      });
    return { ...module, error, initial, failing };
  }

  test('fails every touch of that photon with the same error, and is not tried again', async () => {
    const { record, failing, error, initial } = moduleThatFails();
    await failing(async () => {
      const calls = initial.mock.calls.length;
      expect(() => record()).toThrow(error);
      await turn();
      expect(() => record()).toThrow(error);
      expect(initial).toHaveBeenCalledTimes(calls);
    });
  });

  test('fails no other photon, be it before, at the same time or after', async () => {
    const { record, failing } = moduleThatFails();
    const { promise, open } = gate();
    const before = runPhoton(async () => {
      record().value += 1;
      await promise;
      return ++record().value;
    });
    await failing(() => {});
    open();
    expect(await before).toBe(2);
    expect(await runPhoton(() => ++record().value)).toBe(1);
    expect(record().value).toBe(0);
  });

  test('rejects the invocation with the original error', async () => {
    const error = new Error('no luck');
    let isRoot = true;
    const { record } = moduleWith('a.js', () => {
      if (!isRoot) throw error;
      return 0;
    });
    isRoot = false;
    await expect(runPhoton(() => record().value)).rejects.toBe(error);
  });

  test('keeps the steps after it from running', async () => {
    const table = defineModule('a.js', {}, { lets: ['a', 'b'] });
    let isRoot = true;
    const after = vi.fn();
    table.init('a', () => {
      if (!isRoot) throw new Error('no luck');
    });
    table.init('b', after);
    isRoot = false;
    await expect(runPhoton(() => table.record())).rejects.toThrow('no luck');
    expect(after).toHaveBeenCalledTimes(1);
  });
});

describe('a statement', () => {
  test.each<[string, () => unknown, (value: unknown) => unknown, boolean]>([
    ['reads a primitive', () => 1, () => {}, false],
    ['reads `undefined`', () => undefined, () => {}, false],
    ['reads `null`', () => null, () => {}, false],
    ['reads an object', () => ({}), () => {}, true],
    ['reads an array', () => [], () => {}, true],
    [
      'changes a function',
      () => Object.assign(() => {}, { routes: [] as string[] }),
      (f) => (f as { routes: string[] }).routes.push('/'),
      true,
    ],
  ])('that %s is kept as its effects demand', async (_, initial, use, isKept) => {
    const { table, record } = moduleWith('a.js', initial);
    const code = vi.fn(() => use(record().value));
    table.step(code);
    expect(code).toHaveBeenCalledTimes(1);
    await runPhoton(() => record());
    expect(code).toHaveBeenCalledTimes(isKept ? 2 : 1);
  });

  test('that writes is kept, whatever it writes', async () => {
    const { table, record } = moduleWith('a.js', () => 0);
    table.step(($r) => {
      $r.value = 5;
    });
    expect(await runPhoton(() => record().value)).toBe(5);
  });

  test('that only captures state in a closure is not', async () => {
    const { table, record } = moduleWith('a.js', () => ({ n: 0 }));
    const routes: (() => unknown)[] = [];
    table.step(($r) => {
      routes.push(() => record($r as { value: object }).value);
    });
    await runPhoton(() => record());
    expect(routes).toHaveLength(1);
    expect(await runPhoton(() => routes[0]?.() === record().value)).toBe(true);
  });

  test('that touches state through a function is kept', async () => {
    const { table, record } = moduleWith<number[]>('a.js', () => []);
    const add = (n: number) => record().value.push(n);
    table.step(() => [1, 2, 3].forEach(add));
    expect(await runPhoton(() => record().value)).toEqual([1, 2, 3]);
  });

  test('that calls a function which may have variables of its own is kept', async () => {
    let made = 0;
    const counter = () => {
      made++;
      let count = 0;
      return () => ++count;
    };
    const { table, record } = moduleWith('a.js', counter);
    table.step(() => record().value());
    expect(await runPhoton(() => record().value())).toBe(2);
    expect(made).toBe(2);
  });

  test('that calls a function without variables of its own is not', async () => {
    const routes: string[] = [];
    const { table, record } = moduleWith('a.js', () => (path: string) => routes.push(path), {
      plain: ['value'],
    });
    table.step(() => record().value('/'));
    await runPhoton(() => record());
    expect(routes).toEqual(['/']);
  });

  test('sees the state as it was at that point', async () => {
    const { table, record } = moduleWith('a.js', () => 1);
    const seen: number[] = [];
    table.step(($r) => {
      seen.push(($r as { value: number }).value);
      $r.value = 2;
    });
    table.step(($r) => {
      seen.push(($r as { value: number }).value);
      $r.value = 3;
    });
    await runPhoton(() => {
      expect(record().value).toBe(3);
      record().value = 99;
    });
    await runPhoton(() => expect(record().value).toBe(3));
    expect(seen).toEqual([1, 2, 1, 2, 1, 2]);
  });

  test('with the directive `replay` is kept in any case', async () => {
    const { table, record } = moduleWith('a.js', () => 0);
    const code = vi.fn();
    table.replay(code);
    await runPhoton(() => record());
    expect(code).toHaveBeenCalledTimes(2);
  });
});

describe('modules that touch each other while they are evaluated', () => {
  test('are initialized together, in the order of evaluation, whichever is touched first', async () => {
    const log: string[] = [];
    const load = () => {
      const first = moduleWith('first.js', () => {
        log.push('first');
        return [] as string[];
      });
      const second = moduleWith('second.js', () => {
        log.push('second');
        first.record().value.push('from second');
        return first.record().value.length;
      });
      first.table.step(() => first.record().value.push('own'));
      return { first, second };
    };
    for (const touched of ['first', 'second'] as const) {
      const modules = load();
      log.length = 0;
      const { first, second } = await runPhoton(() => {
        modules[touched].record();
        return { first: modules.first.record().value, second: modules.second.record().value };
      });
      expect(log).toEqual(['first', 'second']);
      expect([first, second]).toEqual([['from second', 'own'], 1]);
    }
  });

  test('are initialized together where one finds that the other has no value yet', async () => {
    const load = () => {
      const first = defineModule(
        'first.js',
        {
          get value() {
            return value;
          },
          set value(next) {
            value = next;
          },
        },
        { lets: ['value'] },
      );
      const second = moduleWith('second.js', () => {
        try {
          return first.record().value;
        } catch (error) {
          return (error as Error).name;
        }
      });
      let value = first.init('value', () => 'first');
      return { first, second };
    };
    const { first, second } = load();
    await runPhoton(() => {
      expect(first.record().value).toBe('first');
      expect(second.record().value).toBe('ReferenceError');
    });
  });

  test('stay apart if they do not', async () => {
    const other = vi.fn(() => 0);
    const { record } = moduleWith('a.js', () => 0);
    moduleWith('b.js', other);
    await runPhoton(() => record());
    expect(other).toHaveBeenCalledTimes(1);
  });

  test('join through a third one', async () => {
    const a = moduleWith<string[]>('a.js', () => []);
    const b = moduleWith<string[]>('b.js', () => []);
    const joint = defineModule('c.js');
    joint.step(() => {
      b.record().value.push(`b after ${a.record().value.push('c')} in a`);
    });
    expect(await runPhoton(() => [a.record().value, b.record().value])).toEqual([['c'], ['b after 1 in a']]);
    expect(await runPhoton(() => [b.record().value, a.record().value])).toEqual([['b after 1 in a'], ['c']]);
  });

  test('count for the inner one where one evaluates the other', async () => {
    const log: string[] = [];
    const outer = defineModule('outer.js', {}, { Record: recordOf({ inner: undefined }) });
    outer.step(() => {
      log.push('statement that loads');
      moduleWith('inner.js', () => log.push('inner'));
    });
    log.length = 0;
    await runPhoton(() => outer.record());
    expect(log).toEqual([]);
  });

  test('fail together', async () => {
    const error = new Error('no luck');
    let isRoot = true;
    const a = moduleWith<unknown[]>('a.js', () => []);
    const b = moduleWith('b.js', () => {
      a.record().value.push(1);
      if (!isRoot) throw error;
      return 0;
    });
    isRoot = false;
    await runPhoton(() => {
      expect(() => a.record()).toThrow(error);
      expect(() => b.record()).toThrow(error);
    });
  });
});

test('a module that a photon loads is evaluated for that photon alone', async () => {
  const initial = vi.fn(() => ({ n: 1 }));
  const late = await runPhoton(() => {
    const { record, variable } = moduleWith('late.js', initial);
    expect(record().value).toBe(variable());
    record().value.n = 2;
    expect(initial).toHaveBeenCalledTimes(1);
    return { record };
  });
  expect(await runPhoton(() => late.record().value)).toEqual({ n: 1 });
  expect(late.record().value).toEqual({ n: 1 });
  expect(late.record().value).toBe(late.record().value);
});

test('closures that a photon makes while it loads a module serve whoever calls them', async () => {
  const { hit, record } = await runPhoton(() => {
    const { table, record } = moduleWith('late-closures.js', () => 0);
    const hit = table.once(($r) => () => ++table.record($r).value);
    expect([hit(), hit()]).toEqual([1, 2]);
    return { hit, record };
  });
  expect(await runPhoton(() => [hit(), hit(), hit()])).toEqual([1, 2, 3]);
  expect(hit()).toBe(1);
  expect(record().value).toBe(1);
});

test('closures made outside photons serve whoever calls them, also where a photon loaded the module', async () => {
  const { table, record } = await runPhoton(() => moduleWith('late-host.js', () => 0));
  const $r = table.record();
  const hit = () => ++(table.record($r) as { value: number }).value;
  expect([hit(), hit()]).toEqual([1, 2]);
  expect(await runPhoton(() => [hit(), hit(), hit()])).toEqual([1, 2, 3]);
  expect(record().value).toBe(2);
});

test('a photon that loads a module sees what that changes in another one', async () => {
  const warnings = catchWarnings();
  const registry = moduleWith<string[]>('registry.js', () => ['core']);
  await runPhoton(() => {
    registry.record().value.push('mine');
    defineModule('plugin.js').step(() => registry.record().value.push('plugin'));
    expect(registry.record().value).toEqual(['core', 'mine', 'plugin']);
  });
  expect(await runPhoton(() => registry.record().value)).toEqual(['core', 'plugin']);
  expect(warnings).toHaveLength(1);
});

test('the same is reported where that photon has loaded the other module, and used it', async () => {
  const warnings = catchWarnings();
  const loadBoth = (isUsed: boolean) =>
    runPhoton(() => {
      const first = moduleWith<number[]>('first.js', () => []);
      if (isUsed) first.record();
      defineModule('second.js').step(() => first.record().value.push(1));
      return first.record().value;
    });
  expect(await loadBoth(false)).toEqual([1]);
  expect(warnings).toEqual([]);
  expect(await loadBoth(true)).toEqual([1]);
  expect(warnings).toEqual([expect.stringMatching(/^PHOTON_LATE_MODULE: second\.js .* first\.js/)]);
});

test('a module that a photon loads and that changes the state of another one is reported', async () => {
  const warnings = catchWarnings();
  const early = moduleWith<number[]>('early.js', () => []);
  await runPhoton(() => {
    early.record();
    defineModule('late-writer.js').step(() => early.record().value.push(1));
  });
  expect(warnings).toEqual([expect.stringMatching(/^PHOTON_LATE_MODULE: late-writer\.js .* early\.js/)]);
  expect(await runPhoton(() => early.record().value)).toEqual([1]);
});

describe('what module evaluation leaves running', () => {
  test('runs for each photon before its handler, if it needs no waiting', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<string[]>('eager.js', () => []);
    table.step(($r) => {
      Promise.resolve('ready').then((text) => table.record($r).value.push(text));
    });
    await turn();
    expect(record().value).toEqual(['ready']);
    const first = await runPhoton(() => record().value);
    expect(first).toEqual(['ready']);
    expect(await runPhoton(() => record().value)).not.toBe(first);
    expect(warnings).toEqual([]);
  });

  test('goes on in the handler, if a handler loads the module', async () => {
    const { table, record } = await runPhoton(() => {
      const loaded = moduleWith<string[]>('lazy.js', () => []);
      loaded.table.step(($r) => {
        Promise.resolve('late').then((text) => loaded.table.record($r).value.push(text));
      });
      return loaded;
    });
    await turn();
    expect(table.loader).toBeDefined();
    const handler = async () => {
      const atOnce = [...record().value];
      await turn();
      return [atOnce, [...record().value]];
    };
    expect(await runPhoton(handler)).toEqual([[], ['late']]);
  });

  test('hands on what it assigns later, and that is reported', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<number>('slow.js', () => 0);
    const assign = (value: number) =>
      turn()
        .then(turn)
        .then(() => {
          table.record().value = value;
        });
    let done: Promise<unknown> | undefined;
    table.step(() => {
      done = assign(1).then(() => assign(2));
    });
    await done;
    expect(await runPhoton(() => record().value)).toBe(2);
    expect(warnings).toEqual([expect.stringMatching(/^PHOTON_LATE_INIT: `value` of slow\.js/)]);
  });

  test('hands on what it adds later, and that is reported', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<string[]>('growing.js', () => []);
    let done: Promise<unknown> | undefined;
    table.step(() => {
      done = turn()
        .then(turn)
        .then(() => table.record().value.push('late'));
    });
    await done;
    await turn();
    expect(await runPhoton(() => record().value)).toEqual(['late']);
    expect(warnings).toEqual([expect.stringMatching(/^PHOTON_LATE_INIT: `value` of growing\.js/)]);
  });

  test('may look at state later', async () => {
    const warnings = catchWarnings();
    const { table } = moduleWith<Date>('looking.js', () => new Date());
    let done: Promise<unknown> | undefined;
    table.step(() => {
      done = turn()
        .then(turn)
        .then(() => table.record().value.getTime());
    });
    await done;
    await turn();
    expect(warnings).toEqual([]);
  });

  test('hands on what a constant that is ready later adds', async () => {
    const warnings = catchWarnings();
    const { table, record } = moduleWith<string[]>('filled.js', () => []);
    await table.once(() => Promise.resolve().then(() => table.record().value.push('full')));
    await turn();
    expect(await runPhoton(() => record().value)).toEqual(['full']);
    expect(warnings).toEqual([]);
  });

  test('hands on what a constant that is ready later assigns', async () => {
    const { table, record } = moduleWith<string>('constant.js', () => 'empty');
    const ready = table.once(($r) =>
      Promise.resolve().then(() => {
        table.record($r).value = 'full';
      }),
    );
    await ready;
    expect(await runPhoton(() => record().value)).toBe('full');
  });
});
