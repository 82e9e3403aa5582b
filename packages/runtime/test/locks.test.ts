import { AsyncLocalStorage } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PhotonError } from '../src/errors.js';
import type { Photon } from '../src/photon/photon.js';
import { runPhoton } from '../src/photon/run.js';
import { Deferred } from '../src/store/deferred.js';
import { LockTable } from '../src/store/lock.js';
import { ObjectStore } from '../src/store/store.js';

let store: ObjectStore<unknown, number>;
let log: string[];

beforeEach(() => {
  store = new ObjectStore();
  log = [];
});

/** Lets everything that needs no outside event happen. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Enters with `kind` on key `k`, logs `+name` inside, stays until the gate opens, and logs `-name`. */
function visit(
  name: string,
  kind: 'exclusive' | 'shared' = 'exclusive',
): Deferred<void> & { done: Promise<void> } {
  const gate = new Deferred<void>();
  const done = store[kind]('k', async () => {
    log.push(`+${name}`);
    await gate.promise;
    log.push(`-${name}`);
  });
  return Object.assign(gate, { done });
}

/** Starts a photon that stays alive until `finish` is resolved; `run` runs code in it. */
async function openPhoton(id: string, signal?: AbortSignal) {
  const finish = new Deferred<void>();
  const opened = new Deferred<{ photon: Photon; run: <T>(fn: () => T) => T }>();
  const done = runPhoton(
    async (photon) => {
      opened.resolve({ photon, run: AsyncLocalStorage.snapshot() });
      await finish.promise;
    },
    signal === undefined ? { id } : { id, signal },
  );
  const end = () => {
    finish.resolve();
    return done;
  };
  return { ...(await opened.promise), end };
}

const code = (expected: string) => expect.objectContaining({ name: 'PhotonError', code: expected });

describe('exclusive', () => {
  test('returns what the function returns, sync or async', async () => {
    expect(await store.exclusive('k', () => 1)).toBe(1);
    expect(await store.exclusive('k', async () => 2)).toBe(2);
  });

  test('rejects with what the function throws, and releases the lock', async () => {
    const error = new Error('mine');
    const fail = () => {
      throw error;
    };
    await expect(store.exclusive('k', fail)).rejects.toBe(error);
    await expect(store.exclusive('k', async () => fail())).rejects.toBe(error);
    expect(await store.exclusive('k', () => 'free', { timeout: 0 })).toBe('free');
  });

  test('loses none of 1000 concurrent increments', async () => {
    const increment = async () => {
      const before = store.get('count') ?? 0;
      await Promise.resolve();
      store.set('count', before + 1);
    };
    const once = () => store.exclusive('count', increment);
    const visits = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? once() : runPhoton(once)));
    await Promise.all(visits);
    expect(store.get('count')).toBe(1000);
  });

  test('serves in order of arrival', async () => {
    const visits = ['a', 'b', 'c'].map((name) => visit(name));
    for (const { resolve } of visits.reverse()) resolve();
    await Promise.all(visits.map(({ done }) => done));
    expect(log).toEqual(['+a', '-a', '+b', '-b', '+c', '-c']);
  });

  test('does not hold up other keys', async () => {
    const blocked = visit('a');
    expect(await store.exclusive('other', () => 'free')).toBe('free');
    blocked.resolve();
    await blocked.done;
  });

  test('compares keys as a Map does', async () => {
    const nest = (outer: unknown, inner: unknown) =>
      store.exclusive(outer, () => store.exclusive(inner, () => 'different'));
    await expect(nest(Number.NaN, Number.NaN)).rejects.toEqual(code('PHOTON_LOCK_HELD'));
    await expect(nest(0, -0)).rejects.toEqual(code('PHOTON_LOCK_HELD'));
    expect(await nest(1, '1')).toBe('different');
    expect(await nest({}, {})).toBe('different');
  });
});

