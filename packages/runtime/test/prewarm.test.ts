import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, test } from 'vitest';
import { currentPhoton, defineModule, prewarm, runPhoton } from '../src/index.js';
import type { ModuleRecord } from '../src/module/record.js';
import { turn } from './support/gate.js';

interface Numbered extends ModuleRecord {
  serial: number;
}

let modules = 0;

/** A module `let serial = next()`, where `next` tells how often the init has run. */
function numbered(next: () => number) {
  let serial = 0;
  const bindings = {
    get serial() {
      return serial;
    },
    set serial(value) {
      serial = value;
    },
  };
  const table = defineModule(`prewarm-${modules++}.js`, bindings, { lets: ['serial'] });
  serial = table.init('serial', next);
  return {
    read: () => (table.record() as Numbered).serial,
    write: (n: number) => ((table.record() as Numbered).serial = n),
  };
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}

afterEach(() => prewarm(0));

describe('prewarm', () => {
  test('runs the init of touched modules before the invocation, once for each photon', async () => {
    const inits: (string | undefined)[] = [];
    const { read, write } = numbered(() => inits.push(currentPhoton()?.id));
    const untouched = numbered(() => inits.push('untouched'));
    prewarm(2);
    inits.length = 0;
    await runPhoton(read);
    expect(inits).toHaveLength(1);
    await turns(6);
    expect(inits).toHaveLength(3);
    const ids = await Promise.all([1, 2].map(() => runPhoton((photon) => [photon.id, write(read() * 10)])));
    expect(inits).toHaveLength(3);
    expect(ids.map(([id]) => id)).toEqual(inits.slice(1));
    expect(ids.map(([, serial]) => serial)).toEqual([20, 30]);
    expect(untouched.read()).toBe(2);
    await turns(6);
    expect(inits).toHaveLength(5);
  });

  test('gives photons the ids of their invocations', async () => {
    const { read } = numbered(() => 1);
    prewarm(1);
    await runPhoton(read);
    await turns(4);
    expect(await runPhoton((photon) => photon.id, { id: 'request-7' })).toBe('request-7');
  });

  test('a module that nobody has touched yet is initialized on its first touch', async () => {
    let inits = 0;
    const first = numbered(() => 1);
    prewarm(1);
    await runPhoton(first.read);
    await turns(4);
    const second = numbered(() => ++inits);
    expect(await runPhoton(() => [first.read(), second.read()])).toEqual([1, 2]);
  });

  test('init finds nothing of the invocation that took the last photon', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const { read } = numbered(() => seen.push(request.getStore()));
    prewarm(1);
    await runPhoton(read);
    await turns(4);
    await request.run('a', () => runPhoton(read));
    await turns(4);
    expect(await request.run('b', () => runPhoton(read))).toBeGreaterThan(2);
    expect(seen.slice(2)).toEqual(seen.slice(2).map(() => undefined));
    expect(seen.length).toBeGreaterThan(2);
  });

  test('what an init throws is the error of the invocation, not of the process', async () => {
    let fails = false;
    const { read } = numbered(() => {
      if (fails) throw new Error('no');
      return 1;
    });
    prewarm(1);
    await runPhoton(read);
    fails = true;
    await turns(4);
    await expect(runPhoton(read)).rejects.toThrow('no');
    await expect(runPhoton(read)).rejects.toThrow('no');
  });

  test('0 ends those that wait, and a wrong number is refused', async () => {
    const { read } = numbered(() => 1);
    prewarm(1);
    let ended = 0;
    const counting = numbered(() => {
      currentPhoton()?.defer(() => ended++);
      return 1;
    });
    await runPhoton(() => [read(), counting.read()]);
    await turns(4);
    const before = ended;
    prewarm(0);
    expect(ended).toBe(before + 1);
    expect(() => prewarm(-1)).toThrow(RangeError);
    expect(() => prewarm(1.5)).toThrow(RangeError);
  });
});
