/** Lets the other invocations go first, in an order of their own. */
export const pause = (n) => new Promise((resolve) => setTimeout(resolve, 5 * ((n * 7) % 4)));
