import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import type { AuditedModule } from '@photonize/audit';
import { type SurveyedModule, type SurveyOptions, survey } from '@photonize/esbuild-plugin';
import type { Diagnostic } from '@photonize/transform';
import * as esbuild from 'esbuild';
import { isBuildFailure } from '../bundle/build-failure.js';
import { RUNTIME, settings } from '../bundle/bundle.js';
import { toDiagnostics } from '../bundle/messages.js';
import { assertFile } from '../files/read.js';
import type { Isolation } from '../isolation.js';
import { Problem } from '../problems.js';

/** A module, with its text for those who show it. */
export interface FoundModule extends AuditedModule {
  readonly path: string;
  readonly code: string;
}

/** What was found in a function. */
export interface Survey {
  readonly modules: readonly FoundModule[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Bundles a function as `photonize build` does, but leaves its modules as they are and looks at them. Nothing of the
 * function is run.
 * @throws {Problem} PHO9002, PHO9006, or the compiler's diagnostics
 */
export async function surveyFunction(
  entry: string,
  external: readonly string[],
  isolation: Isolation,
): Promise<Survey> {
  await assertFile(entry);
  const found: SurveyedModule[] = [];
  const onModule = (module: SurveyedModule) => found.push(module);
  try {
    const { metafile, warnings } = await esbuild.build({
      ...settings({ entry, outfile: 'audit.mjs', format: 'esm', external: [...external, RUNTIME] }),
      sourcemap: false,
      plugins: [survey({ ...filesOf(isolation), onModule })],
    });
    const bytes = bytesByFile(metafile);
    const loads = loadsByFile(metafile);
    const modules = await Promise.all(
      found.map(async (module) => ({
        ...module,
        ...(await packageOf(module.path)),
        ...loads.get(module.path),
        bytes: bytes.get(module.path) ?? 0,
      })),
    );
    return { modules, warnings: await toDiagnostics(warnings, 'warning') };
  } catch (error) {
    if (isBuildFailure(error)) throw new Problem(await toDiagnostics(error.errors, 'error'));
    throw error;
  }
}

/** What of the options is about files. */
function filesOf({ share = [], modules = {}, globals = false }: Isolation): Omit<SurveyOptions, 'onModule'> {
  return { share, modules, globals };
}

/** How much of the bundle each file makes up. */
function bytesByFile({ outputs }: esbuild.Metafile): Map<string, number> {
  const parts = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return new Map(parts.map(([file, { bytesInOutput }]) => [resolve(file), bytesInOutput]));
}

type Loads = Required<Pick<AuditedModule, 'externals' | 'natives' | 'resolved'>>;

/** What each file loads: other files, and what the compiler does not see. Modules of Node's are known. */
function loadsByFile({ inputs }: esbuild.Metafile): Map<string, Loads> {
  return new Map(
    Object.entries(inputs).map(([file, { imports }]) => {
      const bundled = imports.filter(({ external }) => !external);
      const externals = imports.filter(
        ({ external, path }) => external && path !== RUNTIME && !isBuiltin(path),
      );
      const natives = imports.filter(({ path }) => path.endsWith('.node'));
      const names = (all: typeof imports) => [...new Set(all.map(({ original, path }) => original ?? path))];
      const resolved = Object.fromEntries(bundled.map(({ original, path }) => [original ?? path, path]));
      return [resolve(file), { externals: names(externals), natives: names(natives), resolved }];
    }),
  );
}

/** The installed package that a file belongs to. */
async function packageOf(path: string): Promise<Pick<AuditedModule, 'package' | 'version'>> {
  const [, folder, name] = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))/.exec(path) ?? [];
  if (folder === undefined || name === undefined) return { package: '.' };
  const version = await versionIn(folder);
  return { package: name.replaceAll('\\', '/'), ...(version !== undefined && { version }) };
}

async function versionIn(folder: string): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
    return isNamed ? String(manifest.version) : undefined;
  } catch {
    return undefined;
  }
}
