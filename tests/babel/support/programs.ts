import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Babel } from '../../../packages/babel-plugin/test/support/babel.js';
import type { Case } from '../../law/support/cases.js';

import { compileFile, type Kind } from './compile.js';
import type { Configuration } from './configurations.js';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** What is compiled, the entry first. */
export type Source = Pick<Case, 'name' | 'folder' | 'files'>;

/** A compiled program: the path of the file that exports `handler`, and of one that exports it as a photon. */
export interface Program {
  readonly entry: string;
  readonly photons: string;
}

/** Programs compiled by Babel, file by file, for Node to run as they are. */
export class Programs {
  readonly #folder = mkdtempSync(join(tmpdir(), 'photonize-babel-'));
  readonly #made = new Map<string, Program>();

  constructor() {
    symlinkSync(MODULES, join(this.#folder, 'node_modules'));
  }

  /** Compiles a program, with photonize or without it. */
  compile(fixture: Source, babel: Babel, configuration: Configuration, kind: Kind): Program {
    const folder = join(this.#folder, `${babel.major} ${configuration.name}`, kind, fixture.name);
    const made = this.#made.get(folder) ?? this.#write(folder, fixture, babel, configuration, kind);
    this.#made.set(folder, made);
    return made;
  }

  #write(folder: string, fixture: Source, babel: Babel, configuration: Configuration, kind: Kind): Program {
    if (kind === 'plain' || !configuration.photonizesOutput) {
      return write(folder, fixture, babel, configuration, kind);
    }
    const { entry } = this.compile(fixture, babel, configuration, 'plain');
    const output = { ...fixture, folder: dirname(entry), files: fixture.files.map(outputName) };
    return write(folder, output, babel, { name: 'alone', format: configuration.format }, kind);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function write(
  folder: string,
  fixture: Source,
  babel: Babel,
  configuration: Configuration,
  kind: Kind,
): Program {
  cpSync(fixture.folder, folder, { recursive: true, filter: (path) => !isCode(path) });
  const type = configuration.format === 'esm' ? 'module' : 'commonjs';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
  for (const file of fixture.files) {
    const { code } = compileFile(join(fixture.folder, file), babel, configuration, kind);
    writeFileSync(join(folder, outputName(file)), code);
  }
  const entry = outputName(fixture.files[0] ?? '');
  writeFileSync(join(folder, 'photons.mjs'), withHandlerAsPhoton(entry));
  return { entry: join(folder, entry), photons: join(folder, 'photons.mjs') };
}

function isCode(path: string): boolean {
  return /\.[mc]?[jt]sx?$/.test(path);
}

/** Node reads no JSX; the TypeScript preset turns extensions in imports into these. */
function outputName(file: string): string {
  return file.replace(/\.[jt]sx?$/, '.js').replace(/\.mts$/, '.mjs');
}

function withHandlerAsPhoton(entry: string): string {
  return [
    `import * as entry from './${entry}';`,
    "import { photonize } from '@photonize/runtime';",
    'export const handler = photonize(entry.handler ?? entry.default.handler);',
  ].join('\n');
}
