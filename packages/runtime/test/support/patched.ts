// Runs photons in a process whose arrays cannot be iterated.
import { defineModule, runPhoton } from '../../dist/index.js';

const lines: string[] = [];
const iterator = Array.prototype[Symbol.iterator];
Reflect.deleteProperty(Array.prototype, Symbol.iterator);

let total = 1;
let list = [0];
const table = defineModule(
  'patched.js',
  {
    get total() {
      return total;
    },
    set total(value) {
      total = value;
    },
    get list() {
      return list;
    },
    set list(value) {
      list = value;
    },
  },
  { lets: ['total', 'list'] },
);
function OtherRecord(this: { late: unknown }) {
  this.late = undefined;
}
const other = defineModule('other.js', {}, { Record: OtherRecord as unknown as new () => object });

total = table.init('total', () => 1);
const all = table.initAll(($r, $new) => Object.assign($new, { list: [$r.total as number] })) as {
  list: number[];
};
list = all.list;
table.once(($r) => {
  ($r.list as number[]).push(2);
});
other.step(() => {
  (table.record().list as number[]).push(3);
});
table.settled(
  await table.stepAsync(async ($r) => {
    ($r.total as number) += 1;
  }),
);

for (const by of { 0: 10, 1: 20, length: 2, [Symbol.iterator]: iterator }) {
  await runPhoton((photon) => {
    photon.defer(() => lines.push('disposed'));
    photon.waitUntil(Promise.resolve());
    const record = table.record();
    (record.total as number) += by;
    lines.push(`${record.total}: ${(record.list as number[]).join()}`);
  });
}
await new Promise((resolve) => setTimeout(resolve, 1));

Array.prototype[Symbol.iterator] = iterator;
console.log(JSON.stringify(lines));
