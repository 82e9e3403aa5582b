import { GENERATED_NAMES } from '@photonize/runtime/interface';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { Names } from '../scope/names.js';
import type { RecordSource } from './targets.js';

/** Chooses names for generated bindings that the source does not use anywhere. */
export class GeneratedNames {
  readonly #source: string;
  readonly #suffix: string;
  readonly #taken = new Set<string>();
  /** For each base, the next index to try, and the indices that follow it somewhere in the source. */
  readonly #progress = new Map<string, { next: number; readonly occurring: ReadonlySet<string> }>();

  constructor({ file: { source, filename }, names, evals: { codes } }: ModuleFacts) {
    this.#source = [source, ...codes.map((code) => code.source)].join('\n');
    this.#suffix = codes.length > 0 ? `_${hash(filename)}` : '';
    // Names can be written with escapes, which a search of the text would miss.
    if (!this.#source.includes('\\u')) return;
    for (const each of [names, ...codes.map((code) => code.names)]) this.#takeAll(each);
  }

  #takeAll({ scopes, globals }: Names): void {
    for (const name of globals.keys()) this.#taken.add(name);
    for (const { declared } of scopes) for (const { name } of declared) this.#taken.add(name);
  }

  /**
   * A fresh name for a function that the code of evals may call. Bundlers rename what two modules call the same,
   * and do not see that code, so the name has to be one that no other module uses.
   */
  ofModule(base: string): string {
    return this.fresh(`${base}${this.#suffix}`);
  }

  /** A fresh name that starts with `base`. Bundles ask for thousands, so the source is searched once for each base. */
  fresh(base: string): string {
    const progress = this.#progress.get(base) ?? { next: 0, occurring: indicesAfter(base, this.#source) };
    this.#progress.set(base, progress);
    for (;;) {
      const index = progress.next === 0 ? '' : String(progress.next);
      progress.next += 1;
      const name = base + index;
      if (progress.occurring.has(index) || this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

/** The digits that follow `base` in a text, and what they begin with: `$r12` takes the names `$r`, `$r1` and `$r12`. */
function indicesAfter(base: string, text: string): Set<string> {
  const found = new Set<string>();
  for (let at = text.indexOf(base); at >= 0; at = text.indexOf(base, at + 1)) {
    let index = '';
    found.add(index);
    for (let i = at + base.length; isDigit(text.charCodeAt(i)); i++) {
      index += text[i];
      found.add(index);
    }
  }
  return found;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** FNV-1a. */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (state >>> 0).toString(36);
}

/** What a file calls the runtime's functions. */
export type RuntimeNames = Readonly<
  Record<'define' | 'view' | 'load' | 'instanceOf' | 'importInstance' | 'globals' | 'isolateGlobals', string>
>;

/** The generated bindings of one unit. */
export interface UnitNames {
  readonly table: string;
  readonly module: string;
  readonly photon: string;
  readonly record: string;
  /** What destructuring declarations assign. */
  readonly variables: string;
  readonly value: string;
  readonly key: string;
}

export function unitNames(names: GeneratedNames): UnitNames {
  return {
    table: names.fresh(GENERATED_NAMES.table),
    module: names.ofModule(GENERATED_NAMES.module),
    photon: names.ofModule(GENERATED_NAMES.photon),
    record: names.fresh(GENERATED_NAMES.record),
    variables: names.fresh(GENERATED_NAMES.variables),
    value: names.fresh(GENERATED_NAMES.value),
    key: names.fresh(GENERATED_NAMES.key),
  };
}

/**
 * A record source that is reached by calling `photon`.
 * @param topLevel what top-level code calls the record
 * @param given the record of the step around a path
 */
export function recordSource(
  photon: string,
  record: string,
  topLevel: RecordSource['topLevel'] = () => `${photon}()`,
  given: RecordSource['given'] = () => undefined,
): RecordSource {
  return {
    variable: (depth, index) =>
      [record, depth || index ? `_${depth}` : '', index ? `_${index}` : ''].join(''),
    lookup: (captured) => `${photon}(${captured ?? ''})`,
    topLevel,
    given,
  };
}

/** The export by which importers reach the record behind the isolated export `name`. */
export function companionName(name: string): string {
  const suffix = name.replace(/[^\w$]/gu, (character) => `$${character.codePointAt(0)?.toString(16)}$`);
  return `${GENERATED_NAMES.companion}${suffix}`;
}
