import { describe, expect, test, vi } from 'vitest';
import { freshRuntime } from './support/fresh.js';
import { gate, turn } from './support/gate.js';
import { moduleWith, recordOf } from './support/modules.js';

describe('a module that awaits while it is initialized', () => {
  test('is initialized before the handler starts', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const table = defineModule('a.js', {}, { lets: ['config'] });
    const initial = vi.fn(async () => {
      await turn();
      return { n: 1 };
    });
    const root = table.settled(await table.initAsync('config', initial));
    const handler = vi.fn(() => table.record().config);
    const running = runPhoton(handler);
    expect(handler).not.toHaveBeenCalled();
    const config = await running;
    expect(config).toEqual({ n: 1 });
    expect(config).not.toBe(root);
    expect(initial).toHaveBeenCalledTimes(2);
  });

  test('has all its steps run in the order of the source, those that do not await as well', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const table = defineModule(
      'a.js',
      {},
      { lets: ['a', 'b', 'c', 'd'], Record: recordOf({ e: undefined }) },
    );
    const log: string[] = [];
    table.init('a', () => log.push('a'));
    table.settled(await table.initAsync('b', () => turn().then(() => log.push('b'))));
    table.settled(
      await table.initAllAsync(async (_, $new) => {
        await turn();
        Object.assign($new, { c: log.push('c'), d: 'd' });
      }),
    );
    table.settled(await table.replayAsync(() => turn().then(() => log.push('statement'))));
    table.init('e', () => log.push('e'));
    log.length = 0;
    const record = await runPhoton(() => ({ ...table.record() }));
    expect(log).toEqual(['a', 'b', 'c', 'statement', 'e']);
    expect(record).toEqual({ a: 1, b: 2, c: 3, d: 'd', e: 5 });
  });

  test('initializes photons independently of each other', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const table = defineModule('a.js', {}, { lets: ['a'] });
    const gates = [gate(), gate()];
    const waiting: Promise<void>[] = [Promise.resolve(), ...gates.map(({ promise }) => promise)];
    table.settled(
      await table.initAsync('a', async () => {
        await waiting.shift();
        return 1;
      }),
    );
    const order: string[] = [];
    const first = runPhoton(() => order.push('first'));
    const second = runPhoton(() => order.push('second'));
    gates[1]?.open();
    await second;
    gates[0]?.open();
    await first;
    expect(order).toEqual(['second', 'first']);
  });

  test('that fails rejects the invocation with the original error, and the handler does not start', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const table = defineModule('a.js', {}, { lets: ['a'] });
    const error = new Error('no luck');
    let failures = 0;
    table.settled(
      await table.initAsync('a', async () => {
        await turn();
        if (failures-- > 0) throw error;
        return 1;
      }),
    );
    failures = 1;
    const handler = vi.fn();
    await expect(runPhoton(handler)).rejects.toBe(error);
    expect(handler).not.toHaveBeenCalled();
    expect(await runPhoton(() => table.record().a)).toBe(1);
  });

  test('runs its init in the photon', async () => {
    const { currentPhoton, defineModule, runPhoton } = await freshRuntime();
    const table = defineModule('a.js', {}, { lets: ['a'] });
    table.settled(
      await table.initAsync('a', async () => {
        await turn();
        return currentPhoton();
      }),
    );
    await runPhoton((photon) => expect(table.record().a).toBe(photon));
  });

  test('is initialized in evaluation order with those that do not await and touch it', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const a = defineModule('a.js', {}, { lets: ['list'] });
    const b = moduleWith('b.js', () => ['b'], {}, defineModule);
    a.settled(
      await a.initAsync('list', async () => {
        await turn();
        b.record().value.push('a');
        return [];
      }),
    );
    expect(b.variable()).toEqual(['b', 'a']);
    expect(await runPhoton(() => b.record().value)).toEqual(['b', 'a']);
  });

  test('and touched no state is not run again', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const table = defineModule('a.js');
    const code = vi.fn(turn);
    table.settled(await table.stepAsync(code));
    await runPhoton(() => table.record());
    expect(code).toHaveBeenCalledTimes(1);
  });

  test('notes what it touches after it has awaited', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const { table, record, variable } = moduleWith('a.js', () => 0, {}, defineModule);
    table.settled(
      await table.stepAsync(async () => {
        await turn();
        record().value += 5;
      }),
    );
    expect(variable()).toBe(5);
    expect(await runPhoton(() => record().value)).toBe(5);
  });

  test('runs consts once, and repeats their effects', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const { table, record, variable } = moduleWith('a.js', () => 0, {}, defineModule);
    const code = vi.fn(async () => {
      await turn();
      record().value = 5;
      return 'constant';
    });
    expect(table.settled(await table.onceAsync(code))).toBe('constant');
    expect(variable()).toBe(5);
    expect(await runPhoton(() => record().value)).toBe(5);
    expect(code).toHaveBeenCalledTimes(1);
  });
});

describe('loaded by a photon', () => {
  test('it is ready when it has been loaded', async () => {
    const { defineModule, runPhoton } = await freshRuntime();
    const answer = await runPhoton(async () => {
      let a: unknown;
      const bindings = {
        get a() {
          return a;
        },
        set a(value) {
          a = value;
        },
      };
      const table = defineModule('late.js', bindings, { lets: ['a'] });
      a = table.settled(await table.initAsync('a', () => turn().then(() => ({ n: 1 }))));
      return table.record().a;
    });
    expect(answer).toEqual({ n: 1 });
  });

  test('it cannot be initialized for a photon that started before: PHOTON_ASYNC_INIT', async () => {
    const { defineModule, PhotonError, runPhoton } = await freshRuntime();
    const table = defineModule('late.js', {}, { lets: ['a'] });
    const { promise, open } = gate();
    const early = runPhoton(async () => {
      await promise;
      return table.record().a;
    });
    await runPhoton(async () => table.settled(await table.initAsync('a', () => turn().then(() => 1))));
    open();
    const error = await early.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PhotonError);
    expect(error).toMatchObject({ code: 'PHOTON_ASYNC_INIT', message: expect.stringContaining('late.js') });
    expect(await runPhoton(() => table.record().a)).toBe(1);
  });
});

test('handlers start at once where no module awaits', async () => {
  const { defineModule, runPhoton } = await freshRuntime();
  defineModule('a.js', {}, { lets: ['a'] }).init('a', () => 1);
  const handler = vi.fn();
  const running = runPhoton(handler);
  expect(handler).toHaveBeenCalledTimes(1);
  await running;
});
