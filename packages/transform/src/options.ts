import { ADAPTERS, type AdapterName, RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { ModuleRole } from './analyze/bundle/roles.js';
import { CompileError, createDiagnostic, type SourcePlace } from './diagnostics/diagnostic.js';
import { suggest } from './diagnostics/suggestion.js';
import { modulePins } from './parse/directives.js';
import type { ParsedFile } from './parse/parse.js';

/** What becomes private to a photon. */
export const POLICIES = ['bindings', 'strict', 'shared'] as const;

/** `bindings`: non-const module-level bindings and class statics; `strict`: all that may be mutable; `shared`: nothing. */
export type Policy = (typeof POLICIES)[number];

/** What a single module may be pinned to: `instance` has each photon evaluate a CommonJS module for itself. */
export const MODULE_POLICIES = [...POLICIES, 'instance'] as const;

/** The policy of one module. */
export type ModulePolicy = (typeof MODULE_POLICIES)[number];

/** Makes something for each policy. */
export function perPolicy<T>(make: (policy: Policy) => T): Record<Policy, T> {
  return { bindings: make('bindings'), strict: make('strict'), shared: make('shared') };
}

/** An isolated export of an imported module, as the linker found it. */
export interface IsolatedExport {
  /** Names the module that owns the binding; exports with the same origin share a record. */
  readonly origin: string;
  /** The slot of the origin's record. */
  readonly slot: string;
  /** What the file can require the CommonJS module by whose exports the slot is a property of, if photons have instances of it. */
  readonly instance?: string;
}

/** What a module needs to know of one it imports. */
export interface ImportedModule {
  readonly isolated: Readonly<Record<string, IsolatedExport>>;
  /** What the file can require it by, if it is a CommonJS module of which each photon has an instance. */
  readonly instance?: string;
  /** Whether loading or calling it can touch isolated state, its own or that of what it imports. */
  readonly reachesState: boolean;
  /** What its exports are to the module system of a bundle, where that has several files. */
  readonly roles?: Readonly<Record<string, ModuleRole>>;
}

/** The isolated export `name` of a module. Names come from sources, so `toString` must not find Object's. */
export function isolatedExport(
  module: Pick<ImportedModule, 'instance' | 'isolated'> | undefined,
  name: string,
): IsolatedExport | undefined {
  if (module?.instance !== undefined)
    return { origin: module.instance, slot: name, instance: module.instance };
  return module && Object.hasOwn(module.isolated, name) ? module.isolated[name] : undefined;
}

/** Whether a module may have isolated exports. */
export function hasIsolatedExports({ isolated, instance }: ImportedModule): boolean {
  return instance !== undefined || Object.keys(isolated).length > 0;
}

/** What is known of the module that `specifier` means. */
export function importedModule(
  imports: Readonly<Record<string, ImportedModule>>,
  specifier: string | undefined,
): ImportedModule | undefined {
  return specifier !== undefined && Object.hasOwn(imports, specifier) ? imports[specifier] : undefined;
}

/** Options of {@link transform}. */
export interface TransformOptions {
  /** The file's path. Its extension tells TypeScript and JSX; messages and source maps show it. */
  readonly filename: string;
  /** Default `bindings`. */
  readonly policy?: ModulePolicy;
  /** Default `auto`: by extension, then by `import` and `export`. */
  readonly sourceType?: 'auto' | 'module' | 'commonjs';
  /**
   * What the imported modules isolate, by specifier; those that are not listed are taken as shared. A host that links
   * files gives it for each. Without it the file stands alone: nobody needs to reach the records behind its exports.
   */
  readonly imports?: Readonly<Record<string, ImportedModule>>;
  /**
   * Whether all code that imports the module is known, and does no more than read what the module says may then be
   * shared ({@link ModuleSummary.ifRead}). Default false.
   */
  readonly importersRead?: boolean;
  /** The top-level variables of whose values, by their types, nobody may change any part. Default none is known. */
  readonly readonlyTypes?: readonly string[];
  /** Whether the result goes to a bundler, which has `require` in ES modules, too. Policy `strict` needs it. Default false. */
  readonly bundled?: boolean;
  /** Whether the input is a finished bundle, where bundlers have turned `const` into `var`. Default false. */
  readonly finished?: boolean;
  /** Whether globals that the program creates are private to a photon. Default false. */
  readonly globals?: boolean;
  /** How generated code gets the runtime: `import` it, or take it from the process (`global`). Default `import`. */
  readonly runtime?: 'import' | 'global';
  /** What generated code names the runtime that it imports. Default `@photonize/runtime`. */
  readonly runtimeSpecifier?: string;
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<TransformOptions> & {
  /** Whether other files may import what this one exports. */
  readonly linked: boolean;
};

const DEFAULTS: Omit<Required<TransformOptions>, 'filename'> = {
  policy: 'bindings',
  sourceType: 'auto',
  imports: {},
  importersRead: false,
  readonlyTypes: [],
  bundled: false,
  finished: false,
  globals: false,
  runtime: 'import',
  runtimeSpecifier: RUNTIME_SPECIFIER,
};

/**
 * Checks options and fills in defaults.
 * @throws {CompileError} PHO1002 for an unknown option, PHO1003 for an unknown policy
 */
export function resolveOptions(options: TransformOptions): ResolvedOptions {
  assertKnownOptions(options, ['filename', ...Object.keys(DEFAULTS)]);
  const resolved = { ...DEFAULTS, ...options, linked: options.imports !== undefined };
  assertModulePolicy(resolved.policy);
  return resolved;
}

/** @throws {CompileError} PHO1002 when one of `options` is not among the `known` */
export function assertKnownOptions(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((option) => !known.includes(option));
  if (unknown === undefined) return;
  const details = { option: unknown, suggestion: suggest(unknown, known), known: known.join(', ') };
  throw new CompileError([createDiagnostic('PHO1002', details)]);
}

/** @throws {CompileError} PHO1003 when `policy` is none that a program can have */
export function assertPolicy(policy: string): asserts policy is Policy {
  assertOneOf(POLICIES, policy);
}

/**
 * @param place where the policy is named, if it is in a file
 * @throws {CompileError} PHO1003 when `policy` is none that a module can have
 */
export function assertModulePolicy(policy: string, place?: SourcePlace): asserts policy is ModulePolicy {
  assertOneOf(MODULE_POLICIES, policy, place);
}

function assertOneOf(policies: readonly string[], policy: string, place?: SourcePlace): void {
  if (policies.includes(policy)) return;
  const details = { policy, suggestion: suggest(policy, policies), known: policies.join(', ') };
  throw new CompileError([createDiagnostic('PHO1003', details, place)]);
}

/** @throws {CompileError} PHO1012 when `adapter` is none */
export function assertAdapter(adapter: string): asserts adapter is AdapterName {
  const known = Object.keys(ADAPTERS);
  if (known.includes(adapter)) return;
  const details = { adapter, suggestion: suggest(adapter, known), known: known.join(', ') };
  throw new CompileError([createDiagnostic('PHO1012', details)]);
}

/** The options with the policy that the file itself pins by `@photon-module`. */
export function effectivePolicy(
  options: ResolvedOptions,
  { ast, source, filename }: ParsedFile,
): ResolvedOptions {
  const [pin] = modulePins(ast);
  if (pin === undefined) return options;
  const { start, end } = pin.comment.loc ?? {};
  assertModulePolicy(pin.policy, { filename, source, ...(start && { start }), ...(end && { end }) });
  return { ...options, policy: pin.policy };
}
