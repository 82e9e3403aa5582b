import { describe, expect, test, vi } from 'vitest';
import { defineModule, runPhoton } from '../src/index.js';
import { turn } from './support/gate.js';
import { catchWarnings } from './support/warnings.js';

/** `class A { static count = 0; static list = []; }`, as generated code defines it. */
function classes() {
  const table = defineModule('a.js');
  class A {
    declare static count: number;
    declare static list: number[];
    static {
      table.staticField(A, 'count', () => 0);
      table.staticField(A, 'list', () => []);
    }
    static hit(): number {
      return ++this.count;
    }
  }
  class B extends A {}
  return { table, A, B };
}

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
    table.staticField(one as object, 'n', () => 1);
    table.staticField(two as object, 'n', () => 2);
    expect(await runPhoton(() => [one?.n, two?.n])).toEqual([1, 2]);
  });

  test('may have a symbol for a key', async () => {
    const table = defineModule('a.js');
    const key = Symbol('key');
    const target: Record<symbol, unknown> = {};
    table.staticField(target, key, () => ({}));
    const objects = [target[key], await runPhoton(() => target[key])];
    expect(objects[0]).toEqual({});
    expect(objects[0]).not.toBe(objects[1]);
  });
});

test('a class that a step makes again for each photon initializes its statics then', async () => {
  const table = defineModule('a.js', {}, { lets: ['A'] });
  const initial = vi.fn(() => 0);
  table.init('A', ($r) => {
    class A {
      declare static count: number;
      static {
        table.staticField(A, 'count', initial, $r);
      }
    }
    return A;
  });
  const A = () => table.record().A as { count: number };
  const counts = await runPhoton(() => [++A().count, ++A().count]);
  expect(counts).toEqual([1, 2]);
  expect(await runPhoton(() => ++A().count)).toBe(1);
});

test('a static of such a class is a property, and code that changes it once is reported', () => {
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
        table.staticField(A, 'count', () => 1, $r);
      }
    }
    return A;
  });
  table.once(($r) => ($r.A as typeof A).count--);
  expect(A.count).toBe(0);
  expect(warnings).toEqual([expect.stringMatching(/^PHOTON_CONST_MUTATES_STATE: .*`A` of a\.js/)]);
});

test('a cell is a slot without a variable', async () => {
  const table = defineModule('a.js');
  table.cell('A.#seq', () => 1);
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
