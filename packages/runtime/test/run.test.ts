import { describe, expect, test } from 'vitest';
import { currentPhoton, isPhotonized, PhotonError, photonize, runPhoton } from '../src/index.js';
import { gate, turn } from './support/gate.js';

describe('runPhoton', () => {
  test('gives the photon to the function, and what the function returns to the caller', async () => {
    expect(await runPhoton((photon) => [photon === currentPhoton(), photon.ended])).toEqual([true, false]);
    expect(await runPhoton(async () => 'later')).toBe('later');
    expect(await runPhoton(() => undefined)).toBeUndefined();
  });

  test('rejects with exactly what the function throws, synchronously or later', async () => {
    const error = new TypeError('no');
    const throwing = () => {
      throw error;
    };
    await expect(runPhoton(throwing)).rejects.toBe(error);
    await expect(runPhoton(async () => throwing())).rejects.toBe(error);
    await expect(runPhoton(() => Promise.reject(undefined))).rejects.toBeUndefined();
  });

  test('keeps the photon through timers, promises and callbacks', async () => {
    await runPhoton(async (photon) => {
      await Promise.resolve();
      expect(currentPhoton()).toBe(photon);
      await turn();
      expect(currentPhoton()).toBe(photon);
      const inCallback = await new Promise((resolve) => process.nextTick(() => resolve(currentPhoton())));
      expect(inCallback).toBe(photon);
    });
    expect(currentPhoton()).toBeUndefined();
  });

  test('keeps interleaved photons apart', async () => {
    const gates = [gate(), gate(), gate()];
    const running = gates.map(({ promise }) =>
      runPhoton(async (photon) => {
        await promise;
        return currentPhoton() === photon;
      }),
    );
    for (const { open } of gates.reverse()) {
      open();
      await turn();
    }
    expect(await Promise.all(running)).toEqual([true, true, true]);
  });

  test('nests: the inner photon is another one, and the outer one goes on after it', async () => {
    await runPhoton(async (outer) => {
      const inner = await runPhoton(async (photon) => {
        await turn();
        expect(currentPhoton()).toBe(photon);
        return photon;
      });
      expect(inner).not.toBe(outer);
      expect(inner.ended).toBe(true);
      expect(outer.ended).toBe(false);
      expect(currentPhoton()).toBe(outer);
    });
  });

  test('leaves the other photons alone when one throws', async () => {
    const { promise, open } = gate();
    const patient = runPhoton(async (photon) => {
      await promise;
      return photon.ended;
    });
    await expect(
      runPhoton(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    open();
    expect(await patient).toBe(false);
  });
});

describe('photonize', () => {
  test('passes `this` and all arguments on', async () => {
    const host = {
      base: 10,
      add: photonize(function (this: { base: number }, ...numbers: number[]) {
        return numbers.reduce((sum, number) => sum + number, this.base);
      }),
    };
    expect(await host.add(1, 2, 3, 4)).toBe(20);
  });

  test('keeps name and length', () => {
    function handler(_event: unknown, _context: unknown): void {}
    const wrapped = photonize(handler);
    expect(wrapped.name).toBe('handler');
    expect(wrapped.length).toBe(2);
  });

  test('makes one photon of each call', async () => {
    const handler = photonize(() => currentPhoton()?.id);
    const ids = await Promise.all([handler(), handler(), handler()]);
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
  });

  test('makes a photon of a call inside a photon, too', async () => {
    const inner = photonize(() => currentPhoton()?.id);
    const outer = photonize(async () => [currentPhoton()?.id, await inner(), currentPhoton()?.id]);
    const [before, within, after] = await outer();
    expect(within).not.toBe(before);
    expect(after).toBe(before);
  });

  test('answers with a promise, also where the handler throws at once', async () => {
    const error = new RangeError('out of range');
    const handler = photonize(() => {
      throw error;
    });
    const answer = handler();
    expect(answer).toBeInstanceOf(Promise);
    await expect(answer).rejects.toBe(error);
  });

  test.each([[undefined], [null], [42], [{}], ['handler']])('of %s throws PHOTON_HANDLER', (value) => {
    const wrap = () => photonize(value as unknown as () => void);
    expect(wrap).toThrow(PhotonError);
    expect(wrap).toThrow(expect.objectContaining({ code: 'PHOTON_HANDLER' }));
  });

  test('says what may be wrong when the handler is undefined', () => {
    expect(() => photonize(undefined as unknown as () => void)).toThrow(/exported under that name/);
  });

  test('marks what it returns, and nothing else', () => {
    const handler = () => {};
    expect(isPhotonized(photonize(handler))).toBe(true);
    expect(isPhotonized(handler)).toBe(false);
    expect(isPhotonized(undefined)).toBe(false);
    expect(isPhotonized({ handler: photonize(handler) })).toBe(false);
  });
});
