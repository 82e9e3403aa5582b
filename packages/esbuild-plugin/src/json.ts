import { readFile } from 'node:fs/promises';
import type { ModulePolicy } from '@photonize/transform';
import type { BuildOptions } from 'esbuild';

/** Whether a build reads a file as JSON. */
export function isJson(path: string, { loader = {} }: BuildOptions): boolean {
  return path.endsWith('.json') && (loader['.json'] ?? 'json') === 'json';
}

/** Whether photons may have objects in a JSON file of their own: elsewhere it is like a constant. */
export function isolatesJson(policy: ModulePolicy): boolean {
  return policy === 'strict' || policy === 'instance';
}

/**
 * A JSON file as a CommonJS module.
 *
 *     {"level":1}  →  module.exports = JSON.parse("{\"level\":1}");
 */
export function moduleOfJson(text: string): string {
  return `module.exports = JSON.parse(${JSON.stringify(withoutMark(text))});\n`;
}

/** Whether a file cannot be parsed. */
export async function isBrokenJson(path: string): Promise<boolean> {
  try {
    JSON.parse(withoutMark(await readFile(path, 'utf8')));
    return false;
  } catch {
    return true;
  }
}

/** Without the mark of its encoding. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
