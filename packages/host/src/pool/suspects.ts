import type { Pending } from './exchange.js';
import type { FunctionThread } from './thread.js';

/** Into how many groups suspects are divided: more would find the guilty one sooner, and need more memory. */
const GROUPS = 4;

/**
 * Repeats calls of which one has ended a thread, and nobody knows which: in groups, each in a thread of its own. A group that
 * ends its thread, too, comes back and is divided again, until the guilty one is alone.
 */
export function repeatSuspects(suspects: readonly Pending[], newThread: () => FunctionThread): void {
  const size = Math.ceil(suspects.length / GROUPS);
  for (let first = 0; first < suspects.length; first += size)
    void repeatIn(newThread(), suspects.slice(first, first + size));
}

async function repeatIn(thread: FunctionThread, calls: readonly Pending[]): Promise<void> {
  try {
    await thread.ready;
    for (const pending of calls) if (!pending.isSettled) thread.call(pending);
    await Promise.race([Promise.all(calls.map(({ settled }) => settled)), thread.lost]);
  } catch (error) {
    for (const pending of calls) pending.fail(503, String(error));
  } finally {
    void thread.end();
  }
}
