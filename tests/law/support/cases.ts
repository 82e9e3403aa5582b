import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PhotonizePluginOptions } from '@photonize/esbuild-plugin';
import type { Answer } from './answers.js';

const ROOT = fileURLToPath(new URL('../../../fixtures/language/', import.meta.url));

export type Format = 'esm' | 'cjs';

/** One fixture: a program with an exported `handler`, and the events that it is given. */
export interface Case {
  /** `<topic>/<case>` */
  readonly name: string;
  readonly folder: string;
  /** The file that exports `handler`. */
  readonly entry: string;
  /** The names of all files with code, the entry first. */
  readonly files: readonly string[];
  readonly events: readonly unknown[];
  /** What photons must answer where the user declared state shared, and they may differ from processes. */
  readonly expected: readonly Answer[] | undefined;
  readonly settings: CaseSettings;
}

/** `case.json` */
interface CaseSettings {
  /**
   * The output formats that can express the program. Default both; none where bundlers cannot see what it loads, which
   * tests/babel compiles file by file.
   */
  readonly formats: readonly Format[];
  /**
   * What fresh processes run: the plain bundle, or the program itself where bundling changes it (esbuild gives
   * up the temporal dead zone of top-level bindings). Default `bundle`.
   */
  readonly oracle: 'bundle' | 'source';
  /** What the plugin is told besides. */
  readonly options: Pick<PhotonizePluginOptions, 'env' | 'globals'>;
  /** The settings of TypeScript that the program is written for. */
  readonly tsconfig: object;
}

const DEFAULTS: CaseSettings = { formats: ['esm', 'cjs'], oracle: 'bundle', options: {}, tsconfig: {} };

/** All fixtures of the language. */
export function allCases(): Case[] {
  return globSync('*/*/events.json', { cwd: ROOT })
    .map((events) => readCase(join(ROOT, dirname(events))))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The fixture called `<topic>/<case>`. */
export function caseNamed(name: string): Case {
  return readCase(join(ROOT, name));
}

function readCase(folder: string): Case {
  const code = readdirSync(folder).filter(
    (file) => /\.[mc]?[jt]sx?$/.test(file) && !file.startsWith('output.'),
  );
  const entry = code.find((file) => file.startsWith('index.'));
  if (entry === undefined) throw new Error(`${folder} has no index file`);
  return {
    name: relative(ROOT, folder),
    folder,
    entry: join(folder, entry),
    files: [entry, ...code.filter((file) => file !== entry)],
    events: readJson(folder, 'events.json') as unknown[],
    expected: readJson(folder, 'expected.json') as Answer[] | undefined,
    settings: { ...DEFAULTS, ...(readJson(folder, 'case.json') as Partial<CaseSettings> | undefined) },
  };
}

function readJson(folder: string, file: string): unknown {
  const path = join(folder, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
