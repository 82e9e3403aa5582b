import { GENERATED_NAMES } from '@photonize/runtime/interface';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { Names } from '../scope/names.js';
import type { RecordSource } from './targets.js';

/** Chooses names for generated bindings that the source does not use anywhere. */
export class GeneratedNames {
  readonly #source: string;
  readonly #suffix: string;
  readonly #taken = new Set<string>();
  /** For each base, the next index to try, and whether the source contains the base at all. */
  readonly #progress = new Map<string, { next: number; readonly occurs: boolean }>();

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

  /** A fresh name that starts with `base`. Bundles ask for thousands, so no index is tried twice. */
  fresh(base: string): string {
    const progress = this.#progress.get(base) ?? { next: 0, occurs: this.#source.includes(base) };
    this.#progress.set(base, progress);
    for (;;) {
      const index = progress.next++;
      const name = index === 0 ? base : `${base}${index}`;
      if ((progress.occurs && this.#source.includes(name)) || this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

/** FNV-1a. */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (state >>> 0).toString(36);
}

/** The generated bindings of one unit. */
export interface UnitNames {
  readonly table: string;
  readonly module: string;
  readonly photon: string;
  readonly record: string;
  readonly value: string;
  readonly key: string;
}

export function unitNames(names: GeneratedNames): UnitNames {
  return {
    table: names.fresh(GENERATED_NAMES.table),
    module: names.ofModule(GENERATED_NAMES.module),
    photon: names.ofModule(GENERATED_NAMES.photon),
    record: names.fresh(GENERATED_NAMES.record),
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
