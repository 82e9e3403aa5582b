import { describe, expect, test, vi } from 'vitest';
import { defineModule, runPhoton } from '../src/index.js';
import { turn } from './support/gate.js';
import { moduleWith } from './support/modules.js';
import { catchWarnings } from './support/warnings.js';

/** `class A { static count = 0; static list = []; }`, as generated code defines it. */
function classes() {
  const table = defineModule('a.js');
  class A {
    declare static count: number;
    declare static list: number[];
    static {
      table.statics.field(A, 'count', () => 0);
      table.statics.field(A, 'list', () => []);
    }
    static hit(): number {
      return ++this.count;
    }
  }
  class B extends A {}
  return { table, A, B };
}

test('photons repeat a step in which a static field could not be initialized', async () => {
  const { table, record, variable } = moduleWith('a.js', () => 0);
  table.step(($r) => {
    try {
      table.statics.field(
        class {},
        'failed',
        () => {
          ($r.value as number) += 1;
          throw new Error('failed');
        },
        $r,
      );
    } catch {}
  });
  expect(variable()).toBe(1);
  expect(await runPhoton(() => record().value)).toBe(1);
});

describe('a static field', () => {
  test('is the photon’s own', async () => {
    const { A } = classes();
    const hits = () =>
      runPhoton(async () => {
        A.hit();
        await turn();
        return [A.hit(), A.list.push(1)];
      });
    expect(await Promise.all([hits(), hits(), hits()])).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
    expect([A.count, A.list]).toEqual([0, []]);
  });

  test('looks like a property of the class', () => {
    const { A } = classes();
    expect(Object.keys(A)).toEqual(['count', 'list']);
    expect('count' in A).toBe(true);
    const instance = new A();
    expect((instance.constructor as typeof A).count).toBe(0);
  });

  test('is read through subclasses', async () => {
    const { A, B } = classes();
    await runPhoton(() => {
      A.count = 5;
      expect(B.count).toBe(5);
    });
    expect(B.count).toBe(0);
  });

  test('gets a property of its own in a subclass that is written', async () => {
    const { A, B } = classes();
    await runPhoton(() => {
      B.count = 7;
      expect([A.count, B.count]).toEqual([0, 7]);
      A.count = 1;
      expect([A.count, B.count]).toEqual([1, 7]);
      expect(B.hit()).toBe(8);
      expect(A.hit()).toBe(2);
    });
  });

  test('shadowed in one photon is not in another', async () => {
    const { A, B } = classes();
    await runPhoton(() => {
      B.count = 7;
    });
    await runPhoton(() => {
      A.count = 3;
      expect(B.count).toBe(3);
      B.count = 4;
      expect([A.count, B.count]).toEqual([3, 4]);
    });
    expect([A.count, B.count]).toEqual([0, 0]);
  });

  test('shadowed while modules are evaluated is shadowed for every photon', async () => {
    const { table, A, B } = classes();
    table.step(() => {
      B.count = 5;
    });
    expect([A.count, B.count]).toEqual([0, 5]);
    expect(await runPhoton(() => [A.count, B.count])).toEqual([0, 5]);
  });

  test('takes part in what statements touch', async () => {
    const { table, A } = classes();
    table.step(() => {
      A.count = 5;
    });
    table.step(() => {
      A.list.push(1);
    });
    expect(await runPhoton(() => [A.count, A.list])).toEqual([5, [1]]);
  });

  test('of two classes with one name stays apart', async () => {
    const table = defineModule('a.js');
    const [one, two] = [{}, {}] as { n: number }[];
    table.statics.field(one as object, 'n', () => 1);
    table.statics.field(two as object, 'n', () => 2);
    expect(await runPhoton(() => [one?.n, two?.n])).toEqual([1, 2]);
  });

  test('may have a symbol for a key', async () => {
    const table = defineModule('a.js');
    const key = Symbol('key');
    const target: Record<symbol, unknown> = {};
    table.statics.field(target, key, () => ({}));
    const objects = [target[key], await runPhoton(() => target[key])];
    expect(objects[0]).toEqual({});
    expect(objects[0]).not.toBe(objects[1]);
  });
});

