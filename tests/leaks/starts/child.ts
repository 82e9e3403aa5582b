/** Runs a function on many packages, `child.ts FILE`: one photon or more for each message. */
import { createRequire } from 'node:module';
import { createPhotons, type Question } from './photons.ts';

const [file = ''] = process.argv.slice(2);
const { handler } = createRequire(import.meta.url)(file) as { handler: () => void };
const photons = createPhotons(handler);
process.on('message', async (question: Question) => process.send?.(await photons[question]()));
