import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';
import { onTestFinished } from 'vitest';
import { type PhotonizePluginOptions, photonize } from '../../src/index.js';

/** What a process printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

type Handler = (event?: unknown) => Promise<unknown>;

/** A folder with sources, removed when the test ends. */
export class Project {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async with(files: Readonly<Record<string, string>>): Promise<Project> {
    const project = new Project(await realpath(await mkdtemp(join(tmpdir(), 'photonize-plugin-'))));
    onTestFinished(() => rm(project.path, { recursive: true, force: true }));
    for (const [name, contents] of Object.entries(files)) await project.write(name, contents);
    return project;
  }

  async write(name: string, contents: string): Promise<void> {
    const path = this.file(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }

  read(name: string): Promise<string> {
    return readFile(this.file(name), 'utf8');
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** The path in the project of a file that is named somehow. */
  nameOf(file: string): string {
    return relative(this.path, resolve(this.path, file));
  }

  /** All files below a folder of the project, by their paths in it. */
  async files(folder: string): Promise<string[]> {
    try {
      const entries = await readdir(this.file(folder), { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return files
        .map(({ parentPath, name }) => join(parentPath, name).slice(this.file(folder).length + 1))
        .sort();
    } catch {
      return [];
    }
  }

  /** Options of a build into `out`, with the plugin and what else is given. */
  options(options: PhotonizePluginOptions | readonly Plugin[], more: BuildOptions = {}): BuildOptions {
    return {
      absWorkingDir: this.path,
      bundle: true,
      platform: 'node',
      format: 'esm',
      outdir: 'out',
      outExtension: more.format === 'cjs' ? { '.js': '.cjs' } : { '.js': '.mjs' },
      logLevel: 'silent',
      plugins: Array.isArray(options)
        ? [...(options as Plugin[])]
        : [photonize(options as PhotonizePluginOptions)],
      ...more,
    };
  }

  build(options: PhotonizePluginOptions | readonly Plugin[], more: BuildOptions = {}): Promise<BuildResult> {
    return build(this.options(options, more));
  }

  /** Builds what cannot be built. */
  async failure(options: PhotonizePluginOptions, more: BuildOptions = {}): Promise<BuildFailure> {
    try {
      await this.build(options, more);
    } catch (error) {
      return error as BuildFailure;
    }
    throw new Error('the build did not fail');
  }

  /** Builds an entry point with `handler` wrapped, and loads the result. */
  async load(
    entry: string,
    options: PhotonizePluginOptions = {},
    more: BuildOptions = {},
  ): Promise<Record<string, Handler>> {
    await this.build({ handlers: ['handler'], ...options }, { entryPoints: [entry], ...more });
    return this.import((await this.files('out')).find((name) => /\.[mc]?js$/.test(name)) ?? '');
  }

  /** Loads a built file, as a module of its own whatever was loaded before. */
  async import(name: string): Promise<Record<string, Handler>> {
    const url = pathToFileURL(this.file(join('out', name)));
    return import(/* @vite-ignore */ url.href) as Promise<Record<string, Handler>>;
  }

  /** Runs a file under Node in a process of its own. */
  run(name: string, ...flags: string[]): Promise<Printed> {
    return new Promise((resolve) => {
      execFile(process.execPath, [...flags, this.file(name)], { cwd: this.path }, (_, stdout, stderr) =>
        resolve({ stdout, stderr }),
      );
    });
  }
}
