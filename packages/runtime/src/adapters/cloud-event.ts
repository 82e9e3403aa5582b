import { runPhoton, standIn } from '@photonize/runtime';
import { withoutCallback } from './support/callback.js';

/**
 * A CloudEvent function of Google's functions framework of which each event is one photon. Functions that take a
 * callback become asynchronous.
 *
 *     functions.cloudEvent('resize', cloudEvent(async (event) => { … }));
 */
export function cloudEvent<Event>(
  handler: (event: Event, callback: (error?: unknown, result?: unknown) => void) => unknown,
): (event: Event) => Promise<unknown> {
  const call: (event: Event) => unknown = handler?.length > 1 ? withoutCallback(handler) : (handler as never);
  return standIn(call, function (this: unknown, event: Event) {
    return runPhoton(() => call.call(this, event));
  });
}
