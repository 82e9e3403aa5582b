import { pause } from './lib/pause.js';

export const about = { style: 'prototype of a class', what: 'methods that a class gives to itself' };

class Dates {
  static override(methods) {
    Object.assign(Dates.prototype, methods);
  }
  format() {
    return 'as ever';
  }
}

export async function handler({ n }) {
  if (n) Dates.override({ format: () => `in style ${n}` });
  await pause(n);
  return new Dates().format();
}
