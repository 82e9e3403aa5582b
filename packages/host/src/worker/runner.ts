import { runPhoton } from '@photonize/runtime';
import { isolateEnv } from '@photonize/runtime/env';
import type { Answer, Call, Report } from '../messages.js';
import type { Calling, Plan, Response } from './calling.js';
import { Fault, Invocation, invocations } from './invocation.js';
import { endLines } from './logs.js';
import { ResponseStream } from './response-stream.js';

/** Runs calls, each as a photon, and reports their answers. */
export class Runner {
  readonly #calling: Calling;
  readonly #report: (message: Report) => void;
  readonly #env = isolateEnv();
  readonly #live = new Map<number, Invocation>();
  readonly #streams = new Map<number, ResponseStream>();
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
    for (const call of calls) void this.#run(call);
  }

  giveUp(seq: number, reason: string): void {
    this.#live.get(seq)?.fail(new Fault(reason));
    this.#streams.get(seq)?.cancel(reason);
  }

  written(seq: number): void {
    this.#streams.get(seq)?.written();
  }

  async #run(call: Call): Promise<void> {
    const [seq] = call;
    try {
      this.#answer(seq, await this.#invoke(seq, this.#calling.plan(call)));
    } catch (error) {
      this.#answer(seq, this.#calling.fail(error));
    }
  }

  async #invoke(seq: number, plan: Plan): Promise<Response> {
    const invocation = new Invocation(seq, plan.id);
    this.#live.set(seq, invocation);
    try {
      return await invocation.settle(invocations.run(invocation, () => this.#runPhoton(plan, invocation)));
    } finally {
      this.#live.delete(seq);
      endLines(invocation, this.#calling.marksLogs);
    }
  }

  #runPhoton(plan: Plan, invocation: Invocation): Promise<Response> {
    const { seq, id } = invocation;
    return runPhoton(
      async (photon) => {
        invocation.photon = photon;
        if (plan.env) this.#env.give(photon, plan.env);
        const response = plan.answer(await plan.run(photon));
        const more = response[3];
        if (more) {
          const stream = new ResponseStream(seq, more, this.#report);
          this.#streams.set(seq, stream);
          photon.waitUntil(stream.done.finally(() => this.#streams.delete(seq)));
        }
        return response;
      },
      { id },
    );
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
