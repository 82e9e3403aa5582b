import { bus } from './lib/bus.js';
import { pause } from './lib/pause.js';

export const about = { style: 'event emitter as bus', what: 'listeners of an emitter that modules share' };

export async function handler({ n }) {
  const heard = [];
  bus.on('order', (id) => heard.push(id));
  await pause(n);
  bus.emit('order', n);
  await pause(3 - n);
  return [heard, bus.listenerCount('order')];
}
