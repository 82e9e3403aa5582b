import { currentPhoton } from '@photonize/runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import { count, hit } from '../src/counter.js';
import { configure } from '../src/settings.js';

it('runs where it is said to', () => {
  expect(currentPhoton() !== undefined).toBe(process.env.IN_PHOTON === 'true');
});

describe('counter', () => {
  const before = hit();
  beforeEach(() => configure({ step: 2 }));

  it('counts in steps', () => {
    expect(before).toBe(1);
    expect([hit(), hit(), count]).toEqual([3, 5, 5]);
  });

  it.skip('is skipped', () => {});
});
