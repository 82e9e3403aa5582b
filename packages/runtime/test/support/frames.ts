/**
 * Two photons change a module's state in turns, also inside contexts of another storage, in contexts that they
 * captured, and after root has run. Prints whether the runtime reads Node's frames, and what each of them counted.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { defineModule, runPhoton } from '@photonize/runtime';

let total = 0;
const table = defineModule(
  'counter.js',
  {
    get total() {
      return total;
    },
    set total(value) {
      total = value;
    },
  },
  { lets: ['total'] },
);
total = table.init('total', () => 0);

const add = (n: number) => {
  const record = table.record() as { total: number };
  record.total += n;
  return record.total;
};

const others = new AsyncLocalStorage<number>();
const captured: (<T>(code: () => T) => T)[] = [];

async function handle(n: number): Promise<number[]> {
  const totals = [add(n), add(n)];
  captured.push(AsyncLocalStorage.snapshot());
  await null;
  totals.push(others.run(n, () => add(n) + add(n)));
  others.enterWith(n);
  await new Promise(setImmediate);
  totals.push(add(n), add(n));
  return totals;
}

add(100);
const answers = Promise.all([runPhoton(() => handle(1)), runPhoton(() => handle(10))]);
const inTurns = [1, 10, 1].map((n, i) => captured[i % 2]?.(() => add(n)));
const atRoot = [add(100), others.run(0, () => add(100)), add(100)];
console.log(JSON.stringify({ inTurns, atRoot, photons: await answers, afterwards: add(100) }));
