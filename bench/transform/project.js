/** What a larger function may import: ES modules, CommonJS and finished bundles of real packages. */
export { transformSync } from '@babel/core';
export { parse } from 'acorn';
export { compile } from 'handlebars';
export { List } from 'immutable';
export { default as lodash } from 'lodash';
export { marked } from 'marked';
export { default as postcss } from 'postcss';
export { format } from 'prettier/standalone';
export { createElement } from 'react';
export { renderToString } from 'react-dom/server';
export { minify } from 'terser';
