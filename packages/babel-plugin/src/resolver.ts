import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import type { Dependency } from '@photonize/transform';
import { type NapiResolveOptions, ResolverFactory } from 'oxc-resolver';

const EXTENSIONS: NapiResolveOptions = {
  extensions: ['.tsx', '.ts', '.jsx', '.js', '.mts', '.mjs', '.cts', '.cjs', '.json', '.d.ts'],
  extensionAlias: {
    '.js': ['.js', '.ts', '.tsx'],
    '.jsx': ['.jsx', '.tsx'],
    '.mjs': ['.mjs', '.mts'],
    '.cjs': ['.cjs', '.cts'],
  },
};

/**
 * Finds files by Node's rules as bundlers extend them: `exports` and `imports` of packages, TypeScript's extensions
 * and `paths`, specifiers without extension.
 */
export class Resolver {
  readonly #forImport: ResolverFactory;
  readonly #forRequire: ResolverFactory;

  constructor(conditions: readonly string[]) {
    const factory = (kind: string) =>
      new ResolverFactory({ ...EXTENSIONS, conditionNames: ['node', kind, ...conditions], tsconfig: 'auto' });
    this.#forImport = factory('import');
    this.#forRequire = factory('require');
  }

  /** Forgets what it saw of the file system: no watcher tells a Babel plugin what came and went. */
  forget(): void {
    this.#forImport.clearCache();
    this.#forRequire.clearCache();
  }

  /** The path of the file that `dependency` means, or `undefined` if there is none. */
  find({ specifier, kind }: Dependency, importer: string): string | undefined {
    const resolver = kind === 'require' ? this.#forRequire : this.#forImport;
    const found = resolver.resolveFileSync(importer, specifier);
    // A tsconfig.json that cannot be read fails every specifier.
    return found.path ?? resolver.sync(dirname(importer), specifier).path;
  }
}

const byConditions = new Map<string, Resolver>();

/** The resolver for those conditions, kept for the process. */
export function resolverFor(conditions: readonly string[]): Resolver {
  const key = conditions.join();
  const resolver = byConditions.get(key) ?? new Resolver(conditions);
  byConditions.set(key, resolver);
  return resolver;
}

/** Whether a specifier names no file: a builtin of the runtime, a URL, a module that some tool makes up. */
export function isForeign(specifier: string): boolean {
  return isBuiltin(specifier) || (/^[a-z][a-z\d+.-]+:/i.test(specifier) && !specifier.startsWith('file:'));
}
