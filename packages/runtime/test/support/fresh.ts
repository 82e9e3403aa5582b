import { vi } from 'vitest';
import { RUNTIME_KEY } from '../../src/interface.js';

export type Runtime = typeof import('../../src/index.js');

/** A runtime that has seen no module yet: those with async init concern every photon that starts after them. */
export async function freshRuntime(): Promise<Runtime> {
  vi.resetModules();
  Reflect.deleteProperty(globalThis, RUNTIME_KEY);
  return import('../../src/index.js');
}
