/**
 * Runs photons in sequence and prints how many bytes the heap has grown, after garbage collection.
 *
 *     node --expose-gc memory.ts <count> [timers]
 */
import { defineModule, runPhoton } from '../../dist/index.js';

interface State {
  count: number;
  last: string;
  list: number[];
  table: Map<string, unknown>;
  cache: object | undefined;
}

const { gc } = globalThis;
if (gc === undefined) throw new Error('needs --expose-gc');
const count = Number(process.argv[2]);
const leavesTimers = process.argv[3] === 'timers';

function StateRecord(this: { cache: unknown }) {
  this.cache = undefined;
}
const table = defineModule(
  'state.js',
  {},
  { lets: ['count', 'last', 'list', 'table'], Record: StateRecord as unknown as new () => object },
);
table.init('count', () => 0);
table.init('last', () => '');
table.init('list', () => []);
table.init('table', () => new Map());
table.init('cache', () => undefined);
const state = () => table.record() as unknown as State;

let pending = 0;

function handler(event: number): number {
  const $r = state();
  $r.count += 1;
  $r.last = `event ${event}`;
  $r.list.push(event);
  $r.table.set($r.last, { event });
  $r.cache = { $r };
  if (leavesTimers) {
    pending += 1;
    setTimeout(() => {
      pending -= 1;
      state().count += 1;
    }, 50);
  }
  return $r.count;
}

async function run(photons: number): Promise<void> {
  for (let event = 0; event < photons; event++) {
    const answer = await runPhoton(() => handler(event));
    if (answer !== 1) throw new Error(`photon ${event} answered ${answer}`);
  }
  while (pending > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function heapUsed(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    gc?.();
  }
  return process.memoryUsage().heapUsed;
}

await run(count / 10);
const before = await heapUsed();
await run(count);
console.log((await heapUsed()) - before);
