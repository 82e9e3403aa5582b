import { resolve } from 'node:path';
import { problem } from '../problems.js';
import { commandFrame } from '../terminal/frame.js';
import type { OutputFile } from './write.js';

/**
 * Checks that outputs are neither inputs nor the same file twice.
 * @throws {Problem} PHO9007
 */
export function assertNoOverwrite(outputs: readonly OutputFile[], inputs: readonly string[]): void {
  const sources = new Set(inputs.map((input) => resolve(input)));
  const taken = new Set<string>();
  for (const { path: file } of outputs) {
    const path = resolve(file);
    if (sources.has(path)) throw problem('PHO9007', { file, what: 'an input' }, commandFrame(file));
    if (taken.has(path)) throw problem('PHO9007', { file, what: 'another output' }, commandFrame(file));
    taken.add(path);
  }
}
