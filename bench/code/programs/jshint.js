import { JSHINT } from 'jshint';

export const inputs = ['lodash/core.js'];
export function run([source]) {
  JSHINT(source, { esversion: 11, undef: true, unused: true, maxerr: 10_000 });
  const { errors, functions, unused } = JSHINT.data();
  return [errors?.length, functions.length, unused];
}
