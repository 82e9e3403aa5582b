import { produce } from 'immer';

const start = {
  byId: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [i, { id: i, tags: ['a'], done: false }])),
  order: Array.from({ length: 100 }, (_, i) => i),
};

export const inputs = [];
export function run() {
  let state = start;
  for (let i = 0; i < 200; i++) {
    state = produce(state, (draft) => {
      const item = draft.byId[i % 100];
      item.done = !item.done;
      item.tags.push(`t${i}`);
      draft.order.push(draft.order.shift());
    });
  }
  return state;
}
