/**
 * Photons, their module-level state, and the store that they share.
 *
 * @packageDocumentation
 */
import { PhotonError } from './errors.js';
import { globals as ownGlobals, isolateGlobals as ownIsolateGlobals } from './globals/isolate.js';
import { importInstance as ownImportInstance, instanceOf as ownInstanceOf } from './module/instance.js';
import { defineModule as ownDefineModule } from './module/table.js';
import { loadNamespace as ownLoadNamespace, viewNamespace as ownViewNamespace } from './module/view.js';
import { setOrphanAccess as ownSetOrphanAccess } from './photon/accesses.js';
import { currentPhoton as ownCurrentPhoton } from './photon/context.js';
import {
  handlerOf as ownHandlerOf,
  isPhotonized as ownIsPhotonized,
  ownHandler as ownOwnHandler,
  photonize as ownPhotonize,
  standIn as ownStandIn,
} from './photon/photonize.js';
import { prewarm as ownPrewarm } from './photon/prewarm.js';
import { giveUp as ownGiveUp, runPhoton as ownRunPhoton } from './photon/run.js';
import { agreeOnRuntime } from './shared.js';
import { store as ownStore } from './store/store.js';

const runtime = agreeOnRuntime({
  currentPhoton: ownCurrentPhoton,
  defineModule: ownDefineModule,
  giveUp: ownGiveUp,
  globals: ownGlobals,
  handlerOf: ownHandlerOf,
  importInstance: ownImportInstance,
  instanceOf: ownInstanceOf,
  isolateGlobals: ownIsolateGlobals,
  isPhotonized: ownIsPhotonized,
  loadNamespace: ownLoadNamespace,
  ownHandler: ownOwnHandler,
  photonize: ownPhotonize,
  prewarm: ownPrewarm,
  runPhoton: ownRunPhoton,
  setOrphanAccess: ownSetOrphanAccess,
  standIn: ownStandIn,
  store: ownStore,
  viewNamespace: ownViewNamespace,
});

// For functions and hosts
export const photonize = runtime.photonize;
export const runPhoton = runtime.runPhoton;
export const currentPhoton = runtime.currentPhoton;
export const isPhotonized = runtime.isPhotonized;
export const prewarm = runtime.prewarm;
export const giveUp = runtime.giveUp;
export const handlerOf = runtime.handlerOf;
export const standIn = runtime.standIn;
export const setOrphanAccess = runtime.setOrphanAccess;
export const store = runtime.store;
export type { PhotonErrorCode, PhotonWarningCode } from './errors.js';
export type { OrphanAccess } from './photon/accesses.js';
export type { AccessMessage, InitMessage, PhotonMessage } from './photon/channels.js';
export type { Photon } from './photon/photon.js';
export type { PhotonOptions } from './photon/run.js';
export type { Lock, LockOptions } from './store/claim.js';
export type { LockMode } from './store/rwlock.js';
export type { ObjectStore } from './store/store.js';
export { PhotonError };

// For generated code
export const defineModule = runtime.defineModule;
export const importInstance = runtime.importInstance;
export const instanceOf = runtime.instanceOf;
export const isolateGlobals = runtime.isolateGlobals;
export const globals = runtime.globals;
export const ownHandler = runtime.ownHandler;
export const loadNamespace = runtime.loadNamespace;
export const viewNamespace = runtime.viewNamespace;
