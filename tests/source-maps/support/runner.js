// Runs the programs that a module exports, at root or each as a photon, and prints the stack of each error.

import { runPhoton } from '@photonize/runtime';

const [, , url, mode] = process.argv;

const stacks = {};
try {
  const module = await import(url);
  const programs = Object.entries(module.default ?? module);
  for (const [name, program] of programs) {
    if (!isProgram(name, program)) continue;
    try {
      await (mode === 'photon' ? runPhoton(() => program()) : program());
      stacks[name] = 'it did not throw';
    } catch (error) {
      stacks[name] = error.stack;
    }
  }
} catch (error) {
  stacks.loading = error.stack;
}
process.stdout.write(JSON.stringify(stacks));

function isProgram(name, value) {
  return typeof value === 'function' && !name.includes('$') && !/^class\b/.test(value);
}
