/** Run as a process: prints the bytes that each of 100 photons of a bundle adds while they are all alive. */
import { pathToFileURL } from 'node:url';

const PHOTONS = 100;
const { handler, release } = await import(pathToFileURL(process.argv[2] as string).href);
const used = () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const before = used();
const answers = Array.from({ length: PHOTONS }, (_, i) => handler({ i }));
await new Promise((resolve) => setTimeout(resolve, 50));
const during = used();
await release();
const seen = new Set((await Promise.all(answers)).map(({ seen }) => seen));
if (seen.size !== 1) throw new Error('photons see each other');
process.stdout.write(String((during - before) / PHOTONS));
