import { channel } from 'node:diagnostics_channel';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defineModule, type Photon, runPhoton, setOrphanAccess } from '../src/index.js';
import { catchWarnings } from './support/warnings.js';

/** Collects what a channel publishes until the test ends. */
function listen<T>(name: string): T[] {
  const messages: T[] = [];
  const subscriber = (message: unknown) => {
    messages.push(message as T);
  };
  channel(name).subscribe(subscriber);
  onTestFinished(() => {
    channel(name).unsubscribe(subscriber);
  });
  return messages;
}

function counter(id: string) {
  let n = 0;
  const bindings = {
    get n() {
      return n;
    },
    set n(value) {
      n = value;
    },
  };
  const table = defineModule(id, bindings, { lets: ['n'] });
  n = table.init('n', () => 0);
  return table;
}

test('channels tell when photons start, initialize modules, and end', async () => {
  const table = counter('a.js');
  const started = listen<{ photon: Photon }>('photonize:photon:start');
  const inits = listen<{ photon: Photon; modules: string[]; duration: number }>('photonize:photon:init');
  const ended = listen<{ photon: Photon }>('photonize:photon:end');
  const photon = await runPhoton((running) => {
    expect([started.length, inits.length, ended.length]).toEqual([1, 0, 0]);
    table.record();
    table.record();
    expect(inits).toEqual([{ photon: running, modules: ['a.js'], duration: expect.any(Number) }]);
    return running;
  });
  expect(started).toEqual([{ photon }]);
  expect(inits).toHaveLength(1);
  expect(ended).toEqual([{ photon }]);
});

test('a channel tells of accesses by photons that have ended', async () => {
  const table = counter('late.js');
  const late = listen('photonize:access:late');
  let goOn: () => void = () => {};
  let rest: Promise<unknown> | undefined;
  const photon = await runPhoton((running) => {
    table.record().n = 7;
    rest = new Promise<void>((resolve) => {
      goOn = resolve;
    }).then(() => table.record().n);
    return running;
  });
  expect(late).toEqual([]);
  goOn();
  expect(await rest).toBe(7);
  expect(late).toEqual([{ module: 'late.js', photon }]);
});

describe('state that is touched outside every photon', () => {
  test('is root’s, and a channel tells', () => {
    const table = counter('root.js');
    const orphans = listen('photonize:access:orphan');
    expect(table.record()).toBe(table.root);
    expect(orphans).toEqual([{ module: 'root.js', photon: undefined }]);
  });

  test('is no orphan in a photon, nor while modules are evaluated', async () => {
    const orphans = listen('photonize:access:orphan');
    const table = counter('evaluated.js');
    expect(table.step(() => table.record().n)).toBe(0);
    await runPhoton(() => table.record().n);
    expect(orphans).toEqual([]);
  });

  test('is reported once for each module, if wanted', () => {
    setOrphanAccess('warn');
    onTestFinished(() => setOrphanAccess('root'));
    const table = counter('warned.js');
    const warnings = catchWarnings();
    expect(table.record()).toBe(table.root);
    table.record();
    expect(warnings).toEqual([
      expect.stringMatching(/^PHOTON_ORPHAN_ACCESS: State of warned\.js was touched/),
    ]);
  });

  test('is refused, if wanted, and stays so for closures that were made outside', async () => {
    const table = counter('refused.js');
    setOrphanAccess('throw');
    onTestFinished(() => setOrphanAccess('root'));
    expect(() => table.record()).toThrow(expect.objectContaining({ code: 'PHOTON_ORPHAN_REFUSED' }));
    expect(() => table.record(table.root)).toThrow(/refused\.js/);
    expect(await runPhoton(() => table.record().n)).toBe(0);
  });
});
