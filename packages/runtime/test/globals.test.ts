import { describe, expect, test } from 'vitest';
import { defineModule, globals, isolateGlobals, runPhoton } from '../src/index.js';
import { catchWarnings } from './support/warnings.js';

isolateGlobals();
const program = globals as Record<PropertyKey, unknown>;
const named = (name: string) =>
  new Function(`return typeof ${name} === 'undefined' ? 'missing' : ${name};`)() as unknown;
const assign = new Function('name', 'value', 'sloppyGlobal = value;') as (
  name: string,
  value: unknown,
) => void;

test('photons create globals of their own, whichever way they name them', async () => {
  const photon = (value: string) =>
    runPhoton(async () => {
      const before = [named('own'), 'own' in program, Object.hasOwn(program, 'own'), named('sloppyGlobal')];
      program.own = value;
      program[Symbol.for('own')] = value;
      assign('sloppyGlobal', value);
      await undefined;
      return [before, named('own'), program.own, program[Symbol.for('own')], program.sloppyGlobal];
    });
  const answers = await Promise.all(['a', 'b'].map(photon));
  const fresh = ['missing', false, false, 'missing'];
  expect(answers).toEqual(['a', 'b'].map((value) => [fresh, value, value, value, value]));
  expect(['own' in globalThis, Symbol.for('own') in globalThis, named('sloppyGlobal')]).toEqual([
    false,
    false,
    'missing',
  ]);
});

test('what the process has stays the process’s, also if it comes later', async () => {
  (globalThis as Record<string, unknown>).ofHost = 1;
  await runPhoton(() => {
    program.ofHost = 2;
  });
  expect(named('ofHost')).toBe(2);
  expect(Object.hasOwn(globalThis, 'ofHost')).toBe(true);
  expect(program.setTimeout).toBe(setTimeout);
});

describe('globals that top-level code has created', () => {
  test('are made again for each photon, and with them what has read them', async () => {
    const table = defineModule('create.js');
    table.step(() => {
      program.registry ??= [];
    });
    defineModule('use.js').step(() => (program.registry as string[]).push('used'));
    const photon = (name: string) =>
      runPhoton(async () => {
        (program.registry as string[]).push(name);
        await undefined;
        return program.registry;
      });
    expect(await Promise.all(['a', 'b'].map(photon))).toEqual([
      ['used', 'a'],
      ['used', 'b'],
    ]);
    expect(program.registry).toEqual(['used']);
  });

  test('are missing where the evaluation found them missing', async () => {
    let first: unknown;
    const early = defineModule('early.js', {
      get first() {
        return first;
      },
      set first(value) {
        first = value;
      },
    });
    early.step(($r) => {
      $r.first = named('lateGlobal');
    });
    defineModule('late.js').step(() => {
      program.lateGlobal = 1;
    });
    expect(await runPhoton(() => [named('lateGlobal'), early.record().first])).toEqual([1, 'missing']);
  });

  test('belong to the photon that loads a module late', async () => {
    const warnings = catchWarnings();
    const answer = await runPhoton(() => {
      defineModule('loaded.js').step(() => {
        program.loadedLate = 'mine';
      });
      return program.loadedLate;
    });
    expect([answer, program.loadedLate]).toEqual(['mine', undefined]);
    expect(await runPhoton(() => program.loadedLate)).toBe('mine');
    expect(warnings[0]).toMatch(/^PHOTON_LATE_MODULE: loaded.js was first loaded by a photon/);
  });
});

describe('what stands in for the global object behaves like it', () => {
  const operations: Record<string, readonly [() => unknown, unknown]> = {
    'it holds itself': [() => [program.globalThis === program, program.global === program], [true, true]],
    'globals are deleted': [
      () => {
        program.gone = 1;
        return [delete program.gone, 'gone' in program, named('gone'), delete program.neverThere];
      },
      [true, false, 'missing', true],
    ],
    'globals are defined': [
      () => {
        Object.defineProperty(program, 'constant', { value: 1 });
        const { value, writable } = Object.getOwnPropertyDescriptor(program, 'constant') ?? {};
        const isListed = Object.keys(program).includes('constant');
        return [program.constant, value, writable, isListed, Reflect.set(program, 'constant', 2)];
      },
      [1, 1, false, false, false],
    ],
    'accessors are called': [
      () => {
        let value = 0;
        const set = (next: number) => {
          value = next * 2;
        };
        Object.defineProperty(program, 'counter', { get: () => value, set });
        program.counter = 2;
        return [program.counter, named('counter')];
      },
      [4, 4],
    ],
    'keys are listed': [
      () => {
        program.listed = 1;
        return [Object.keys(program).includes('listed'), Object.keys(globalThis).includes('listed')];
      },
      [true, false],
    ],
    'reading what is missing throws': [
      () => {
        try {
          return new Function('return missingGlobal;')() as unknown;
        } catch (error) {
          return String(error);
        }
      },
      'ReferenceError: missingGlobal is not defined',
    ],
    'methods are inherited': [
      () => [String(program), Object.getPrototypeOf(program) === null, program instanceof Object],
      ['[object global]', false, true],
    ],
  };

  test.each(Object.entries(operations))('%s', async (_, [operation, expected]) => {
    expect(await runPhoton(operation)).toEqual(expected);
  });
});
