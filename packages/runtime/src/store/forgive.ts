import { PhotonError } from '../errors.js';
import { Deferred } from './deferred.js';

/**
 * An unhandled rejection ends the process, and all other photons with it. A photon that has ended may have
 * nobody left to handle what it is refused, so that refusal never counts as unhandled; all other errors do.
 *
 * @returns what settles as `work` does
 */
export function forgiveEnd<T>(work: Promise<T>): Promise<T> {
  const answer = new Deferred<T>();
  work.then(answer.resolve, (error: unknown) => {
    if (error instanceof PhotonError && error.code === 'PHOTON_ENDED') answer.promise.catch(() => {});
    answer.reject(error);
  });
  return answer.promise;
}
