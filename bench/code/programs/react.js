import { createContext, createElement as h, useContext, useId, useMemo, useState } from 'react';
import { renderToString } from 'react-dom/server';

const Theme = createContext('light');

function Cell({ value }) {
  const theme = useContext(Theme);
  return h('td', { className: theme, title: `v${value}` }, value);
}

function Row({ row }) {
  const [open] = useState(row % 2 === 0);
  const label = useId();
  const cells = useMemo(() => [row, row * 2, row * 3], [row]);
  return h(
    'tr',
    { id: label, hidden: !open },
    cells.map((value) => h(Cell, { key: value, value })),
  );
}

function App({ rows }) {
  const children = Array.from({ length: rows }, (_, row) => h(Row, { key: row, row }));
  return h(Theme.Provider, { value: 'dark' }, h('table', null, h('tbody', null, children)));
}

export const inputs = [];
export const run = () => renderToString(h(App, { rows: 300 }));
