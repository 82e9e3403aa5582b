import process from 'node:process';
import { WEIGHTS } from './generate/weights.ts';
import type { Verdict } from './run/verdict.ts';
import type { Report } from './worker.ts';

/** Seconds between lines of progress. */
const PACE = 10;

/** Counts what became of programs, and which constructs they held. */
export class Summary {
  readonly #runs: number;
  readonly #started = performance.now();
  readonly #kinds = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  readonly #checks = new Map<string, number>();
  readonly #constructs = new Map<string, number>();
  readonly #failed: number[] = [];
  #done = 0;
  #shown = performance.now();

  constructor(runs: number) {
    this.#runs = runs;
  }

  add({ run, check, verdict, constructs }: Report): void {
    this.#done += 1;
    count(this.#kinds, verdict.kind);
    count(this.#checks, check);
    const reason = reasonOf(verdict);
    if (reason) count(this.#reasons, `${verdict.kind}: ${reason}`);
    for (const construct of constructs) count(this.#constructs, construct);
    if (verdict.kind === 'different') this.#failed.push(run);
    this.#showProgress();
  }

  addStuck(run: number): void {
    this.#failed.push(run);
  }

  get failures(): number {
    return this.#failed.length;
  }

  /** Constructs of the tables of weights that no program held. */
  get missing(): string[] {
    const { program: _, modules: _modules, percent: _percent, ...tables } = WEIGHTS;
    const all = Object.entries(tables).flatMap(([table, weights]) =>
      Object.keys(weights).map((key) => `${table}.${key}`),
    );
    return all.filter((construct) => !this.#constructs.has(construct));
  }

  data(): object {
    const seconds = (performance.now() - this.#started) / 1000;
    return {
      runs: this.#done,
      seconds,
      programsPerSecond: this.#done / seconds,
      verdicts: Object.fromEntries(this.#kinds),
      reasons: Object.fromEntries(this.#reasons),
      checks: Object.fromEntries(this.#checks),
      failed: this.#failed,
      constructs: Object.fromEntries([...this.#constructs].sort()),
      missing: this.missing,
    };
  }

  text(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const constructs = [...this.#constructs].sort(([a], [b]) => (a < b ? -1 : 1));
    return [
      '',
      `${this.#done} programs in ${seconds.toFixed(0)} s, ${(this.#done / seconds).toFixed(1)} a second`,
      ...lines('verdicts', this.#kinds),
      ...lines('checked', this.#checks),
      ...lines('why', this.#reasons),
      `programs with each construct:`,
      ...inColumns(constructs.map(([construct, programs]) => `${construct} ${programs}`)),
      ...(this.missing.length > 0 ? [`never: ${this.missing.join(', ')}`] : []),
      this.failures > 0
        ? `${this.failures} programs break the law: runs ${this.#failed.join(', ')}`
        : 'no divergence',
    ].join('\n');
  }

  #showProgress(): void {
    if (performance.now() - this.#shown < PACE * 1000) return;
    this.#shown = performance.now();
    const rate = this.#done / ((this.#shown - this.#started) / 1000);
    process.stderr.write(`${this.#done} of ${this.#runs}, ${rate.toFixed(0)}/s, ${this.failures} failed\n`);
  }
}

function reasonOf(verdict: Verdict): string | undefined {
  if (verdict.kind === 'broken') return verdict.error.replace(/[:'].*/s, '');
  if (verdict.kind === 'refused') return /PHO\d+/.exec(verdict.message)?.[0];
  return verdict.kind === 'reported' ? /PHOTON?_?\w+/.exec(verdict.message)?.[0] : undefined;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function lines(title: string, counts: ReadonlyMap<string, number>): string[] {
  if (counts.size === 0) return [];
  const entries = [...counts].sort(([, a], [, b]) => b - a);
  return [`${title}: ${entries.map(([key, value]) => `${key} ${value}`).join(', ')}`];
}

function inColumns(texts: readonly string[]): string[] {
  const width = 36;
  const perLine = 3;
  return Array.from({ length: Math.ceil(texts.length / perLine) }, (_, i) =>
    texts
      .slice(i * perLine, (i + 1) * perLine)
      .map((text) => `  ${text.padEnd(width)}`)
      .join('')
      .trimEnd(),
  );
}
