import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** A function, and events for it. */
export interface Program {
  readonly entry: string;
  readonly events: readonly unknown[];
}

/** A program made for bundlers: `fixtures/bundles/<name>`. */
export function bundleProgram(name: string): Program {
  const folder = join(FIXTURES, 'bundles', name);
  const events = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8')) as unknown[];
  return { entry: join(folder, 'index.js'), events };
}

/** One of the functions in `fixtures/functions`, with its first events. */
export function functionProgram(name: string, count: number): Program {
  const folder = join(FIXTURES, 'functions', name);
  const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').trim().split('\n').slice(0, count);
  return { entry: join(folder, 'index.js'), events: lines.map((line) => JSON.parse(line) as unknown) };
}
