import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinker, displayName, isPackage, type Linker } from '@photonize/linker';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import { CompileError } from '@photonize/transform';
import type {
  BuildOptions,
  Loader,
  OnLoadArgs,
  OnLoadResult,
  OnResolveArgs,
  OnResolveResult,
  Plugin,
  PluginBuild,
} from 'esbuild';
import { ENTRY_NAMESPACE, entryContents, missingHandlers } from './entry.js';
import { createFileTransform, type FileTransform } from './file-transform.js';
import { BuildHost, entryNames, findsPaths, isAlone, LINKING, MODULES } from './host.js';
import { isBrokenJson, isJson } from './json.js';
import {
  missingHandlerMessage,
  strayEntryMessage,
  toFailure,
  toMessage,
  unsuitableBuildMessages,
} from './messages.js';
import {
  type Handlers,
  type PhotonizePluginOptions,
  type ResolvedOptions,
  resolvePluginOptions,
} from './options.js';
import { Problems } from './problems.js';
import { runtimeContents, runtimeFile } from './runtime.js';

/**
 * An esbuild plugin that gives every photon its own copy of module-level state, in all bundled modules, before
 * esbuild turns `const` into `var`.
 *
 * Place it before plugins that load every file: esbuild asks only the first. Where another plugin's `onLoad` makes
 * code, have it call {@link createFileTransform}'s function.
 */
export function photonize(options: PhotonizePluginOptions = {}): Plugin {
  const resolved = resolvePluginOptions(options);
  return {
    name: 'photonize',
    setup(build) {
      const host = new BuildHost(build, resolved.files.policyOf, resolved.globals);
      const linker = createLinker(host);
      build.onStart(() => {
        host.startBuild();
        linker.startBuild();
      });
      provideRuntime(build);
      if (resolved.env) isolateEnvFirst(build);
      if (Object.keys(resolved.handlers).length > 0) wrapEntries(build, linker, resolved.handlers);
      transformFiles(build, linker, host, resolved);
      build.onEnd(({ errors }) =>
        errors.length > 0 ? undefined : { warnings: resolved.files.unusedPins().map(toMessage) },
      );
    },
  };
}

function exactly(text: string): RegExp {
  return new RegExp(`^${escapeForRegExp(text)}$`);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Every bundle carries the runtime that this plugin was installed with. */
function provideRuntime(build: PluginBuild): void {
  const path = runtimeFile();
  let contents: Promise<string> | undefined;
  build.onResolve({ filter: exactly(RUNTIME_SPECIFIER) }, () => ({ path, sideEffects: false }));
  build.onLoad({ filter: exactly(path), namespace: 'file' }, async () => {
    contents ??= runtimeContents(build.esbuild);
    return { contents: await contents, loader: 'js' };
  });
  provideEntryPoints(build);
}

/** What else the runtime offers goes into a bundle as it is. */
function provideEntryPoints(build: PluginBuild): void {
  const folder = dirname(runtimeFile());
  build.onResolve({ filter: new RegExp(`^${escapeForRegExp(RUNTIME_SPECIFIER)}/`) }, ({ path }) => ({
    path: fileURLToPath(import.meta.resolve(path)),
  }));
  build.onLoad(
    { filter: new RegExp(`^${escapeForRegExp(folder)}`), namespace: 'file' },
    async ({ path }) => ({
      contents: await readFile(path),
      loader: 'js',
    }),
  );
}

/** Modules may keep `process.env` while they are evaluated, so it is isolated before the first one is. */
function isolateEnvFirst({ initialOptions }: PluginBuild): void {
  const path = fileURLToPath(import.meta.resolve(`${RUNTIME_SPECIFIER}/isolated-env`));
  initialOptions.inject = [path, ...(initialOptions.inject ?? [])];
}

function wrapEntries(build: PluginBuild, linker: Linker, handlers: Handlers): void {
  const expected = new Set<string>();
  build.onStart(() => {
    expected.clear();
    return { errors: unsuitableBuildMessages(build.initialOptions) };
  });
  build.onResolve({ filter: entryFilter(build.initialOptions) }, async (args) => {
    const entry = await resolveEntry(build, args);
    if (entry?.namespace === ENTRY_NAMESPACE && entry.path) expected.add(entry.path);
    return entry;
  });
  build.onLoad({ filter: /.*/, namespace: ENTRY_NAMESPACE }, ({ path }) => {
    expected.delete(path);
    return loadEntry(path, linker, handlers, build.initialOptions);
  });
  build.onEnd(({ errors }) =>
    errors.length > 0 ? undefined : { errors: [...expected].map(strayEntryMessage) },
  );
}

/** Matches what names an entry point: a filter that matches everything costs a call for each import. */
function entryFilter(options: BuildOptions): RegExp {
  const paths = entryNames(options);
  if (paths.some((path) => path.includes('*'))) return /.*/;
  // esbuild puts `./` before the names of files that it finds.
  return new RegExp(`^(?:\\./)?(?:${paths.map(escapeForRegExp).join('|')})$`);
}

async function loadEntry(
  path: string,
  linker: Linker,
  handlers: Handlers,
  { absWorkingDir = process.cwd() }: BuildOptions,
): Promise<OnLoadResult> {
  const resolveDir = dirname(path);
  try {
    const summary = await linker.summary(path);
    const missing = missingHandlers(handlers, summary);
    if (missing.length > 0) return { errors: [missingHandlerMessage(path, missing, summary)] };
    const file = {
      path,
      nameBeside: displayName(join(resolveDir, ENTRY_NAMESPACE), absWorkingDir),
      summary,
      names: await linker.exportedNames(path),
      imports: await linker.namedImports(path, [...Object.keys(handlers), 'default']),
    };
    return { contents: entryContents(file, handlers), resolveDir, loader: 'js' };
  } catch (error) {
    return toFailure(error);
  }
}

async function resolveEntry(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult | undefined> {
  if (args.kind !== 'entry-point' || args.pluginData === LINKING) return undefined;
  const { path, resolveDir, kind } = args;
  const {
    errors,
    warnings,
    namespace,
    path: found,
  } = await build.resolve(path, { kind, resolveDir, pluginData: LINKING });
  if (errors.length > 0) return { errors, warnings };
  return namespace === 'file' ? { path: found, namespace: ENTRY_NAMESPACE, warnings } : undefined;
}

function transformFiles(build: PluginBuild, linker: Linker, host: BuildHost, options: ResolvedOptions): void {
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
