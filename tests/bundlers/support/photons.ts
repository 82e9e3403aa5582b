import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Writes a program beside `file` that answers each event of that photonized bundle as a photon. */
export function withPhotons(file: string): string {
  const program = join(dirname(file), 'photons.mjs');
  const lines = [
    `import * as bundle from './${basename(file)}';`,
    "const { photonize } = globalThis[Symbol.for('@photonize/runtime')].runtime;",
    'export const handler = photonize(bundle.handler ?? bundle.default.handler);',
  ];
  writeFileSync(program, `${lines.join('\n')}\n`);
  return program;
}
