import { assertPolicy, type Diagnostic, type ModulePlan, type Policy } from '@photonize/transform';

/** What {@link PhotonizePluginOptions.onModule} is told of each module. */
export type ModuleReport = (plan: ModulePlan, diagnostics: readonly Diagnostic[]) => void;

/** Options of the plugin. */
export interface PhotonizePluginOptions {
  /** The policy of modules that nothing else pins. Default `bindings`. */
  readonly policy?: Policy;
  /** Exports of the entry points that become photons, one for each call. Default none. */
  readonly handlers?: readonly string[];
  /** Only files whose path matches are photonized. Default all. */
  readonly include?: RegExp;
  /** Files whose path matches are left alone, and shared. Default none. */
  readonly exclude?: RegExp;
  /** Policies of single modules: a policy for each pattern, which is part of a path. The first match counts. */
  readonly modules?: Readonly<Record<string, Policy>>;
  /** Called for each module that is bundled, also when its result comes from the cache. */
  readonly onModule?: ModuleReport;
}

const KNOWN = ['policy', 'handlers', 'include', 'exclude', 'modules', 'onModule'];

/** Options with all defaults. */
export interface ResolvedOptions {
  readonly handlers: readonly string[];
  readonly policyOf: (path: string) => Policy;
  readonly onModule: ModuleReport;
}

/**
 * Checks the options.
 * @throws {TypeError} for an unknown option
 * @throws {CompileError} PHO1003 for an unknown policy
 */
export function resolvePluginOptions(options: PhotonizePluginOptions): ResolvedOptions {
  const unknown = Object.keys(options).find((option) => !KNOWN.includes(option));
  if (unknown !== undefined) {
    throw new TypeError(`photonize: unknown option \`${unknown}\`. Known options: ${KNOWN.join(', ')}.`);
  }
  const { policy = 'bindings', include, exclude, modules = {} } = options;
  for (const each of [policy, ...Object.values(modules)]) assertPolicy(each);
  const pins = Object.entries(modules);
  return {
    handlers: options.handlers ?? [],
    onModule: options.onModule ?? (() => {}),
    policyOf(path) {
      // `search` ignores the state that a regular expression with `g` or `y` keeps.
      if (exclude && path.search(exclude) >= 0) return 'shared';
      if (include && path.search(include) < 0) return 'shared';
      return pins.find(([pattern]) => path.includes(pattern))?.[1] ?? policy;
    },
  };
}
