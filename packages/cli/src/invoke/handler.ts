import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { problem } from '../problems.js';
import { commandFrame } from '../terminal/frame.js';

type Callable = (...args: readonly unknown[]) => unknown;

/** A function of a loaded file, and the name it goes by there. */
export interface Handler {
  readonly name: string;
  readonly call: Callable;
}

type Exports = Readonly<Record<string, unknown>>;

/**
 * Loads a built file, ES module or CommonJS, and finds its handler.
 * @throws {Problem} PHO9004, PHO9008
 */
export async function loadHandler(file: string, name: string): Promise<Handler> {
  const namespace = await load(file);
  // A CommonJS module's `exports` is the default export; Node names only those it can see in the text.
  const sources = [namespace, namespace.default].filter(isExports);
  const call = sources.map((source) => source[name]).find((value) => typeof value === 'function');
  if (call !== undefined) return { name, call: call as Callable };
  const names = [...new Set(sources.flatMap(functionsOf))].map((key) => `\`${key}\``);
  const exports =
    names.length > 0 ? `It exports ${names.join(', ')}: choose with --handler.` : 'It exports none at all.';
  throw problem('PHO9004', { file, handler: name, exports }, commandFrame(name));
}

async function load(file: string): Promise<Exports> {
  try {
    return await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    throw problem('PHO9008', { file, detail: inspect(error) });
  }
}

function isExports(value: unknown): value is Exports {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function functionsOf(exports: Exports): readonly string[] {
  return Object.keys(exports).filter((key) => key !== 'module.exports' && typeof exports[key] === 'function');
}
