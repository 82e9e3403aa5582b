import { currentInvocation } from './invocation.js';

/** The name under which the debugger finds who runs, while code that blocks the event loop is paused. */
export const WHO_RUNS = '__photonizeWhoRuns';

/** Offers a function that tells the call whose code runs, or 0. */
export function answerWhoRuns(): void {
  Object.defineProperty(globalThis, WHO_RUNS, { value: () => currentInvocation()?.seq ?? 0 });
}
