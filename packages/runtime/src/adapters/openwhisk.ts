import { type ObjectStore, runPhoton, standIn, store } from '@photonize/runtime';
import { isolateEnv } from '@photonize/runtime/env';

/**
 * An OpenWhisk action of which each activation is one photon, with the activation's id as its own.
 * It keeps its `__OW_*` variables, which the host writes into `process.env` just before it calls `main`.
 *
 *     export const main = openwhisk((params) => ({ user: params.user }));
 *     export const main = openwhisk(async (params, store, photonId) => { … });   // as in the Photons paper
 */
export function openwhisk<Params, Result>(
  main: (params: Params, store: ObjectStore, photonId: string) => Result,
): (params: Params) => Promise<Awaited<Result>> {
  const env = isolateEnv();
  return standIn(main, function (this: unknown, params: Params): Promise<Awaited<Result>> {
    const variables = activationVariables();
    return runPhoton<Awaited<Result>>(
      (photon) => {
        env.give(photon, variables);
        return main.call(this, params, store, photon.id) as Awaited<Result>;
      },
      { id: variables.__OW_ACTIVATION_ID },
    );
  });
}

/** What the host has written for the activation that begins. */
function activationVariables(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('__OW_')));
}
