import { describe, expect, test } from 'vitest';
import { runPhoton, viewNamespace } from '../src/index.js';
import { moduleWith } from './support/modules.js';

/** The namespace of `export let count = 0; export const name = 'state'; export { later }`. */
function namespace() {
  const { record, variable } = moduleWith('state.js', () => 0);
  let later: string | undefined;
  const object = Object.freeze(
    Object.defineProperties(Object.create(null) as Record<string, unknown>, {
      $photon$count: { enumerable: true, value: record },
      count: { enumerable: true, get: variable },
      later: { enumerable: true, get: () => later },
      name: { enumerable: true, value: 'state' },
    }),
  );
  const view = viewNamespace(object, { count: ['$photon$count', 'value'] }) as Record<string, unknown>;
  return { object, view, record, setLater: (value: string) => (later = value) };
}

describe('a view of a namespace', () => {
  test('reads isolated exports live from the record of who runs', async () => {
    const { view, record } = namespace();
    await runPhoton(() => {
      expect(view.count).toBe(0);
      record().value = 5;
      expect(view.count).toBe(5);
    });
    expect(view.count).toBe(0);
    record().value = 1;
    expect(view.count).toBe(1);
  });

  test('reads all others live from the namespace', () => {
    const { view, setLater } = namespace();
    expect([view.name, view.later]).toEqual(['state', undefined]);
    setLater('now');
    expect(view.later).toBe('now');
  });

  test('hides what the compiler added', () => {
    const { view } = namespace();
    expect(Object.keys(view)).toEqual(['count', 'later', 'name']);
    expect('$photon$count' in view).toBe(false);
    expect(Reflect.ownKeys(view)).toEqual(['count', 'later', 'name', Symbol.toStringTag]);
  });

  test('looks like a namespace', () => {
    const { view } = namespace();
    expect(Object.prototype.toString.call(view)).toBe('[object Module]');
    expect(Object.getPrototypeOf(view)).toBeNull();
    expect(Object.isExtensible(view)).toBe(false);
    expect(() => {
      view.count = 1;
    }).toThrow(TypeError);
    expect(() => {
      view.new = 1;
    }).toThrow(TypeError);
    expect(() => delete view.count).toThrow(TypeError);
  });

  test('describes its exports as a namespace does', () => {
    const { view } = namespace();
    const described = { value: 0, writable: true, enumerable: true, configurable: false };
    expect(Object.getOwnPropertyDescriptor(view, 'count')).toEqual(described);
    expect(Reflect.defineProperty(view, 'count', described)).toBe(true);
    expect(Reflect.defineProperty(view, 'count', { value: 1 })).toBe(false);
    expect(Reflect.defineProperty(view, 'count', { get: () => 0 })).toBe(false);
    expect(Reflect.defineProperty(view, 'new', { value: 1 })).toBe(false);
    expect({ ...view }).toEqual({ count: 0, later: undefined, name: 'state' });
  });

  test('lists of an exports object what that lists', () => {
    const exports = Object.defineProperty({ name: 'state' }, '__esModule', { value: true });
    const view = viewNamespace(exports, {});
    expect(Object.keys(view)).toEqual(['name']);
    expect(Reflect.get(view, '__esModule')).toBe(true);
  });

  test('is the same for the same namespace', () => {
    const { object, view } = namespace();
    expect(viewNamespace(object, { count: ['$photon$count', 'value'] })).toBe(view);
  });
});

test('a namespace whose exports are not all initialized yet, as in an import cycle, can be viewed', () => {
  let late: number | undefined;
  // ECMAScript §10.4.6.4: [[GetOwnProperty]] of a module namespace throws for a binding in its dead zone.
  const inDeadZone = new Proxy(Object.create(null) as Record<string, unknown>, {
    ownKeys: () => ['early', 'late'],
    get: (_, key) => (key === 'early' ? 'early' : readLate()),
    getOwnPropertyDescriptor: (_, key) => ({
      value: key === 'early' ? 'early' : readLate(),
      writable: true,
      enumerable: true,
      configurable: true,
    }),
  });
  const readLate = () => {
    if (late === undefined) throw new ReferenceError("Cannot access 'late' before initialization");
    return late;
  };
  const view = viewNamespace(inDeadZone, {}) as Record<string, unknown>;
  expect(view.early).toBe('early');
  expect(() => view.late).toThrow(ReferenceError);
  late = 1;
  expect(view.late).toBe(1);
});
