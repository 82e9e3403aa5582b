import type { Command, Report, ThreadData } from '../messages.js';

/** Where a function runs, as its host speaks to it. */
export interface Channel {
  /** Node's number of the thread; `undefined` where it is the host's own. */
  readonly threadId: number | undefined;
  post(command: Command): void;
  /** Ends the thread at once. */
  terminate(): Promise<void>;
}

/** What a channel tells. */
export interface ChannelEvents {
  report(report: Report): void;
  /** @param what what has happened: see {@link Loss} */
  error(what: string): void;
  /** The thread is gone. */
  exit(code: number): void;
}

/** What runs in the thread, and its limits. */
export interface ChannelOptions extends ThreadData {
  /** The heap's limit in megabytes. */
  readonly memory: number;
}
