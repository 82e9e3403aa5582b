import { dirname, join } from 'node:path';
import { displayName, type Linker } from '@photonize/linker';
import type { BuildOptions, OnLoadResult, OnResolveArgs, OnResolveResult, PluginBuild } from 'esbuild';
import { ENTRY_NAMESPACE, entryContents, missingHandlers } from './entry.js';
import { entryNames, LINKING } from './host.js';
import { missingHandlerMessage, strayEntryMessage, toFailure, unsuitableBuildMessages } from './messages.js';
import type { Handlers } from './options.js';
import { escapeForRegExp } from './patterns.js';

/** Puts a module around each entry point, which exports its handlers as photons. */
export function wrapEntries(build: PluginBuild, linker: Linker, handlers: Handlers): void {
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
