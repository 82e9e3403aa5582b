import { createContext, h } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';
import { renderToString } from 'preact-render-to-string';

const Theme = createContext('light');

function Cell({ value }) {
  const theme = useContext(Theme);
  return h('td', { class: theme, title: `v${value}` }, value);
}

function Row({ id }) {
  const [open] = useState(id % 2 === 0);
  const cells = useMemo(() => [id, id * 2, id * 3], [id]);
  return h(
    'tr',
    { key: id, hidden: !open },
    cells.map((value) => h(Cell, { value })),
  );
}

function App({ rows }) {
  const children = Array.from({ length: rows }, (_, id) => h(Row, { id }));
  return h(Theme.Provider, { value: 'dark' }, h('table', null, children));
}

export const inputs = [];
export const run = () => renderToString(h(App, { rows: 300 }));
