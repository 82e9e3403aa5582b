import { describe, expect, test, vi } from 'vitest';
import { currentPhoton } from '../src/photon/context.js';
import { runPhoton } from '../src/photon/run.js';
import { Deferred } from '../src/store/deferred.js';
import { ObjectStore, store } from '../src/store/store.js';

describe('the store is a Map', () => {
  test('with all of its behaviour', () => {
    const objects = new ObjectStore<string, number>([
      ['a', 1],
      ['b', 2],
    ]);
    expect(objects).toBeInstanceOf(Map);
    expect([...objects]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(objects.set('c', 3)).toBe(objects);
    expect(objects.delete('a')).toBe(true);
    expect(objects.delete('a')).toBe(false);
    expect(objects.size).toBe(2);
    objects.clear();
    expect(objects.size).toBe(0);
  });

  test('that photons share', async () => {
    const key = Symbol('shared');
    const value = {};
    await runPhoton(() => store.set(key, value));
    expect(await runPhoton(() => store.get(key))).toBe(value);
    store.delete(key);
  });
});

describe('getOrCreate', () => {
  test('returns an entry that exists, be it undefined, without creating', async () => {
    const objects = new ObjectStore<string, unknown>([['nothing', undefined]]);
    const create = vi.fn();
    expect(await objects.getOrCreate('nothing', create)).toBeUndefined();
    expect(create).not.toHaveBeenCalled();
  });

  test('takes a synchronous create, and gives it the key', async () => {
    const objects = new ObjectStore<string, string>();
    expect(await objects.getOrCreate('a', (key) => `made for ${key}`)).toBe('made for a');
    expect(objects.get('a')).toBe('made for a');
  });

  test('creates once for all concurrent photons', async () => {
    const objects = new ObjectStore<string, object>();
    const create = vi.fn(async () => {
      await Promise.resolve();
      return {};
    });
    const photons = Array.from({ length: 100 }, () => runPhoton(() => objects.getOrCreate('pool', create)));
    const values = new Set(await Promise.all(photons));
    expect(create).toHaveBeenCalledTimes(1);
    expect([...values]).toEqual([objects.get('pool')]);
  });

  test('creates different keys independently', async () => {
    const objects = new ObjectStore<string, string>();
    const slow = new Deferred<string>();
    const waiting = objects.getOrCreate('slow', () => slow.promise);
    expect(await objects.getOrCreate('fast', () => 'fast')).toBe('fast');
    slow.resolve('slow');
    expect(await waiting).toBe('slow');
  });

  test('runs create in the photon of the first caller', async () => {
    const objects = new ObjectStore<string, string | undefined>();
    const id = await runPhoton(() => objects.getOrCreate('a', () => currentPhoton()?.id), { id: 'first' });
    expect(id).toBe('first');
  });

  test('a creation that fails does so for all who wait, and is not remembered', async () => {
    const objects = new ObjectStore<string, string>();
    const error = new Error('no');
    const create = vi.fn(() => Promise.reject(error));
    const waiting = [objects.getOrCreate('a', create), objects.getOrCreate('a', create)];
    const failed = { status: 'rejected', reason: error };
    expect(await Promise.allSettled(waiting)).toEqual([failed, failed]);
    expect(create).toHaveBeenCalledTimes(1);
    expect(objects.has('a')).toBe(false);
    expect(await objects.getOrCreate('a', () => 'second')).toBe('second');
  });

  test('rejects where create throws', async () => {
    const objects = new ObjectStore<string, string>();
    const error = new Error('no');
    const failing = objects.getOrCreate('a', () => {
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await objects.getOrCreate('a', () => 'second')).toBe('second');
  });

  test('set() during a creation overtakes it', async () => {
    const objects = new ObjectStore<string, string>();
    const created = new Deferred<string>();
    const waiting = objects.getOrCreate('a', () => created.promise);
    objects.set('a', 'set');
    expect(await waiting).toBe('set');
    created.resolve('created');
    await settled();
    expect(objects.get('a')).toBe('set');
  });

  test('a creation that fails after set() harms nobody', async () => {
    const objects = new ObjectStore<string, string>();
    const created = new Deferred<string>();
    const waiting = objects.getOrCreate('a', () => created.promise);
    objects.set('a', 'set');
    created.reject(new Error('too late'));
    expect(await waiting).toBe('set');
    await settled();
    expect(objects.get('a')).toBe('set');
  });

  test.each(['delete', 'clear'] as const)('%s() detaches a creation', async (method) => {
    const objects = new ObjectStore<string, string>();
    const first = new Deferred<string>();
    const second = new Deferred<string>();
    const detached = objects.getOrCreate('a', () => first.promise);
    objects[method]('a');
    const current = objects.getOrCreate('a', () => second.promise);
    first.resolve('first');
    expect(await detached).toBe('first');
    expect(objects.has('a')).toBe(false);
    second.resolve('second');
    expect(await current).toBe('second');
    expect(objects.get('a')).toBe('second');
  });

  test('a detached creation that fails leaves its successor alone', async () => {
    const objects = new ObjectStore<string, string>();
    const first = new Deferred<string>();
    const second = new Deferred<string>();
    const detached = objects.getOrCreate('a', () => first.promise);
    objects.delete('a');
    const current = objects.getOrCreate('a', () => second.promise);
    first.reject(new Error('no'));
    await expect(detached).rejects.toThrow('no');
    const alsoCurrent = objects.getOrCreate('a', () => 'third');
    second.resolve('second');
    expect(await Promise.all([current, alsoCurrent])).toEqual(['second', 'second']);
  });

  test('create may set its own key', async () => {
    const objects = new ObjectStore<string, string>();
    const value = await objects.getOrCreate('a', () => {
      objects.set('a', 'set');
      return 'returned';
    });
    expect([value, objects.get('a')]).toEqual(['set', 'set']);
  });
});

/** Lets everything that needs no outside event happen. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
