import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Handlers, photonize } from '@photonize/esbuild-plugin';
import type { EncodedSourceMap } from '@photonize/linker';
import type { Diagnostic, ModulePlan } from '@photonize/transform';
import * as esbuild from 'esbuild';
import { assertFile } from '../files/read.js';
import type { OutputFile } from '../files/write.js';
import type { Isolation } from '../isolation.js';
import { Problem } from '../problems.js';
import { isBuildFailure } from './build-failure.js';
import { COMMONJS_BANNER, COMMONJS_DEFINES } from './commonjs.js';
import type { Format } from './format.js';
import { isOfModule, toDiagnostics } from './messages.js';

/** How to bundle an entry. */
export interface BundleOptions {
  readonly entry: string;
  readonly outfile: string;
  readonly format: Format;
  readonly external: readonly string[];
  /** Leaves the code as it is where absent. */
  readonly photons?: { readonly isolation: Isolation; readonly handlers: Handlers };
}

/** A bundle in memory. */
export interface Bundle {
  readonly files: readonly OutputFile[];
  /** Absolute paths of what went into it. */
  readonly inputs: readonly string[];
  /** Absent modules were not photonized. */
  readonly modules: readonly ModulePlan[];
  readonly warnings: readonly Diagnostic[];
}

/** What functions import of photonize. */
export const RUNTIME = '@photonize/runtime';

/**
 * Bundles one entry with its dependencies for Node.
 * @throws {Problem} PHO9002, PHO9006, or the compiler's diagnostics
 */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  await assertFile(options.entry);
  const modules: ModulePlan[] = [];
  const warnings: Diagnostic[] = [];
  const onModule = (plan: ModulePlan, diagnostics: readonly Diagnostic[]) => {
    modules.push(plan);
    warnings.push(...diagnostics.filter(({ severity }) => severity === 'warning'));
  };
  try {
    const result = await esbuild.build({ ...settings(options), plugins: plugins(options, onModule) });
    const files = result.outputFiles.map(withIgnoreList);
    const ofProgram = result.warnings.filter((message) => !isOfModule(message));
    const inputs = Object.keys(result.metafile.inputs).map((input) => resolve(input));
    return {
      files,
      inputs,
      modules,
      warnings: [...warnings, ...(await toDiagnostics(ofProgram, 'warning'))],
    };
  } catch (error) {
    if (isBuildFailure(error)) throw new Problem(await toDiagnostics(error.errors, 'error'));
    throw error;
  }
}

/** esbuild drops what the maps of files say about sources that debuggers step over. */
function withIgnoreList({ path, contents, text }: esbuild.OutputFile): OutputFile {
  if (!path.endsWith('.map')) return { path, contents };
  const map = JSON.parse(text) as EncodedSourceMap;
  const ignoreList = map.sources.flatMap((source, i) => (source?.startsWith('photonize:') ? i : []));
  return { path, contents: JSON.stringify({ ...map, ignoreList }) };
}

/** What esbuild is told, plugins left out. */
export function settings({ entry, outfile, format, external, photons }: BundleOptions) {
  return {
    entryPoints: [entry],
    outfile,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node22',
    format,
    external: [...external],
    sourcemap: 'linked',
    charset: 'utf8',
    logLevel: 'silent',
    loader: { '.node': 'copy' },
    // The function need not have the runtime installed: it comes with this command, or with the plugin.
    alias:
      photons || external.includes(RUNTIME) ? {} : { [RUNTIME]: fileURLToPath(import.meta.resolve(RUNTIME)) },
    ...(format === 'esm' && { banner: { js: COMMONJS_BANNER }, define: COMMONJS_DEFINES }),
  } as const satisfies esbuild.BuildOptions;
}

type OnModule = (plan: ModulePlan, diagnostics: readonly Diagnostic[]) => void;

function plugins({ photons }: BundleOptions, onModule: OnModule): esbuild.Plugin[] {
  if (photons === undefined) return [];
  const { isolation, handlers } = photons;
  return [photonize({ ...isolation, handlers, onModule })];
}
