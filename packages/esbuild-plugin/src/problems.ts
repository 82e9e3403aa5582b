import { displayName, type Linker, type LinkerHost } from '@photonize/linker';
import { CompileError, type Diagnostic, type ModulePolicy, transform } from '@photonize/transform';
import type { FileTransform } from './file-transform.js';

/** What it takes to find problems. */
export interface Survey {
  readonly linker: Linker;
  readonly resolve: LinkerHost['resolve'];
  /** The code of a module. */
  readonly read: (path: string) => string;
  readonly policyOf: (path: string) => ModulePolicy;
  readonly transformFile: FileTransform;
  /** What paths in messages are relative to. */
  readonly directory: string;
}

/**
 * The problems of a build. esbuild does not look behind a file that cannot be loaded, so whoever finds a problem
 * there looks for those of all files that it would have loaded, and a build shows all of them.
 */
export class Problems {
  readonly #survey: Survey;
  readonly #visited = new Set<string>();

  constructor(survey: Survey) {
    this.#survey = survey;
  }

  startBuild(): void {
    this.#visited.clear();
  }

  /** The errors in a file, and those in all that it loads unless somebody has looked there in this build. */
  async from(path: string): Promise<Diagnostic[]> {
    const found = await this.#of(path);
    this.#visited.add(path);
    const queue = await this.#loadedBy(path);
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      if (this.#visited.has(file)) continue;
      this.#visited.add(file);
      found.push(...(await this.#of(file)));
      queue.push(...(await this.#loadedBy(file)));
    }
    return found;
  }

  /** The errors in one file, in the terms of that file. */
  async #of(path: string): Promise<Diagnostic[]> {
    const { transformFile, read, policyOf, directory } = this.#survey;
    const source = read(path);
    const filename = displayName(path, directory);
    // Where a file that it imports has errors, its own show only without that one.
    const linked = await errorsOf(() => transformFile(path, source));
    const alone = await errorsOf(() =>
      transform(source, { filename, policy: policyOf(path), bundled: true }),
    );
    const isFirst = firstAtItsPlace();
    return [...linked, ...alone].filter((each) => each.filename === filename && isFirst(each));
  }

  async #loadedBy(path: string): Promise<string[]> {
    const { linker, resolve } = this.#survey;
    const summary = await linker.summary(path).catch(() => undefined);
    const targets = summary?.dependencies.map((dependency) => resolve(dependency, path)) ?? [];
    return (await Promise.all(targets)).filter((target) => target !== undefined);
  }
}

/** Tells of each diagnostic whether it is the first of its kind at its place. */
function firstAtItsPlace(): (diagnostic: Diagnostic) => boolean {
  const seen = new Set<string>();
  return ({ code, filename, location }) => {
    const key = `${code} ${filename}:${location?.line}:${location?.column}`;
    const { size } = seen;
    return seen.add(key).size > size;
  };
}

async function errorsOf(work: () => unknown): Promise<readonly Diagnostic[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics;
    throw error;
  }
}
