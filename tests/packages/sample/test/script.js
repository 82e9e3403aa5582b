import { currentPhoton } from '@photonize/runtime';
import { count, hit } from '../src/counter.js';

const checks = [
  (currentPhoton() !== undefined) === (process.env.IN_PHOTON === 'true'),
  hit() === 1,
  count === 1,
];
const failures = checks.filter((passed) => !passed).length;
console.log(
  `Counter: ${checks.length} tests run in 0ms; ${failures > 0 ? `${failures} failures` : 'all passed'}.`,
);
