import { describe, expect, test } from 'vitest';
import { defineModule, importInstance, instanceOf, runPhoton } from '../src/index.js';
import type { CommonJsModule, ModuleCode } from '../src/module/instance.js';

/** CommonJS modules as generated code defines them, and `require` for them. */
function program(files: Record<string, (require: (id: string) => unknown) => ModuleCode>) {
  const loaded = new Map<string, CommonJsModule>();
  /** What a bundler's `require` gives: the same for everybody. */
  const load = (id: string): unknown => {
    const known = loaded.get(id);
    if (known) return known.exports;
    const module: CommonJsModule = { exports: {} };
    loaded.set(id, module);
    const bindings = {
      get module() {
        return module;
      },
    };
    const code = files[id]?.((other) => instanceOf(load(other), other)) as ModuleCode;
    defineModule(id, bindings, { lets: ['module'] }).instance(module, code);
    return module.exports;
  };
  return { load, require: (id: string) => instanceOf(load(id), id) };
}

type Exports = Record<string, unknown>;

describe('an instance', () => {
  test('is made once for each photon, and its exports are that one’s own', async () => {
    let evaluations = 0;
    const { load, require } = program({
      'a.js': () => (exports) => {
        evaluations++;
        (exports as Exports).list = [];
      },
    });
    const list = () => (require('a.js') as { list: number[] }).list;
    load('a.js');
    list().push(0);
    const inPhoton = (n: number) => runPhoton(() => [list().push(n), list()]);
    expect(await Promise.all([inPhoton(1), inPhoton(2)])).toEqual([
      [1, [1]],
      [1, [2]],
    ]);
    expect(list()).toEqual([0]);
    expect(evaluations).toBe(3);
  });

  test('has a `module` of its own, with `this` for its exports', async () => {
    const { require } = program({
      'a.js': () =>
        function (this: unknown, exports, module) {
          const isThis = this === exports && module.exports === exports;
          module.exports = () => isThis;
        },
    });
    const make = require('a.js') as () => boolean;
    await runPhoton(() => {
      const own = require('a.js') as () => boolean;
      expect(own).not.toBe(make);
      expect(own()).toBe(true);
    });
  });

  test('is not mixed up with that of a module which passes the same object on', async () => {
    const { load, require } = program({
      'a.js': () => (exports) => {
        (exports as Exports).seen = ['a'];
      },
      'b.js': (require) => (_, module) => {
        module.exports = require('a.js');
        (module.exports as { seen: string[] }).seen.push('b');
      },
    });
    load('b.js');
    await runPhoton(() => {
      expect(require('b.js')).toEqual({ seen: ['a', 'b'] });
      expect(require('a.js')).toBe(require('b.js'));
      expect(require('a.js')).not.toBe(load('a.js'));
    });
  });

  test('sees in a cycle what it saw at root', async () => {
    const { load, require } = program({
      'a.js': (require) => (exports) => {
        (exports as Exports).early = 1;
        (exports as Exports).seenByB = (require('b.js') as Exports).seen;
        (exports as Exports).late = 2;
      },
      'b.js': (require) => (exports) => {
        (exports as Exports).seen = Object.keys(require('a.js') as object);
      },
    });
    load('a.js');
    const seen = () => [require('b.js'), require('a.js')];
    const atRoot = seen();
    expect(await runPhoton(seen)).toEqual(atRoot);
    expect(atRoot[0]).toEqual({ seen: ['early'] });
  });

  test('that fails for a photon fails at every touch of it', async () => {
    let isBroken = false;
    const { load, require } = program({
      'a.js': () => () => {
        if (isBroken) throw new Error('broken');
      },
    });
    load('a.js');
    isBroken = true;
    await runPhoton(() => {
      expect(() => require('a.js')).toThrow('broken');
      expect(() => require('a.js')).toThrow('broken');
    });
  });

  test('is nothing to values that are no instances’ exports', () => {
    expect(instanceOf(1, 'a.js')).toBe(1);
    const { load } = program({ 'a.js': () => () => {} });
    expect(instanceOf(load('a.js'), 'b.js')).toBe(load('a.js'));
  });
});

describe('what ES modules import of an instance', () => {
  const { load, require } = program({
    'a.js': () => (exports) => {
      (exports as Exports).n = 0;
    },
  });
  const imported = importInstance(load('a.js'), 'a.js');

  test('is live, by name and by default', async () => {
    await runPhoton(() => {
      const exports = require('a.js') as { n: number };
      exports.n = 5;
      expect(imported.named()).toBe(exports);
      expect(imported.byDefault(load('a.js'))).toHaveProperty('default', exports);
      expect(imported.byDefault('a property of that')).toBe(exports);
    });
    expect(imported.named()).toEqual({ n: 0 });
  });

  test('is that of the surrounding activation in a nested closure, unless that is root’s', async () => {
    const atRoot = imported.named();
    await runPhoton(async () => {
      const own = imported.named();
      await runPhoton(() => {
        expect(imported.named(own)).toBe(own);
        expect(imported.named(atRoot)).not.toBe(own);
        expect(imported.named(atRoot)).not.toBe(atRoot);
      });
    });
  });

  test('is a namespace in which everybody reads the own exports', async () => {
    const atRoot = { default: load('a.js'), n: 0 };
    const namespace = imported.namespace(atRoot) as typeof atRoot;
    expect(importInstance(load('a.js'), 'a.js').namespace(atRoot)).toBe(namespace);
    await runPhoton(() => {
      (require('a.js') as { n: number }).n = 7;
      expect({ ...namespace }).toEqual({ default: { n: 7 }, n: 7 });
      expect(String(namespace[Symbol.toStringTag as never])).toBe('Module');
    });
    expect(namespace.n).toBe(0);
  });
});
