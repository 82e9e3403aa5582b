import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinker } from '@photonize/linker';
import { RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { Plugin, PluginBuild } from 'esbuild';
import { BuildHost } from './host.js';
import { toMessage } from './messages.js';
import { type PhotonizePluginOptions, resolvePluginOptions } from './options.js';
import { escapeForRegExp, exactly } from './patterns.js';
import { runtimeContents, runtimeFile } from './runtime.js';
import { transformFiles } from './transform-files.js';
import { wrapEntries } from './wrap-entries.js';

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
