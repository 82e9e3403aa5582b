import { PhotonError } from './errors.js';
import { PROTOCOL, RUNTIME_KEY } from './interface.js';

/**
 * Every bundle carries a runtime, and all runtimes of one process must agree on the current photon and on the
 * store. The first one loaded serves them all.
 *
 * @param own what this copy would offer
 * @returns what the process's first runtime offers
 * @throws {PhotonError} PHOTON_RUNTIME_VERSION when that one speaks another version of the interface
 */
export function agreeOnRuntime<T extends object>(own: T): T {
  const holder = globalThis as { [RUNTIME_KEY]?: { protocol: number; runtime: T } };
  holder[RUNTIME_KEY] ??= { protocol: PROTOCOL, runtime: own };
  const { protocol, runtime } = holder[RUNTIME_KEY];
  if (protocol === PROTOCOL) return runtime;
  throw new PhotonError(
    'PHOTON_RUNTIME_VERSION',
    `This process already runs a @photonize/runtime of interface version ${protocol}; this bundle needs ${PROTOCOL}. ` +
      'Build all bundles of a process with the same photonize version.',
  );
}
