import { mkdir, writeFile } from 'node:fs/promises';
import { transform } from '@photonize/transform';
import { OUTPUT } from './build.js';
import { FIVE_BINDINGS, MICRO_PROGRAMS } from './micro-programs.js';

/** Writes the small programs as they are, once more as they are, and photonized. */
export async function writeMicroPrograms() {
  await mkdir(OUTPUT, { recursive: true });
  const programs = {};
  for (const [name, source] of Object.entries(MICRO_PROGRAMS)) {
    const file = name.replaceAll(' ', '-');
    programs[name] = {
      plain: await write(`${file}.plain.mjs`, source),
      control: await write(`${file}.control.mjs`, source),
      photons: await writePhotonized(`${file}.photons.mjs`, source),
    };
  }
  return { programs, fiveBindings: await writePhotonized('five-bindings.mjs', FIVE_BINDINGS) };
}

async function write(name, code) {
  const path = `${OUTPUT}${name}`;
  await writeFile(path, code);
  return path;
}

function writePhotonized(filename, source) {
  return write(filename, transform(source, { filename }).code);
}