describe('shared', () => {
  test('readers run together', async () => {
    const visits = [visit('r1', 'shared'), visit('r2', 'shared')];
    await settled();
    expect(log).toEqual(['+r1', '+r2']);
    for (const { resolve } of visits) resolve();
    await Promise.all(visits.map(({ done }) => done));
  });

  test('a writer waits for all readers, and later readers wait for the writer', async () => {
    const r1 = visit('r1', 'shared');
    const r2 = visit('r2', 'shared');
    const w = visit('w');
    const r3 = visit('r3', 'shared');
    const r4 = visit('r4', 'shared');
    r1.resolve();
    await settled();
    expect(log).toEqual(['+r1', '+r2', '-r1']);
    r2.resolve();
    await settled();
    expect(log.splice(0)).toEqual(['+r1', '+r2', '-r1', '-r2', '+w']);
    w.resolve();
    await settled();
    expect(log).toEqual(['-w', '+r3', '+r4']);
    r3.resolve();
    r4.resolve();
    await Promise.all([r3.done, r4.done]);
  });

  test('an unbroken chain of readers does not starve a writer', async () => {
    let written = false;
    let reader = await store.readLock('k');
    const writer = store.exclusive('k', () => {
      written = true;
    });
    for (let i = 0; i < 100 && !written; i++) {
      const next = store.readLock('k');
      reader.release();
      reader = await next;
    }
    expect(written).toBe(true);
    reader.release();
    await writer;
  });

  test('readers behind a writer go ahead when the writer gives up', async () => {
    const controller = new AbortController();
    const r1 = visit('r1', 'shared');
    const writer = store.lock('k', { signal: controller.signal });
    const r2 = visit('r2', 'shared');
    await settled();
    expect(log).toEqual(['+r1']);
    controller.abort();
    await expect(writer).rejects.toHaveProperty('name', 'AbortError');
    await settled();
    expect(log).toEqual(['+r1', '+r2']);
    r1.resolve();
    r2.resolve();
    await Promise.all([r1.done, r2.done]);
  });
});

describe('lock handles', () => {
  test('hold until released', async () => {
    const lock = await store.lock('k');
    const next = visit('next');
    await settled();
    expect([lock.key, lock.mode, lock.held, log]).toEqual(['k', 'exclusive', true, []]);
    lock.release();
    expect(lock.held).toBe(false);
    next.resolve();
    await next.done;
    expect(log).toEqual(['+next', '-next']);
  });

  test('released twice do not release the next holder', async () => {
    const first = await store.lock('k');
    const second = store.lock('k');
    first.release();
    first.release();
    const held = await second;
    first.release();
    expect(held.held).toBe(true);
    await expect(store.lock('k', { timeout: 0 })).rejects.toEqual(code('PHOTON_LOCK_TIMEOUT'));
    held.release();
  });

  test('work with using and await using', async () => {
    {
      using lock = await store.lock('k');
      expect(lock.held).toBe(true);
    }
    {
      await using lock = await store.lock('k', { timeout: 0 });
      expect(lock.held).toBe(true);
    }
    (await store.lock('k', { timeout: 0 })).release();
  });

  test('released twice do not hide that the photon holds a newer one', async () => {
    await runPhoton(async () => {
      const first = await store.lock('k');
      first.release();
      using _second = await store.lock('k');
      first.release();
      await expect(store.lock('k')).rejects.toEqual(code('PHOTON_LOCK_HELD'));
    });
  });

  test('of readers exclude only writers', async () => {
    const reader = await store.readLock('k');
    (await store.readLock('k', { timeout: 0 })).release();
    await expect(store.lock('k', { timeout: 0 })).rejects.toEqual(code('PHOTON_LOCK_TIMEOUT'));
    reader.release();
    (await store.lock('k', { timeout: 0 })).release();
  });
});

describe('a photon that asks again for its lock', () => {
  const methods = ['lock', 'readLock'] as const;

  test.each(methods.flatMap((first) => methods.map((second) => [first, second] as const)))(
    'gets an error: %s, then %s',
    async (first, second) => {
      await runPhoton(
        async () => {
          using _lock = await store[first]('cart');
          await expect(store[second]('cart')).rejects.toEqual(code('PHOTON_LOCK_HELD'));
        },
        { id: 'p1' },
      );
    },
  );

  test('reads who holds what, and what to do', async () => {
    const nested = runPhoton(() => store.exclusive('cart', () => store.shared('cart', () => {})), {
      id: 'p1',
    });
    await expect(nested).rejects.toThrow(
      /^Photon p1 already holds the exclusive lock on "cart".*Release that lock first/,
    );
  });

  test('gets an error while its first request still waits', async () => {
    const other = await store.lock('k');
    await runPhoton(async () => {
      const first = store.lock('k');
      await expect(store.lock('k')).rejects.toThrow(/already waits for/);
      other.release();
      expect((await first).held).toBe(true);
    });
  });

  test('keeps what it holds', async () => {
    await runPhoton(async () => {
      const lock = await store.lock('k');
      await store.lock('k').catch(() => {});
      expect(lock.held).toBe(true);
    });
  });

  test('gets it after releasing it, and may hold other keys meanwhile', async () => {
    await runPhoton(async () => {
      (await store.lock('k')).release();
      await store.exclusive('k', () => store.exclusive('other', () => {}));
      await store.exclusive('k', () => {});
    });
  });

  test('gets an error also in a photon that it started and waits for', async () => {
    const nested = runPhoton(() =>
      store.exclusive('k', () => runPhoton(() => store.exclusive('k', () => {}))),
    );
    await expect(nested).rejects.toEqual(code('PHOTON_LOCK_HELD'));
  });
});

