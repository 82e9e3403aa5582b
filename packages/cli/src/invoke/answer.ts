import { inspect } from 'node:util';
import type { Invoke } from './invocation.js';

/** What became of an event, as it is printed. */
export type Answer =
  | { readonly ok: unknown }
  | { readonly error: { readonly name: string; readonly message: string } };

/** Called with what a function threw. */
export type OnError = (error: unknown) => void;

/**
 * Invokes the function once.
 * @returns the answer as JSON; never rejects
 */
export async function answerEvent(invoke: Invoke, event: unknown, onError?: OnError): Promise<string> {
  try {
    return printResult(await invoke(event));
  } catch (error) {
    onError?.(error);
    return printError(error);
  }
}

/** @throws {TypeError} when JSON cannot hold `result` */
function printResult(result: unknown): string {
  const text: string | undefined = JSON.stringify(result ?? null);
  if (text === undefined)
    throw new TypeError(`The answer cannot be written as JSON: it is a ${typeof result}`);
  return `{"ok":${text}}`;
}

function printError(error: unknown): string {
  const name = text(error, 'name') || typeof error;
  return JSON.stringify({ error: { name, message: messageOf(error) } } satisfies Answer);
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const message = text(error, 'message');
  return message !== '' || error instanceof Error ? message : inspect(error);
}

/** Reads a property of something thrown, which may be anything, a throwing getter included. */
function text(value: unknown, key: 'name' | 'message'): string {
  try {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : '';
    return typeof found === 'string' ? found : '';
  } catch {
    return '';
  }
}
