import { randomUUID } from 'node:crypto';
import type { Handler } from './handler.js';

/** Gives the function one event. */
export type Invoke = (event: unknown) => unknown;

/** Invocations that leave module-level state to the function, like those of a host that knows no photons. */
export async function plainInvocations({ name, call }: Handler): Promise<Invoke> {
  if (name !== 'main') return (event) => call(event);
  const { store } = await import('@photonize/runtime');
  return (event) => call(event, store, randomUUID());
}

/**
 * Invocations that are photons. A function called `main` gets the shared store and its photon's id, as
 * Listing 1 of the Photons paper has it.
 */
export async function photonInvocations({ name, call }: Handler): Promise<Invoke> {
  // Imported after the function's file, whose own runtime then serves both: the first one loaded does.
  const { isPhotonized, runPhoton, store } = await import('@photonize/runtime');
  if (isPhotonized(call))
    return name === 'main' ? (event) => call(event, store, randomUUID()) : (event) => call(event);
  if (name !== 'main') return (event) => runPhoton(() => call(event));
  return (event) => runPhoton((photon) => call(event, store, photon.id));
}
