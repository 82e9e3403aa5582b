import { describe, expect, test, vi } from 'vitest';
import { currentPhoton, type Photon, PhotonError, runPhoton } from '../src/index.js';
import { gate, turn } from './support/gate.js';
import { catchWarnings } from './support/warnings.js';

describe('id', () => {
  test('is fit for a file name', async () => {
    const id = await runPhoton((photon) => photon.id);
    expect(id).toMatch(/^[\w-]{1,100}$/);
  });

  test('is unique, and the same at every read', async () => {
    const ids = await Promise.all(
      Array.from({ length: 1000 }, () => runPhoton(async (photon) => [photon.id, photon.id] as const)),
    );
    for (const [first, second] of ids) expect(second).toBe(first);
    expect(new Set(ids.map(([id]) => id)).size).toBe(1000);
  });

  test('can be chosen by the host', async () => {
    expect(await runPhoton((photon) => photon.id, { id: 'request-7' })).toBe('request-7');
  });
});

describe('signal', () => {
  test('aborts when the photon ends, with a reason that says so', async () => {
    const signal = await runPhoton((photon) => {
      expect(photon.signal.aborted).toBe(false);
      expect(photon.signal).toBe(photon.signal);
      return photon.signal;
    });
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBeInstanceOf(PhotonError);
    expect(signal.reason).toMatchObject({ code: 'PHOTON_ENDED' });
  });

  test('is aborted also when it is first read after the end', async () => {
    const photon = await runPhoton((running) => running);
    expect(photon.ended).toBe(true);
    expect(photon.signal.aborted).toBe(true);
    expect(photon.signal.reason).toMatchObject({ code: 'PHOTON_ENDED' });
  });

  test('aborts when the handler throws', async () => {
    let signal: AbortSignal | undefined;
    const failing = runPhoton((photon) => {
      signal = photon.signal;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(signal?.aborted).toBe(true);
  });

  test('aborts with the reason of the host that gives the photon up', async () => {
    const host = new AbortController();
    const reason = new Error('client went away');
    const { promise, open } = gate<Photon>();
    const running = runPhoton(
      async (photon) => {
        open(photon);
        await new Promise((_, reject) =>
          photon.signal.addEventListener('abort', () => reject(photon.signal.reason)),
        );
      },
      { signal: host.signal },
    );
    const photon = await promise;
    expect(photon.signal.aborted).toBe(false);
    host.abort(reason);
    expect(photon.signal.reason).toBe(reason);
    expect(photon.ended).toBe(true);
    await expect(running).rejects.toBe(reason);
  });

  test('of a photon given up before its signal is read holds the reason, too', async () => {
    const host = new AbortController();
    const reason = new Error('client went away');
    const photon = await runPhoton(
      (running) => {
        host.abort(reason);
        return running;
      },
      { signal: host.signal },
    );
    expect(photon.signal.reason).toBe(reason);
  });

  test('that the host aborted before keeps the function from running', async () => {
    const reason = new Error('too late');
    const fn = vi.fn();
    await expect(runPhoton(fn, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fn).not.toHaveBeenCalled();
  });

  test('of the host is let go when the photon ends', async () => {
    const host = new AbortController();
    const remove = vi.spyOn(host.signal, 'removeEventListener');
    const photon = await runPhoton((running) => running, { signal: host.signal });
    expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
    host.abort(new Error('too late'));
    expect(photon.signal.reason).toMatchObject({ code: 'PHOTON_ENDED' });
  });
});

describe('waitUntil', () => {
  test('keeps the photon alive after its answer', async () => {
    const { promise, open } = gate();
    const photon = await runPhoton((running) => {
      running.waitUntil(promise);
      return running;
    });
    await turn();
    expect(photon.ended).toBe(false);
    open();
    await vi.waitFor(() => expect(photon.ended).toBe(true));
  });

  test('waits for what is added meanwhile', async () => {
    const first = gate();
    const second = gate();
    const photon = await runPhoton((running) => {
      running.waitUntil(first.promise.then(() => running.waitUntil(second.promise)));
      return running;
    });
    first.open();
    await turn();
    expect(photon.ended).toBe(false);
    second.open();
    await vi.waitFor(() => expect(photon.ended).toBe(true));
  });

  test('takes any thenable', async () => {
    const { promise, open } = gate();
    // biome-ignore lint/suspicious/noThenProperty: a thenable is the point
    const thenable = { then: promise.then.bind(promise) } as PromiseLike<void>;
    const photon = await runPhoton((running) => {
      running.waitUntil(thenable);
      return running;
    });
    await turn();
    expect(photon.ended).toBe(false);
    open();
    await vi.waitFor(() => expect(photon.ended).toBe(true));
  });

  test('keeps it alive after a rejection as well', async () => {
    const { promise, open } = gate();
    let photon: Photon | undefined;
    const failing = runPhoton((running) => {
      photon = running;
      running.waitUntil(promise);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(photon?.ended).toBe(false);
    open();
    await vi.waitFor(() => expect(photon?.ended).toBe(true));
  });

  test('reports a late rejection as a warning and nothing else', async () => {
    const warnings = catchWarnings();
    const { promise, fail } = gate();
    const photon = await runPhoton((running) => {
      running.waitUntil(promise);
      return running;
    });
    fail(new Error('upload failed'));
    await vi.waitFor(() => expect(photon.ended).toBe(true));
    expect(warnings).toEqual([expect.stringMatching(/^PHOTON_LATE_ERROR: .*upload failed/s)]);
    expect(warnings[0]).toContain(photon.id);
  });

  test('does not hold up a host that gives the photon up', async () => {
    const host = new AbortController();
    const photon = await runPhoton(
      (running) => {
        running.waitUntil(new Promise(() => {}));
        return running;
      },
      { signal: host.signal },
    );
    expect(photon.ended).toBe(false);
    host.abort();
    expect(photon.ended).toBe(true);
  });
});

describe('defer', () => {
  test('runs disposers in reverse order, after the answer and what it waits for', async () => {
    const log: string[] = [];
    const { promise, open } = gate();
    const photon = await runPhoton((running) => {
      running.defer(() => log.push('first'));
      running.defer(() => log.push('second'));
      running.defer(() => log.push('third'));
      running.waitUntil(promise.then(() => log.push('waited')));
      log.push('answer');
      return running;
    });
    expect(log).toEqual(['answer']);
    open();
    await vi.waitFor(() => expect(photon.ended).toBe(true));
    expect(log).toEqual(['answer', 'waited', 'third', 'second', 'first']);
  });

  test('runs them once', async () => {
    const host = new AbortController();
    const dispose = vi.fn();
    await runPhoton(
      (photon) => {
        photon.defer(dispose);
        host.abort();
      },
      { signal: host.signal },
    );
    expect(dispose).toHaveBeenCalledTimes(1);
  });

  test('goes on after a disposer that throws or rejects, and reports it', async () => {
    const warnings = catchWarnings();
    const last = vi.fn();
    const answer = await runPhoton((photon) => {
      photon.defer(last);
      photon.defer(() => {
        throw new Error('broken disposer');
      });
      photon.defer(() => Promise.reject(new Error('broken later')));
      return 'fine';
    });
    await turn();
    expect(answer).toBe('fine');
    expect(last).toHaveBeenCalledTimes(1);
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_LATE_ERROR: .*broken disposer/s),
      expect.stringMatching(/^PHOTON_LATE_ERROR: .*broken later/s),
    ]);
  });

  test('has the signal aborted before the disposers run', async () => {
    const seen = await runPhoton((photon) => {
      const aborted: boolean[] = [];
      photon.defer(() => aborted.push(photon.signal.aborted));
      return aborted;
    });
    expect(seen).toEqual([true]);
  });

  test('runs disposers as code of their photon', async () => {
    let seen: unknown = 'nothing';
    const photon = await runPhoton((running) => {
      running.defer(() => {
        seen = currentPhoton();
      });
      return running;
    });
    expect(seen).toBe(photon);
  });

  test('runs disposers as code of their photon when the host gives it up', async () => {
    const host = new AbortController();
    let seen: unknown = 'nothing';
    const { promise, open } = gate<Photon>();
    const running = runPhoton(
      (photon) => {
        photon.defer(() => {
          seen = currentPhoton();
        });
        open(photon);
        return new Promise<void>((resolve) => photon.signal.addEventListener('abort', () => resolve()));
      },
      { signal: host.signal },
    );
    const photon = await promise;
    host.abort();
    await running;
    expect(seen).toBe(photon);
  });

  test('runs abort listeners as code of their photon', async () => {
    let seen: unknown = 'nothing';
    const photon = await runPhoton((running) => {
      running.signal.addEventListener('abort', () => {
        seen = currentPhoton();
      });
      return running;
    });
    expect(seen).toBe(photon);
  });
});

describe('after its end', () => {
  test.each(['waitUntil', 'defer'] as const)('%s throws PHOTON_ENDED', async (method) => {
    const photon = await runPhoton((running) => running, { id: `ended-${method}` });
    const late = () => (method === 'defer' ? photon.defer(() => {}) : photon.waitUntil(Promise.resolve()));
    expect(late).toThrow(PhotonError);
    expect(late).toThrow(
      expect.objectContaining({ code: 'PHOTON_ENDED', message: expect.stringContaining(method) }),
    );
    expect(late).toThrow(`ended-${method}`);
  });
});