describe('what evaluation does to a field', () => {
  test('freezing the class makes its fields constants for photons, too', async () => {
    const { A } = classes();
    Object.freeze(A);
    const assign = () => {
      A.count = 1;
    };
    expect(assign).toThrow(TypeError);
    await runPhoton(() => {
      expect(assign).toThrow(TypeError);
      expect(A.count).toBe(0);
      A.list.push(1);
    });
    expect(A.list).toEqual([]);
  });

  test('steps that precede the freezing may assign', async () => {
    const { table, A } = classes();
    table.step(() => {
      A.count = 5;
    });
    table.step(() => Object.freeze(A));
    expect(await runPhoton(() => A.count)).toBe(5);
  });

  test('a deleted field is inherited, by photons as well', async () => {
    const { table, B } = classes();
    table.statics.field(B, 'count', () => 9);
    expect(Reflect.deleteProperty(B, 'count')).toBe(true);
    expect([B.count, await runPhoton(() => B.count)]).toEqual([0, 0]);
  });

  test('an accessor in its place is what photons find', async () => {
    const { table, A } = classes();
    const seen: unknown[] = [];
    Object.defineProperty(A, 'count', { get: () => seen.length, set: (value) => seen.push(value) });
    const view = () => (table.record() as { A?: { count: number } }).A;
    await runPhoton(() => {
      A.count = 7;
      expect(A.count).toBe(1);
      expect(view()).toBeUndefined();
    });
  });

  test('a property in its place is shared, with a warning', async () => {
    const warnings = catchWarnings();
    const { table, A } = classes();
    Object.defineProperty(A, 'list', { value: [1], writable: true });
    await runPhoton(() => {
      table.record();
      expect(A.list).toEqual([1]);
    });
    expect(warnings).toEqual([expect.stringContaining('PHOTON_STATIC_REPLACED')]);
  });
});

describe('once photons have come, a field', () => {
  test('cannot be replaced or deleted for all of them', async () => {
    const { A } = classes();
    await runPhoton(() => A.hit());
    expect(() => Object.defineProperty(A, 'count', { value: 1 })).toThrow(TypeError);
    expect(Reflect.deleteProperty(A, 'count')).toBe(false);
  });

  test('is deleted for one of them, with a warning', async () => {
    const warnings = catchWarnings();
    const { table, A, B } = classes();
    table.statics.field(B, 'count', () => 9);
    const remove = () =>
      runPhoton(() => {
        table.statics.delete(B, 'count');
        const inherited = B.count;
        A.count++;
        const changed = B.count;
        B.count = 4;
        return [inherited, changed, B.count, A.count];
      });
    expect(await Promise.all([remove(), runPhoton(() => B.count)])).toEqual([[0, 1, 4, 1], 9]);
    expect(B.count).toBe(9);
    expect(warnings).toEqual([expect.stringContaining('PHOTON_STATIC_DELETED')]);
  });
});

describe('an assignment through another receiver', () => {
  test('sets the field of its own that the receiver has', async () => {
    const { table, A, B } = classes();
    table.statics.field(B, 'count', () => 9);
    await runPhoton(() => {
      Reflect.set(A, 'count', 3, B);
      expect([A.count, B.count]).toEqual([0, 3]);
    });
    expect(B.count).toBe(9);
  });

  test('sets the plain property that the receiver has', async () => {
    const { A } = classes();
    const receiver = { count: 1 };
    await runPhoton(() => Reflect.set(A, 'count', 3, receiver));
    expect(Object.getOwnPropertyDescriptor(receiver, 'count')).toMatchObject({ value: 3, enumerable: true });
  });

  test.each([
    ['a frozen object', Object.freeze({ count: 1 })],
    ['an object that takes no properties', Object.preventExtensions({})],
    ['a primitive', 1],
  ])('fails for %s', (_, receiver) => {
    const { A } = classes();
    expect(() => Reflect.set(A, 'count', 3, receiver)).toThrow(TypeError);
  });
});

test('a class that a step makes again for each photon initializes its statics then', async () => {
  const table = defineModule('a.js', {}, { lets: ['A'] });
  const initial = vi.fn(() => 0);
  table.init('A', ($r) => {
    class A {
      declare static count: number;
      static {
        table.statics.field(A, 'count', initial, $r);
      }
    }
    return A;
  });
  const A = () => table.record().A as { count: number };
  const counts = await runPhoton(() => [++A().count, ++A().count]);
  expect(counts).toEqual([1, 2]);
  expect(await runPhoton(() => ++A().count)).toBe(1);
});

test('a static of such a class is a property, and what code does to it once is repeated', async () => {
  const warnings = catchWarnings();
  const bindings = {
    get A() {
      return A;
    },
    set A(made) {
      A = made;
    },
  };
  const table = defineModule('a.js', bindings, { lets: ['A'], plain: ['A'] });
  let A = table.init('A', ($r) => {
    class A {
      declare static count: number;
      static {
        table.statics.field(A, 'count', () => 1, $r);
      }
    }
    return A;
  });
  table.once(($r) => ($r.A as typeof A).count--);
  expect(A.count).toBe(0);
  expect(await runPhoton(() => (table.record().A as typeof A).count)).toBe(0);
  expect(warnings).toEqual([]);
});

test('a private field is a slot without a variable', async () => {
  const table = defineModule('a.js', {}, { privates: ['A.#seq'] });
  expect(() => table.root['A.#seq']).toThrow(TypeError);
  table.statics.hidden('A.#seq', () => 1);
  table.step(($r) => {
    $r['A.#seq'] = ($r['A.#seq'] as number) + 1;
  });
  const next = () => {
    const $r = table.record() as { 'A.#seq': number };
    return $r['A.#seq']++;
  };
  expect(await runPhoton(() => [next(), next()])).toEqual([2, 3]);
  expect([next(), next()]).toEqual([2, 3]);
});
