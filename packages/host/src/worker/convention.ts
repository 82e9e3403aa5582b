import type { Convention } from '../messages.js';
import type { Calling } from './calling.js';
import { lambdaConvention } from './lambda.js';
import type { LoadedFunction } from './load.js';
import { nodeConvention } from './node.js';
import { openWhiskConvention } from './openwhisk.js';
import { webConvention } from './web.js';

const CONVENTIONS = {
  lambda: lambdaConvention,
  web: webConvention,
  node: nodeConvention,
  openwhisk: openWhiskConvention,
} as const;

/** @param timeout how long an invocation may take, for functions that ask */
export function callingOf(convention: Convention, fn: LoadedFunction, timeout: number): Calling {
  return CONVENTIONS[convention](fn, timeout);
}