describe('outside photons', () => {
  test.each(['exclusive', 'shared'] as const)('a nested %s is an error', async (kind) => {
    await expect(store.exclusive('k', () => store[kind]('k', () => {}))).rejects.toThrow(
      /^Code outside every photon already holds the exclusive lock on "k"/,
    );
    await expect(store.shared('k', () => store[kind]('k', () => {}))).rejects.toEqual(
      code('PHOTON_LOCK_HELD'),
    );
  });

  test('nesting is noticed through other keys and awaits', async () => {
    const nested = store.exclusive('k', async () => {
      await settled();
      await store.shared('other', () => store.lock('k'));
    });
    await expect(nested).rejects.toEqual(code('PHOTON_LOCK_HELD'));
  });

  test('what a body leaves running may take the lock after it', async () => {
    const start = new Deferred<void>();
    const left: Promise<string>[] = [];
    await store.exclusive('k', () => {
      left.push(start.promise.then(() => store.exclusive('k', () => 'after')));
    });
    start.resolve();
    expect(await Promise.all(left)).toEqual(['after']);
  });

  test('independent flows queue', async () => {
    const first = visit('a');
    const second = visit('b');
    first.resolve();
    second.resolve();
    await Promise.all([first.done, second.done]);
    expect(log).toEqual(['+a', '-a', '+b', '-b']);
  });

  test('stores do not know each other', async () => {
    await store.exclusive('k', () => new ObjectStore().exclusive('k', () => {}));
  });
});

describe('timeout', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('gives up with an error that names the holder, and leaves the queue', async () => {
    vi.useFakeTimers();
    const holder = await openPhoton('holder');
    const lock = await holder.run(() => store.lock('k'));
    const late = store.exclusive('k', () => log.push('late'), { timeout: 50 });
    const patient = store.exclusive('k', () => log.push('patient'), { timeout: 51 });
    vi.advanceTimersByTime(50);
    const error: unknown = await late.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PhotonError);
    expect(error).toMatchObject({
      code: 'PHOTON_LOCK_TIMEOUT',
      message: 'Code outside every photon waited 50 ms for the exclusive lock on "k", held by: Photon holder',
    });
    lock.release();
    await patient;
    expect(log).toEqual(['patient']);
    await holder.end();
  });

  test('leaves no timer behind', async () => {
    vi.useFakeTimers();
    const lock = await store.lock('k', { timeout: 50 });
    expect(vi.getTimerCount()).toBe(0);
    const next = store.lock('k', { timeout: 50 });
    expect(vi.getTimerCount()).toBe(1);
    lock.release();
    expect(vi.getTimerCount()).toBe(0);
    const held = await next;
    vi.advanceTimersByTime(100);
    expect(held.held).toBe(true);
  });

  test('of 0 ms takes the lock only if it is free, and waits for no timer', async () => {
    vi.useFakeTimers();
    const lock = await store.lock('k', { timeout: 0 });
    await expect(store.lock('k', { timeout: 0 })).rejects.toEqual(code('PHOTON_LOCK_TIMEOUT'));
    lock.release();
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])('of %d ms does not overflow', async (timeout) => {
    vi.useFakeTimers();
    const lock = await store.lock('k');
    const next = store.lock('k', { timeout });
    vi.advanceTimersByTime(1000);
    lock.release();
    expect((await next).held).toBe(true);
  });

  test.each([-1, Number.NaN])('of %d is an error', async (timeout) => {
    await expect(store.lock('k', { timeout })).rejects.toThrow(RangeError);
  });
});

