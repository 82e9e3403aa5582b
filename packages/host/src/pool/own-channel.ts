import type { Command } from '../messages.js';
import { FunctionRuntime } from '../worker/function-runtime.js';
import type { Channel, ChannelEvents, ChannelOptions } from './channel.js';

/** The host's own thread. Nothing is copied and nobody waits, but what blocks it or fills its memory is not contained. */
export class OwnChannel implements Channel {
  readonly threadId = undefined;
  readonly #runtime: FunctionRuntime;
  readonly #exit: () => void;

  constructor(data: ChannelOptions, events: ChannelEvents) {
    this.#runtime = new FunctionRuntime(data, (report) => events.report(report));
    this.#exit = () => events.exit(0);
    void this.#runtime.start();
  }

  post(command: Command): void {
    this.#runtime.take(command);
  }

  async terminate(): Promise<void> {
    this.#runtime.stop();
    this.#exit();
  }
}
