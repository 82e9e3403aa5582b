import { FILE_OPTIONS, type FileOptions, type ModuleReport, policyOfFiles } from '@photonize/linker';
import { assertKnownOptions, type Policy } from '@photonize/transform';

/** Options of the plugin. Files are all that are bundled, packages included. */
export interface PhotonizePluginOptions extends FileOptions {
  /** Exports of the entry points that become photons, one for each call. Default none. */
  readonly handlers?: readonly string[];
}

/** Options with all defaults. */
export interface ResolvedOptions {
  readonly handlers: readonly string[];
  readonly policyOf: (path: string) => Policy;
  readonly onModule: ModuleReport;
}

/**
 * Checks the options.
 * @throws {CompileError} PHO1002 for an unknown option, PHO1003 for an unknown policy
 */
export function resolvePluginOptions(options: PhotonizePluginOptions): ResolvedOptions {
  assertKnownOptions(options, [...FILE_OPTIONS, 'handlers']);
  return {
    handlers: options.handlers ?? [],
    onModule: options.onModule ?? (() => {}),
    policyOf: policyOfFiles(options),
  };
}
