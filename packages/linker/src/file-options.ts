import { isAbsolute, relative } from 'node:path';
import type { Diagnostic, ModulePlan, ModulePolicy } from '@photonize/transform';
import { FilePolicies, type PolicySettings } from './file-policies.js';

/** What a path may match: a part of it, or a regular expression. */
export type PathPattern = string | RegExp | readonly (string | RegExp)[];

/** What hosts are told of each module. */
export type ModuleReport = (plan: ModulePlan, diagnostics: readonly Diagnostic[]) => void;

/** The options that all hosts share which transform one file at a time. */
export interface FileOptions extends PolicySettings {
  /** Only files whose path matches are photonized. Default: up to the host. */
  readonly include?: PathPattern;
  /** Files whose path matches are left alone, and shared. Default none. */
  readonly exclude?: PathPattern;
  /** Whether globals that the program creates are private to a photon, too. Default false. */
  readonly globals?: boolean;
  /** Called for each module that is transformed, also when its result comes from a cache. */
  readonly onModule?: ModuleReport;
}

/** The names of the options that all hosts share. */
export const FILE_OPTIONS = [
  'policy',
  'share',
  'modules',
  'include',
  'exclude',
  'globals',
  'onModule',
] as const;

/** What hosts ask of each file, and at the end. */
export interface ChosenFiles {
  /** The policy of a file. Those that are left alone are shared. */
  policyOf(path: string): ModulePolicy;
  /** What is to be said of the options when all files of a program have been asked for. */
  unusedPins(): readonly Diagnostic[];
}

/**
 * Which files are photonized, and how.
 * @throws {CompileError} PHO1003 for an unknown policy
 */
export function chooseFiles({ include, exclude, ...settings }: FileOptions): ChosenFiles {
  const policies = new FilePolicies(settings);
  return {
    policyOf(path) {
      if (exclude !== undefined && matches(path, exclude)) return 'shared';
      if (include !== undefined && !matches(path, include)) return 'shared';
      return policies.of(path);
    },
    unusedPins: () => policies.unused(),
  };
}

/** Whether a path matches a pattern, or one of several. */
export function matches(path: string, pattern: PathPattern): boolean {
  if (typeof pattern === 'string') return path.includes(pattern);
  // `search` ignores the state that a regular expression with `g` or `y` keeps.
  if (pattern instanceof RegExp) return path.search(pattern) >= 0;
  return pattern.some((each) => matches(path, each));
}

/** Whether a file belongs to an installed package. */
export function isPackage(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}

/**
 * How messages, reports and tables of modules name a file: paths of the machine that builds do not belong there.
 * @param directory what names are relative to
 */
export function displayName(path: string, directory: string): string {
  const name = relative(directory, path);
  return name === '' || isAbsolute(name) ? path : name.replaceAll('\\', '/');
}
