import {
  type ChosenFiles,
  chooseFiles,
  FILE_OPTIONS,
  type FileOptions,
  type ModuleReport,
} from '@photonize/linker';
import type { AdapterName } from '@photonize/runtime/interface';
import { assertAdapter, assertKnownOptions } from '@photonize/transform';

/** Options of the plugin. Files are all that are bundled, packages included. */
export interface PhotonizePluginOptions extends FileOptions {
  /**
   * Exports of the entry points that become photons, one for each call, and the adapters for the hosts that call them:
   * `{ handler: 'lambda' }`. A list of names takes calls as they come. Default none.
   */
  readonly handlers?: readonly string[] | Handlers;
  /** Whether each photon changes environment variables for itself. Default false. */
  readonly env?: boolean;
}

/** Exports of an entry point that are handlers, and what adapts each to its host. */
export type Handlers = Readonly<Record<string, AdapterName>>;

/** Options with all defaults. */
export interface ResolvedOptions {
  readonly handlers: Handlers;
  readonly files: ChosenFiles;
  readonly onModule: ModuleReport;
  readonly globals: boolean;
  readonly env: boolean;
}

/**
 * Checks the options.
 * @throws {CompileError} PHO1002 for an unknown option, PHO1003 for an unknown policy, PHO1012 for an unknown adapter
 */
export function resolvePluginOptions(options: PhotonizePluginOptions): ResolvedOptions {
  assertKnownOptions(options, [...FILE_OPTIONS, 'handlers', 'env']);
  const { globals = false, env = false } = options;
  return {
    handlers: resolveHandlers(options.handlers ?? []),
    onModule: options.onModule ?? (() => {}),
    files: chooseFiles(options),
    globals,
    env,
  };
}

function resolveHandlers(handlers: readonly string[] | Handlers): Handlers {
  const names: readonly string[] | undefined = Array.isArray(handlers) ? handlers : undefined;
  if (names) return Object.fromEntries(names.map((name) => [name, 'function']));
  Object.values(handlers as Handlers).forEach(assertAdapter);
  return handlers as Handlers;
}
