import console from 'node:console';
import process from 'node:process';

/**
 * Objects that a process has one of, whatever its modules do. Modules that keep one, as in `let env = process.env`,
 * share it, and photons find the same one.
 */
const HOST_OBJECTS: ReadonlySet<unknown> = new Set([globalThis, process, process.env, console]);

/** Whether a value is an object of the host that everybody shares. */
export function isHostObject(value: unknown): boolean {
  return HOST_OBJECTS.has(value);
}

/** Whether a value is an object, be it a function. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
