import { transform } from 'buble';

export const inputs = ['immer/dist/immer.legacy-esm.js'];
export const run = ([source]) =>
  transform(source, {
    transforms: { modules: false, dangerousForOf: true, asyncAwait: false, generator: false },
    objectAssign: 'Object.assign',
  }).code;
