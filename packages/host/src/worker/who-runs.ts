import { invocations } from './invocation.js';

/** The name under which the debugger finds who runs, while code that blocks the event loop is paused. */
export const WHO_RUNS = '__photonizeWhoRuns';

/**
 * Offers a function that tells the call whose code runs, and notes, in the second cell of `beats`, when a microtask has run
 * since. Ending an execution that runs in a microtask would drop all others that wait.
 */
export function answerWhoRuns(beats: Int32Array): void {
  const whoRuns = () => {
    Promise.resolve().then(() => Atomics.add(beats, 1, 1));
    return invocations.getStore()?.seq ?? 0;
  };
  Object.defineProperty(globalThis, WHO_RUNS, { value: whoRuns });
}
