import { PhotonError } from '../errors.js';
import type { Photon } from '../photon/photon.js';
import type { Claim } from './claim.js';

/** The owner of `mine` asks again for what it holds or waits for. */
export function lockHeld<K>(mine: Claim<K>): PhotonError {
  const state = mine.held ? 'holds' : 'waits for';
  return new PhotonError(
    'PHOTON_LOCK_HELD',
    `${nameOf(mine.owner)} already ${state} the ${lockOf(mine)} and would wait for itself. ` +
      'Release that lock first, or do all the work under one: locks are neither re-entrant nor upgradable.',
  );
}

/** @param holders who held the lock when the time was over */
export function lockTimeout<K>(claim: Claim<K>, timeout: number, holders: Iterable<Claim<K>>): PhotonError {
  const names = Array.from(holders, (holder) => nameOf(holder.owner)).join(', ');
  return new PhotonError(
    'PHOTON_LOCK_TIMEOUT',
    `${nameOf(claim.owner)} waited ${timeout} ms for the ${lockOf(claim)}, held by: ${names}`,
  );
}

/** @param photon asked for a lock too late, or waited for one when it ended */
export function lockAfterEnd(photon: Photon, key: unknown): PhotonError {
  return new PhotonError(
    'PHOTON_ENDED',
    `Photon ${photon.id} has ended: it no longer gets the lock on ${describeKey(key)}`,
  );
}

function nameOf(owner: Photon | undefined): string {
  return owner === undefined ? 'Code outside every photon' : `Photon ${owner.id}`;
}

function lockOf<K>({ mode, key }: Claim<K>): string {
  return `${mode} lock on ${describeKey(key)}`;
}

function describeKey(key: unknown): string {
  if (typeof key === 'string') return JSON.stringify(key);
  if (typeof key === 'function') return `function ${key.name}`;
  return typeof key === 'object' ? Object.prototype.toString.call(key) : String(key);
}
