import assert from 'node:assert/strict';
import { it } from 'node:test';
import { currentPhoton } from '@photonize/runtime';

it('fails in photons', () => assert.equal(currentPhoton(), undefined));
it('passes anywhere', () => {});
