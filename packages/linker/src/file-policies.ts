import {
  assertModulePolicy,
  assertPolicy,
  createDiagnostic,
  type Diagnostic,
  type ModulePolicy,
  type Policy,
  suggest,
} from '@photonize/transform';

/** What users say of policies: one for the program, and others for single modules. */
export interface PolicySettings {
  /** The policy of modules that nothing else pins. Default `bindings`. */
  readonly policy?: Policy;
  /** Modules that all photons share, each by a pattern such as those of `modules`. They count first. Default none. */
  readonly share?: readonly string[];
  /**
   * Policies of single modules: a policy for each pattern, which is the name of a package (`pg`, `@scope/name`), or whole
   * parts of a path (`src/db/pool.js`, `pg/lib/`, `/node_modules/`). The first match counts.
   */
  readonly modules?: Readonly<Record<string, ModulePolicy>>;
}

/** The policy of each file, as the settings say. */
export class FilePolicies {
  readonly #policy: Policy;
  readonly #pins: readonly (readonly [pattern: string, policy: ModulePolicy])[];
  readonly #used = new Set<string>();
  readonly #packages = new Set<string>();

  /** @throws {CompileError} PHO1003 for an unknown policy */
  constructor({ policy = 'bindings', share = [], modules = {} }: PolicySettings) {
    assertPolicy(policy);
    for (const each of Object.values(modules)) assertModulePolicy(each);
    this.#policy = policy;
    this.#pins = [...share.map((pattern) => [pattern, 'shared'] as const), ...Object.entries(modules)];
  }

  of(path: string): ModulePolicy {
    if (this.#pins.length === 0) return this.#policy;
    const parts = path.split(/[\\/]/);
    const ownPackage = packageOf(parts);
    if (ownPackage !== undefined) this.#packages.add(ownPackage);
    const pin = this.#pins.find(([pattern]) => isMeant(pattern, parts, ownPackage));
    if (pin) this.#used.add(pin[0]);
    return pin?.[1] ?? this.#policy;
  }

  /** Warns of pins that have matched none of the files that were asked for. */
  unused(): Diagnostic[] {
    return this.#pins
      .filter(([pattern]) => !this.#used.has(pattern))
      .map(([pattern, policy]) => {
        const suggestion = suggest(pattern, [...this.#packages]);
        return createDiagnostic('PHO1014', { pattern, policy, suggestion });
      });
  }
}

const PACKAGE_NAME = /^(?:@[^/]+\/)?[^./@][^/]*$/;

/** Whether a pattern means a file: it is one of the package, or its path has these parts. */
function isMeant(pattern: string, parts: readonly string[], ownPackage: string | undefined): boolean {
  if (PACKAGE_NAME.test(pattern)) return pattern === ownPackage;
  const wanted = pattern.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (wanted.length === 0) return false;
  return parts.some((_, start) =>
    wanted.every((part, i) => {
      const there = parts[start + i];
      const isName = start + i === parts.length - 1 && i === wanted.length - 1;
      return there === part || (isName && there?.replace(/\.\w+$/, '') === part);
    }),
  );
}

/** The name of the installed package that a file belongs to. */
function packageOf(parts: readonly string[]): string | undefined {
  const folder = parts.lastIndexOf('node_modules');
  const [name, inScope] = folder < 0 ? [] : parts.slice(folder + 1);
  return name?.startsWith('@') ? `${name}/${inScope}` : name;
}
