import type { ModulePolicy } from '@photonize/transform';
import { describe, expect, test } from 'vitest';
import { FilePolicies } from '../src/index.js';

const PG = '/app/node_modules/pg/lib/index.js';
const POOL = '/app/src/db/pool.js';

describe('a pattern means', () => {
  test.each<[string, string, boolean]>([
    ['pg', PG, true],
    ['pg', '/app/node_modules/pg-pool/index.js', false],
    ['pg', '/app/node_modules/pg/node_modules/split/index.js', false],
    ['pg', '/app/node_modules/.pnpm/pg@8.0.0/node_modules/pg/index.js', true],
    ['pg', '/app/src/pg/index.js', false],
    ['pg/lib', PG, true],
    ['pg/lib/index', PG, true],
    ['pg/li', PG, false],
    ['@scope/name', '/app/node_modules/@scope/name/index.js', true],
    ['@scope/name', '/app/node_modules/@scope/names/index.js', false],
    ['/node_modules/', PG, true],
    ['src/db/pool.js', POOL, true],
    ['./src/db/', POOL, true],
    ['db/pool', POOL, true],
    ['db/poo', POOL, false],
    ['rc/db', POOL, false],
    ['src/db', 'C:\\app\\src\\db\\pool.js', true],
    ['/', POOL, false],
  ])('`%s` for %s: %s', (pattern, path, isMeant) => {
    expect(new FilePolicies({ share: [pattern] }).of(path)).toBe(isMeant ? 'shared' : 'bindings');
  });
});

test('what is shared comes before other pins, and of those the first counts', () => {
  const policies = new FilePolicies({
    policy: 'strict',
    share: ['pg'],
    modules: { 'db/pool': 'instance', 'src/': 'bindings', pg: 'instance' },
  });
  const files = [PG, POOL, '/app/src/index.js', '/app/index.js'];
  expect(files.map((file) => policies.of(file))).toEqual(['shared', 'instance', 'bindings', 'strict']);
});

test('pins that meant no file are told, with the package that may be meant', () => {
  const policies = new FilePolicies({ share: ['pgg', 'db/pool'], modules: { 'src/model': 'instance' } });
  for (const file of [PG, POOL]) policies.of(file);
  expect(policies.unused()).toMatchObject([
    { code: 'PHO1014', message: '`pgg`, pinned `shared`, matches no module; did you mean `pg`?' },
    { code: 'PHO1014', message: '`src/model`, pinned `instance`, matches no module' },
  ]);
});

test('unknown policies are refused', () => {
  const make = () => new FilePolicies({ modules: { pg: 'instnce' as ModulePolicy } });
  expect(make).toThrow(/PHO1003: unknown policy `instnce`; did you mean `instance`/);
});
