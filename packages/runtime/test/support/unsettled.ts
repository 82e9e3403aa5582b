/**
 * Starts photons whose promises never settle, and prints how many are left after garbage collection: at once,
 * and after another photon has touched the modules.
 *
 *     node --expose-gc unsettled.ts <photons> <modules>
 */
import { defineModule, runPhoton } from '../../dist/index.js';

const { gc } = globalThis;
if (gc === undefined) throw new Error('needs --expose-gc');
const [photons = 0, modules = 0] = process.argv.slice(2).map(Number);

const tables = Array.from({ length: modules }, (_, i) => {
  const table = defineModule(`module-${i}.js`, {}, { lets: ['state'] });
  table.init('state', () => ({ size: new Array(100).fill(i) }));
  return table;
});
const touchAll = () => {
  for (const table of tables) table.record();
};

const known: WeakRef<object>[] = [];
let collected = 0;
const registry = new FinalizationRegistry(() => {
  collected += 1;
});

function startPhoton(): void {
  void runPhoton((photon) => {
    touchAll();
    known.push(new WeakRef(photon));
    registry.register(photon, undefined);
    return new Promise(() => {});
  });
}

async function left(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    gc?.();
  }
  return known.filter((photon) => photon.deref() !== undefined).length;
}

for (let i = 0; i < photons; i++) startPhoton();
const atOnce = await left();
await runPhoton(touchAll);
const afterwards = await left();
while (collected < photons - afterwards) await new Promise((resolve) => setTimeout(resolve, 1));
console.log(JSON.stringify({ started: known.length, atOnce, afterwards }));
