import process from 'node:process';
import { setImmediate } from 'node:timers';
import { context } from '../photon/context.js';
import type { Photon } from '../photon/photon.js';
import { Evaluation } from './evaluation.js';

/** One turn of the event loop: the code of one callback, and of the promises that it settles. */
export interface Turn {
  readonly isOver: boolean;
  /** The photons that have run the init of modules meanwhile. */
  readonly photons: Set<Photon>;
}

/** Node has them; hooks of `async_hooks` would run the program's own iterators. */
const hooks = process.getBuiltinModule?.('node:v8').promiseHooks;

let running: Turn | undefined;

/** The turn that is running. Until it is over, evaluations are told when code goes on that they have left running. */
export function currentTurn(): Turn {
  running ??= beginTurn();
  return running;
}

function beginTurn(): Turn {
  const turn = { isOver: false, photons: new Set<Photon>() };
  const stop = hooks?.onBefore(noteGoingOn);
  setImmediate(() => {
    turn.isOver = true;
    running = undefined;
    stop?.();
  });
  return turn;
}

function noteGoingOn(): void {
  const current = context.getStore();
  if (current instanceof Evaluation) current.noteGoingOn();
}

/** Notes that a photon has run init, to which more may turn out to belong before the turn is over. */
export function noteInitialised(photon: Photon): void {
  running?.photons.add(photon);
}

/** The photons that have run init in the turn of a module's evaluation. */
export function initialisedInTurn(): ReadonlySet<Photon> | undefined {
  return running?.photons;
}
