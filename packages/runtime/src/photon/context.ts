import { AsyncLocalStorage } from 'node:async_hooks';
import type { Evaluation } from '../module/evaluation.js';
import { Photon } from './photon.js';

/**
 * Who runs: a photon, or the evaluation of a module's top-level code at root. `undefined` is root after
 * module evaluation. Both travel with the async context, so continuations belong to what started them.
 */
export const context = new AsyncLocalStorage<Photon | Evaluation | undefined>();

/** The photon whose code is running, or `undefined` at root. Module evaluation is of the photon that loads the module. */
export function currentPhoton(): Photon | undefined {
  const current = context.getStore();
  return current instanceof Photon ? current : current?.photon;
}

/** Root as a photon: in modules that a photon loaded, and whose variables are that photon's. */
export const ROOT = new Photon('root');
