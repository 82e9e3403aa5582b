import type { Photon } from '@photonize/runtime';
import { isolateEnv } from '@photonize/runtime/env';
import type { Answer, Call, Report } from '../messages.js';
import { Slots } from '../slots.js';
import type { Calling, Plan, Response } from './calling.js';
import { Fault, Invocation, type Outcomes } from './invocation.js';
import { endLines } from './logs.js';
import { ResponseStream } from './response-stream.js';

/** Runs calls, each as a photon, and reports their answers. */
export class Runner implements Outcomes {
  readonly #calling: Calling;
  readonly #report: (message: Report) => void;
  readonly #env = isolateEnv();
  readonly #live = new Slots<Invocation>();
  readonly #streams = new Slots<ResponseStream>();
  #answers: Answer[] = [];

  constructor(calling: Calling, report: (message: Report) => void) {
    this.#calling = calling;
    this.#report = report;
  }

  /** How many invocations have no answer yet. */
  get live(): number {
    return this.#live.size;
  }

  add(calls: readonly Call[]): void {
    for (const call of calls) this.#run(call);
  }

  giveUp(seq: number, reason: string): void {
    this.#live.get(seq)?.fail(new Fault(reason));
    this.#streams.get(seq)?.cancel(reason);
  }

  written(seq: number): void {
    this.#streams.get(seq)?.written();
  }

  #run(call: Call): void {
    const [seq] = call;
    try {
      this.#start(seq, this.#calling.plan(call));
    } catch (error) {
      this.#answer(seq, this.#calling.fail(error));
    }
  }

  #start(seq: number, plan: Plan): void {
    const invocation = new Invocation(seq, plan, this);
    this.#live.add(invocation);
    invocation.run((photon) => this.#respond(seq, plan, photon));
  }

  async #respond(seq: number, plan: Plan, photon: Photon): Promise<Response> {
    const response = plan.answer(await plan.run(photon));
    const more = response[3];
    if (more) {
      const stream = new ResponseStream(seq, more, this.#report);
      this.#streams.add(stream);
      photon.waitUntil(stream.done.finally(() => this.#streams.delete(seq)));
    }
    return response;
  }

  starts({ plan: { env } }: Invocation, photon: Photon): void {
    if (env) this.#env.give(photon, env);
  }

  succeeded(invocation: Invocation, response: Response): void {
    this.#leave(invocation);
    this.#answer(invocation.seq, response);
  }

  failed(invocation: Invocation, error: unknown): void {
    this.#leave(invocation);
    this.#answer(invocation.seq, this.#calling.fail(error));
  }

  #leave(invocation: Invocation): void {
    this.#live.delete(invocation.seq);
    endLines(invocation, this.#calling.marksLogs);
  }

  /** Answers of one turn of the event loop are sent together, unless there will be no other. */
  #answer(seq: number, [status, headers, body]: Response): void {
    const stream = this.#streams.get(seq);
    this.#answers.push([seq, status, headers, body, stream !== undefined]);
    if (this.#live.size === 0) this.#send();
    else if (this.#answers.length === 1) setImmediate(() => this.#send());
    stream?.start();
  }

  #send(): void {
    const answers = this.#answers;
    this.#answers = [];
    this.#report({ type: 'answers', answers });
  }
}
