import { channel } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import type { Photon } from './photon.js';

/** What is published when a photon starts or ends. */
export interface PhotonMessage {
  readonly photon: Photon;
}

/** What is published when a photon has run the init of modules that it touches. */
export interface InitMessage extends PhotonMessage {
  readonly modules: readonly string[];
  /** In milliseconds, waiting included. */
  readonly duration: number;
}

/** What is published when module-level state is touched outside every photon, or by one that has ended. */
export interface AccessMessage {
  readonly module: string;
  /** The photon that has ended. */
  readonly photon: Photon | undefined;
}

/** Channels of `node:diagnostics_channel`. Without subscribers they cost a look at a field. */
export const channels = {
  start: channel('photonize:photon:start'),
  init: channel('photonize:photon:init'),
  end: channel('photonize:photon:end'),
  orphan: channel('photonize:access:orphan'),
  late: channel('photonize:access:late'),
} as const;

/** Tells subscribers, at its end, how long an init has taken. `undefined` where there are none. */
export function timeInit(
  photon: Photon,
  tables: readonly { readonly id: string }[],
): { end(): void } | undefined {
  if (!channels.init.hasSubscribers) return undefined;
  const began = performance.now();
  return {
    end: () => {
      const modules = tables.map(({ id }) => id);
      channels.init.publish({ photon, modules, duration: performance.now() - began });
    },
  };
}
