import { settings } from './settings.js';

let count = 0;

export function hit() {
  count += settings.step;
  return count;
}

export { count };
