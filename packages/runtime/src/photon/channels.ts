import { channel } from 'node:diagnostics_channel';
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
