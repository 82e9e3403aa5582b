import { pause } from './lib/pause.js';
import { define, fieldsOf } from './lib/registry.js';

export const about = { style: 'WeakMap by class', what: 'fields that were defined for a class' };

class User {}

export async function handler({ n }) {
  if (n) define(User, `f${n}`);
  await pause(n);
  return fieldsOf(User);
}
