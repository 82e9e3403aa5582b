/** Tells how many photons have run the init of this module, and which of them it is, once. */
const inits = { count: 0 };
let number = ++inits.count;

export async function handler() {
  const mine = number;
  number = 0;
  return { number: mine, inits: inits.count };
}
