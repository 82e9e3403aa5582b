import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = {
  'rates.js': `export const rates = new Float64Array(6_553_600);
for (let i = 0; i < rates.length; i++) rates[i] = Math.sqrt(i);
export const names = Array.from({ length: 1000 }, (_, i) => ({ id: i, name: \`rate \${i}\` }));`,
  'model.js': `class Model {
  weights = new Float32Array(1_000_000);
  predict(i) { return this.weights[i] + i; }
}
// @photon shared
const model = new Model();
export const predict = (i) => model.predict(i);`,
  'gate.js': `// @photon-module shared
let open;
export const opened = new Promise((resolve) => { open = resolve; });
export const release = () => open();`,
  'index.js': `import { names, rates } from './rates.js';
import { predict } from './model.js';
import { opened, release } from './gate.js';
export { release };
const seen = new Set();
export async function handler({ i }) {
  seen.add(i);
  const answer = [rates[i % rates.length], names[i % names.length].name, predict(i)];
  await opened;
  return { answer, seen: seen.size };
}`,
};

/** Writes a function on a table of 50 MB, which its module exports, and a model that is pinned. */
export async function writeFunction(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, code] of Object.entries(FILES)) await writeFile(join(folder, name), code);
  return join(folder, 'index.js');
}
