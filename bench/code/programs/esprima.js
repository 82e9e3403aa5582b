import { parseScript, tokenize } from 'esprima';

export const inputs = ['lodash/core.js'];
export const run = ([source]) => [tokenize(source).length, parseScript(source, { loc: true })];
