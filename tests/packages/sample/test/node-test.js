import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { currentPhoton } from '@photonize/runtime';
import { count, hit } from '../src/counter.js';
import { configure } from '../src/settings.js';

it('runs where it is said to', () => {
  assert.equal(currentPhoton() !== undefined, process.env.IN_PHOTON === 'true');
});

describe('counter', () => {
  const before = hit();
  beforeEach(() => configure({ step: 2 }));

  it('counts in steps', async () => {
    assert.equal(before, 1);
    assert.deepEqual([hit(), hit(), count], [3, 5, 5]);
    assert.equal((await import('../src/counter.js')).count, 5);
  });

  it('is skipped', { skip: true }, () => {});
});
