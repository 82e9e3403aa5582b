import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROTOCOL, RUNTIME_KEY } from '../src/interface.js';
import type { Runtime } from './support/fresh.js';

const BUILT = pathToFileURL(`${import.meta.dirname}/../dist/index.js`).href;

let copies = 0;
/** Another copy of the built runtime, as each bundle of a process carries one. */
async function copyOfRuntime(): Promise<Runtime> {
  copies += 1;
  return import(/* @vite-ignore */ `${BUILT}?copy=${copies}`) as Promise<Runtime>;
}

const holder = globalThis as { [RUNTIME_KEY]?: { protocol: number; runtime: object } };

beforeEach(() => {
  delete holder[RUNTIME_KEY];
});
afterEach(() => {
  delete holder[RUNTIME_KEY];
});

describe('two runtimes in one process', () => {
  test('agree on the current photon', async () => {
    const [one, two] = [await copyOfRuntime(), await copyOfRuntime()];
    await one.runPhoton((photon) => {
      expect(two.currentPhoton()).toBe(photon);
    });
    await two.photonize(() => {
      expect(one.currentPhoton()).toBe(two.currentPhoton());
      expect(one.currentPhoton()).toBeDefined();
    })();
  });

  test('agree on the store, and on what is photonized', async () => {
    const [one, two] = [await copyOfRuntime(), await copyOfRuntime()];
    expect(two.store).toBe(one.store);
    expect(two.isPhotonized(one.photonize(() => {}))).toBe(true);
  });

  test('keep records of modules of either side for a photon of the other', async () => {
    const [one, two] = [await copyOfRuntime(), await copyOfRuntime()];
    const table = two.defineModule('a.js', {}, { lets: ['n'] });
    const atRoot = table.init('n', () => ({}));
    const objects = [
      await one.runPhoton(() => table.record().n),
      await two.runPhoton(() => table.record().n),
    ];
    expect(objects[0]).toEqual({});
    expect(objects[0]).not.toBe(objects[1]);
    expect(objects).not.toContain(atRoot);
  });

  test('throw errors that both sides can tell by their code', async () => {
    const [one, two] = [await copyOfRuntime(), await copyOfRuntime()];
    const photon = await one.runPhoton((running) => running);
    expect(() => photon.defer(() => {})).toThrow(expect.objectContaining({ code: 'PHOTON_ENDED' }));
    expect(() => two.photonize(undefined as unknown as () => void)).toThrow(
      expect.objectContaining({ code: 'PHOTON_HANDLER' }),
    );
  });

  test('of different interface versions do not: PHOTON_RUNTIME_VERSION', async () => {
    holder[RUNTIME_KEY] = { protocol: PROTOCOL + 1, runtime: {} };
    const error: unknown = await copyOfRuntime().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'PhotonError',
      code: 'PHOTON_RUNTIME_VERSION',
      message: expect.stringContaining(`${PROTOCOL + 1}`),
    });
  });
});
