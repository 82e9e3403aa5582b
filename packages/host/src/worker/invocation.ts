import { subscribe } from 'node:diagnostics_channel';
import { currentPhoton, giveUp, type Photon, type PhotonMessage, runPhoton } from '@photonize/runtime';
import type { Plan, Response } from './calling.js';

/** How an invocation fails that its function did not end itself. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** Whoever is told what becomes of an invocation. */
export interface Outcomes {
  /** Before any code of its photon runs. */
  starts(invocation: Invocation, photon: Photon): void;
  succeeded(invocation: Invocation, answer: Response): void;
  failed(invocation: Invocation, error: unknown): void;
}

/** One call while its function runs, and after that as long as it leaves anything behind. */
export class Invocation {
  readonly seq: number;
  readonly plan: Plan;
  readonly #outcomes: Outcomes;
  #photon: Photon | undefined;
  #isOver = false;

  constructor(seq: number, plan: Plan, outcomes: Outcomes) {
    this.seq = seq;
    this.plan = plan;
    this.#outcomes = outcomes;
  }

  /** That of its photon. */
  get id(): string {
    return this.#photon?.id ?? '';
  }

  /** Whether it has its answer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Runs `work` as a photon. */
  run(work: (photon: Photon) => Promise<Response>): void {
    starting = this;
    const answer = runPhoton(work, { id: this.plan.id });
    starting = undefined;
    answer.then(
      (answer) => this.#succeed(answer),
      (error: unknown) => this.#fail(error),
    );
  }

  /** The photon that runs it is about to start. */
  startAs(photon: Photon): void {
    this.#photon = photon;
    this.#outcomes.starts(this, photon);
  }

  /** Ends it, whatever its function still does. */
  fail(error: unknown): void {
    this.#fail(error);
    if (this.#photon) giveUp(this.#photon, error);
  }

  #succeed(answer: Response): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#outcomes.succeeded(this, answer);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#outcomes.failed(this, error);
  }
}

/** Where a photon keeps its invocation: a table with an entry for each photon would cost more than the photons. */
const INVOCATION = Symbol('invocation');

type HostedPhoton = Photon & { [INVOCATION]?: Invocation };

let starting: Invocation | undefined;

/** The invocation that the running code belongs to. */
export function currentInvocation(): Invocation | undefined {
  const photon: HostedPhoton | undefined = currentPhoton();
  return photon?.[INVOCATION];
}

// Told before any code of the photon runs. A photon that an invocation makes is a part of it.
subscribe('photonize:photon:start', (message) => {
  const { photon }: { photon: HostedPhoton } = message as PhotonMessage;
  const invocation = starting ?? currentInvocation();
  if (invocation) photon[INVOCATION] = invocation;
  starting?.startAs(photon);
  starting = undefined;
});
