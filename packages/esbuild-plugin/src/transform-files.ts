import { dirname, extname } from 'node:path';
import { isPackage, type Linker } from '@photonize/linker';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import { CompileError } from '@photonize/transform';
import type { Loader, OnLoadArgs, OnLoadResult, PluginBuild } from 'esbuild';
import { createFileTransform, type FileTransform } from './file-transform.js';
import { type BuildHost, findsPaths, isAlone, MODULES } from './host.js';
import { isBrokenJson, isJson } from './json.js';
import { toMessage } from './messages.js';
import type { ResolvedOptions } from './options.js';
import { Problems } from './problems.js';
import { runtimeFile } from './runtime.js';

/** Gives esbuild the photonized code of all modules. */
export function transformFiles(
  build: PluginBuild,
  linker: Linker,
  host: BuildHost,
  options: ResolvedOptions,
): void {
  const { absWorkingDir: directory = process.cwd(), sourcemap = false } = build.initialOptions;
  const { policyOf } = options.files;
  const transformFile = createFileTransform(linker, policyOf, {
    directory,
    sourceMaps: sourcemap !== false,
    fromFiles: true,
    globals: options.globals,
    // A path is found without asking plugins, for each file that imports it.
    runtimeSpecifier: findsPaths(build.initialOptions) ? runtimeFile() : RUNTIME_SPECIFIER,
  });
  const problems = new Problems({
    linker,
    resolve: host.resolve.bind(host),
    read: host.read.bind(host),
    policyOf,
    transformFile,
    directory,
  });
  build.onStart(() => problems.startBuild());
  build.onLoad({ filter: MODULES, namespace: 'file' }, async (args) => {
    if (!host.isModule(args.path) || !isRead(args)) return undefined;
    try {
      return await loadFile(build, args.path, host, transformFile, options);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      const found = await problems.from(args.path);
      return { errors: (found.length > 0 ? found : error.diagnostics).map(toMessage) };
    }
  });
}

/** Whether an import reads a file as a module. `with { type: 'text' }` does not. */
function isRead({ with: { type = 'json' } }: OnLoadArgs): boolean {
  return type === 'json';
}

async function loadFile(
  build: PluginBuild,
  path: string,
  host: BuildHost,
  transformFile: FileTransform,
  { onModule }: ResolvedOptions,
): Promise<OnLoadResult | undefined> {
  const { contents, plan, diagnostics } = await transformFile(path, host.read(path));
  onModule(plan, diagnostics);
  // What packages share is for the report; a build shows what its author can change.
  const warnings = isPackage(path) ? [] : diagnostics.map(toMessage);
  // What it would answer with is what esbuild reads, which is faster.
  const isData = isJson(path, build.initialOptions);
  const isReadAlike = isAlone(build.initialOptions) || isData;
  if (!plan.changed && warnings.length === 0 && isReadAlike) return undefined;
  // esbuild tells where.
  if (isData && (await isBrokenJson(path))) return undefined;
  return { contents, loader: loaderOf(build, path), resolveDir: dirname(path), warnings };
}

/** The loader that esbuild would have taken. */
function loaderOf({ initialOptions }: PluginBuild, path: string): Loader {
  if (isJson(path, initialOptions)) return 'js';
  const extension = extname(path);
  const configured = initialOptions.loader?.[extension];
  if (configured) return configured;
  if (/\.[mc]?ts$/.test(extension)) return 'ts';
  return extension === '.tsx' ? 'tsx' : extension === '.jsx' ? 'jsx' : 'js';
}