describe('signal', () => {
  test('rejects with its reason and leaves the queue', async () => {
    const lock = await store.lock('k');
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const waiting = store.exclusive('k', () => log.push('never'), { signal: controller.signal });
    const next = store.exclusive('k', () => log.push('next'));
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    lock.release();
    await next;
    expect(log).toEqual(['next']);
  });

  test('aborted beforehand rejects although the lock is free', async () => {
    const reason = new Error('before');
    await expect(store.lock('k', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    (await store.lock('k', { timeout: 0 })).release();
  });

  test('neither disturbs a holder nor keeps a listener', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const lock = await store.lock('k', { signal });
    const next = store.lock('k', { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    lock.release();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const held = await next;
    controller.abort();
    expect(held.held).toBe(true);
  });
});

describe('a photon that ends', () => {
  test('passes on what it holds', async () => {
    const photon = await openPhoton('p');
    const lock = await photon.run(() => store.lock('k'));
    const next = store.exclusive('k', () => 'mine');
    await photon.end();
    expect(await next).toBe('mine');
    expect(lock.held).toBe(false);
  });

  test('passes on what it holds when its host aborts it, although its code still runs', async () => {
    const host = new AbortController();
    const photon = await openPhoton('p', host.signal);
    const gate = new Deferred<string>();
    const zombie = photon.run(() => store.exclusive('k', () => gate.promise));
    const next = visit('next');
    await settled();
    expect(log).toEqual([]);
    host.abort(new Error('timeout'));
    await settled();
    expect(log).toEqual(['+next']);
    gate.resolve('late');
    expect(await zombie).toBe('late');
    await expect(store.lock('k', { timeout: 0 })).rejects.toEqual(code('PHOTON_LOCK_TIMEOUT'));
    next.resolve();
    await next.done;
    await photon.end();
  });

  test('no longer waits', async () => {
    const lock = await store.lock('k');
    const host = new AbortController();
    const photon = await openPhoton('p', host.signal);
    const waiting = photon.run(() => store.exclusive('k', () => log.push('never')));
    const next = store.exclusive('k', () => log.push('next'));
    host.abort(new Error('timeout'));
    await expect(waiting).rejects.toEqual(code('PHOTON_ENDED'));
    await expect(waiting).rejects.toThrow('Photon p has ended: it no longer gets the lock on "k"');
    lock.release();
    await next;
    expect(log).toEqual(['next']);
    await photon.end();
  });

  test('does not start a section whose lock it got and lost in one turn', async () => {
    const host = new AbortController();
    const photon = await openPhoton('p', host.signal);
    const refused = photon.run(() => store.exclusive('k', () => log.push('never')));
    host.abort();
    await expect(refused).rejects.toEqual(code('PHOTON_ENDED'));
    expect(log).toEqual([]);
    (await store.lock('k', { timeout: 0 })).release();
    await photon.end();
  });

  test.each([0, 1])('gets no lock afterwards, having had %d before', async (before) => {
    const photon = await openPhoton('p');
    for (let i = 0; i < before; i++) await photon.run(() => store.exclusive('k', () => {}));
    await photon.end();
    await expect(photon.run(() => store.lock('k'))).rejects.toEqual(code('PHOTON_ENDED'));
    (await store.lock('k', { timeout: 0 })).release();
  });

  test('does not end the process by what it left waiting', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    using lock = await store.lock('k');
    const photon = await openPhoton('p');
    photon.run(() => void store.exclusive('k', () => {}));
    await photon.end();
    photon.run(() => void store.readLock('other'));
    await settled();
    await settled();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(lock.held).toBe(true);
  });

  test('holds its locks until disposers registered after them have run', async () => {
    const held = await runPhoton(async (photon) => {
      const lock = await store.lock('k');
      photon.defer(() => log.push(`held: ${lock.held}`));
      return lock;
    });
    expect(log).toEqual(['held: true']);
    expect(held.held).toBe(false);
  });

  test('releases many locks by one disposer', async () => {
    await runPhoton(async (photon) => {
      const defer = vi.spyOn(photon, 'defer');
      for (let i = 0; i < 100; i++) await store.exclusive(i, () => {});
      expect(defer).toHaveBeenCalledTimes(1);
    });
  });
});

describe('LockTable', () => {
  test('forgets keys that nobody holds or waits for', async () => {
    const locks = new LockTable<number>();
    await runPhoton(async () => {
      for (let i = 0; i < 100_000; i++) (await locks.acquire(i, 'exclusive')).release();
    });
    expect(locks.size).toBe(0);
  });

  test('remembers a key until the last has left, whichever way', async () => {
    const locks = new LockTable<string>();
    const controller = new AbortController();
    const photon = await openPhoton('p');
    const holder = await locks.acquire('k', 'exclusive');
    const aborted = locks.acquire('k', 'shared', { signal: controller.signal });
    const ended = photon.run(() => locks.acquire('k', 'exclusive'));
    const tooLate = locks.acquire('k', 'exclusive', { timeout: 0 });
    controller.abort();
    const outcomes = Promise.allSettled([aborted, ended, tooLate]);
    await photon.end();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(locks.size).toBe(1);
    holder.release();
    expect(locks.size).toBe(0);
  });
});
