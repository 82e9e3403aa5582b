import { computed, createSSRApp, h, reactive, ref, watchEffect } from 'vue';
import { renderToString } from 'vue/server-renderer';

const Cell = {
  props: ['value'],
  setup: (props) => () => h('td', { title: `v${props.value}` }, String(props.value)),
};

const Row = {
  props: ['row'],
  setup(props) {
    const open = ref(props.row % 2 === 0);
    const cells = computed(() => [props.row, props.row * 2, props.row * 3]);
    return () =>
      h(
        'tr',
        { hidden: !open.value },
        cells.value.map((value) => h(Cell, { value })),
      );
  },
};

const App = {
  setup: () => () =>
    h(
      'table',
      Array.from({ length: 100 }, (_, row) => h(Row, { row })),
    ),
};

/** Reactivity without rendering. */
function react() {
  const cart = reactive({ items: [], rate: 2 });
  const total = computed(() => cart.items.reduce((sum, { price }) => sum + price * cart.rate, 0));
  const seen = [];
  const stop = watchEffect(() => seen.push(total.value), { flush: 'sync' });
  for (let i = 0; i < 100; i++) {
    cart.items.push({ price: i });
    if (i % 10 === 0) cart.rate++;
  }
  stop();
  return seen;
}

export const inputs = [];
export const run = async () => [await renderToString(createSSRApp(App)), react()];
