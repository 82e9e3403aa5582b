import { PhotonError, warn } from '../errors.js';
import { channels } from './channels.js';
import type { Photon } from './photon.js';

/** What happens when module-level state is touched outside every photon, after its module has been evaluated. */
export type OrphanAccess = 'root' | 'warn' | 'throw';

let orphanAccess: OrphanAccess = 'root';

/**
 * Chooses what happens when code outside every photon touches module-level state: `root` gives it the state that no
 * photon sees; `warn` does, too, and says so once for each module; `throw` refuses. In a host whose functions only run as
 * photons, such code has lost its async context, and would mix what belongs to different invocations.
 */
export function setOrphanAccess(access: OrphanAccess): void {
  orphanAccess = access;
}

/** @throws {PhotonError} PHOTON_ORPHAN_REFUSED if such accesses are to throw */
export function noteOrphanAccess(module: string): void {
  if (channels.orphan.hasSubscribers) channels.orphan.publish({ module, photon: undefined });
  if (orphanAccess === 'root') return;
  const message =
    `State of ${module} was touched outside every photon: the async context was lost, or a function was called that is ` +
    'no photon. AsyncResource.bind() keeps the context of a callback.';
  if (orphanAccess === 'throw') throw new PhotonError('PHOTON_ORPHAN_REFUSED', message);
  warn('PHOTON_ORPHAN_ACCESS', message);
}

/** Notes that code of a photon that has ended touches its state. */
export function noteLateAccess(module: string, photon: Photon): void {
  if (channels.late.hasSubscribers) channels.late.publish({ module, photon });
}
