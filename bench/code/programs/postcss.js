import postcss from 'postcss';

const css = Array.from(
  { length: 400 },
  (_, i) => `/* ${i} */
.a${i} > .b:hover, #c${i}::before { color: red; margin: 0 ${i}px; background: url("x${i}.png") no-repeat }
@media (min-width: ${i}px) { .d${i} { display: flex; --x: { a: b }; width: calc(100% - ${i}px) } }
`,
).join('');

const plugin = {
  postcssPlugin: 'px-to-rem',
  Declaration(declaration) {
    if (declaration.value.includes('px')) {
      declaration.value = declaration.value.replace(/(\d+)px/g, (_, px) => `${px / 16}rem`);
    }
  },
};

export const inputs = [];
export const run = () => postcss([plugin]).process(css, { from: undefined }).css;
