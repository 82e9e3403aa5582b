import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inProcesses } from './measure.ts';

/** What the module system of a bundle is to be. */
export type Format = 'esm' | 'cjs';

/** A handler that leaks between invocations in plain Node, and what it answers in fresh processes. */
export interface Scenario {
  readonly name: string;
  readonly file: string;
  readonly package: string;
  /** Where the state hides. */
  readonly style: string;
  readonly external: readonly string[];
  /** The formats in which the bundle works untransformed, and what has to stand at its top. */
  readonly banners: Readonly<Partial<Record<Format, string>>>;
  /** Whether the state is in modules at all, as opposed to globals, built-in classes and `process`. */
  readonly isInModules: boolean;
  readonly oracle: readonly unknown[];
}

/** What is known of a scenario beside its file. */
interface Known {
  readonly oracle: unknown[];
  readonly external: string[];
  readonly esm: 0 | 1 | 2 | null;
  readonly cjs: boolean;
  readonly moduleState: boolean;
}

const REQUIRE =
  'import { createRequire as $createRequire } from "node:module"; var require = $createRequire(import.meta.url);';
const BANNERS = [
  '',
  REQUIRE,
  `${REQUIRE} var __filename = import.meta.filename, __dirname = import.meta.dirname;`,
];

/**
 * The scenarios of a folder: `scenarios/NAME.mjs`, and what is known of them in `oracles.json`. Those of this
 * project, which import no packages, are files without it: fresh processes tell what they answer.
 */
export async function readScenarios(folder: string): Promise<Scenario[]> {
  const list = join(folder, 'oracles.json');
  const known = existsSync(list)
    ? (JSON.parse(await readFile(list, 'utf8')) as Record<string, Known>)
    : undefined;
  const directory = known ? join(folder, 'scenarios') : folder;
  const files = (await readdir(directory)).filter((file) => file.endsWith('.mjs')).sort();
  return Promise.all(files.map((file) => readScenario(join(directory, file), known)));
}

async function readScenario(file: string, all: Record<string, Known> | undefined): Promise<Scenario> {
  const name = basename(file, '.mjs');
  // Its packages are not to be loaded here.
  const source = await readFile(file, 'utf8');
  const about = (key: string) => new RegExp(`${key}: '([^']+)'`).exec(source)?.[1];
  const known = all?.[name];
  return {
    name,
    file,
    package: about('package') ?? name,
    style: about('style') ?? '',
    external: known?.external ?? [],
    banners: bannersOf(known),
    isInModules: known?.moduleState ?? !/outside: true/.test(source),
    oracle: known?.oracle ?? (await inProcesses(file)),
  };
}

function bannersOf(known: Known | undefined): Scenario['banners'] {
  if (known === undefined) return { esm: '', cjs: '' };
  const { esm, cjs } = known;
  return { ...(esm !== null && { esm: BANNERS[esm] ?? '' }), ...(cjs && { cjs: '' }) };
}
