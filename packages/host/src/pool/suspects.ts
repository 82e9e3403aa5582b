import type { Pending } from './exchange.js';
import type { FunctionThread } from './thread.js';

/**
 * Repeats calls of which one has ended a thread, and nobody knows which: each half in a thread of its own. A half that ends
 * its thread, too, comes back and is halved again, until the guilty one is alone.
 */
export function repeatSuspects(suspects: readonly Pending[], newThread: () => FunctionThread): void {
  const middle = Math.ceil(suspects.length / 2);
  for (const half of [suspects.slice(0, middle), suspects.slice(middle)])
    if (half.length > 0) void repeatIn(newThread(), half);
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
