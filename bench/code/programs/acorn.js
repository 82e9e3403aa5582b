import { parse } from 'acorn';

export const inputs = ['lodash/lodash.js'];
export const run = ([source]) => parse(source, { ecmaVersion: 'latest', locations: true });
