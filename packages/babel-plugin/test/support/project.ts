import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileResult, InputOptions } from '@babel/core';
import type { Diagnostic } from '@photonize/transform';
import { onTestFinished } from 'vitest';
import { type PhotonizeMetadata, type PhotonizeOptions, photonize } from '../../src/index.js';
import { BABEL_8, type Babel } from './babel.js';

/** What Babel made of a file. */
export interface Compiled {
  readonly code: string;
  readonly result: FileResult;
  readonly diagnostics: readonly Diagnostic[];
}

/** A folder with sources, removed when the test ends. */
export class Project {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'photonize-babel-plugin-')));
  readonly #babel: Babel;

  constructor(files: Readonly<Record<string, string>>, babel: Babel = BABEL_8) {
    onTestFinished(() => rmSync(this.path, { recursive: true }));
    this.#babel = babel;
    for (const [name, contents] of Object.entries(files)) this.write(name, contents);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  write(name: string, contents: string): void {
    mkdirSync(dirname(this.file(name)), { recursive: true });
    writeFileSync(this.file(name), contents);
  }

  /** Babel's options for a file, with photonize and what else is given. */
  options(name: string, options: PhotonizeOptions = {}, more: InputOptions = {}): InputOptions {
    const plugin = [photonize, { onModule() {}, ...options }];
    return {
      filename: this.file(name),
      cwd: this.path,
      configFile: false,
      babelrc: false,
      ...more,
      plugins: [plugin as [typeof photonize, PhotonizeOptions], ...(more.plugins ?? [])],
    };
  }

  compile(name: string, options: PhotonizeOptions = {}, more: InputOptions = {}): Compiled {
    const result = this.#babel.core.transformFileSync(this.file(name), this.options(name, options, more));
    if (result === null) throw new Error('Babel ignores the file');
    const { diagnostics } = result.metadata.photonize as PhotonizeMetadata;
    return { code: result.code ?? '', result, diagnostics };
  }

  /** The error of a file that cannot be compiled. */
  failure(name: string, options: PhotonizeOptions = {}, more: InputOptions = {}): Error {
    try {
      this.compile(name, options, more);
    } catch (error) {
      return error as Error;
    }
    throw new Error('Babel does not fail');
  }
}
