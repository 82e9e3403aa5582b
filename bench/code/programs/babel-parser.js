import { parse } from '@babel/parser';

export const inputs = ['preact/dist/preact.mjs', 'lodash/core.js'];
export const run = (sources) => sources.map((source) => parse(source, { sourceType: 'module' }));
