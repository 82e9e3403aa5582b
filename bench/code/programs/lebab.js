import { transform } from 'lebab';

export const inputs = ['lodash/core.js'];
export const run = ([source]) => transform(source, ['let', 'arrow', 'template', 'obj-shorthand']).code;
