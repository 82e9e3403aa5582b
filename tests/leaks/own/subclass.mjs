import { Model } from './lib/model.cjs';
import { pause } from './lib/pause.js';

export const about = {
  style: 'subclass of a dependency',
  what: 'instances that the base class keeps, and a static of the subclass',
};

class Order extends Model {
  static total = 0;
  constructor(price) {
    super();
    Order.total += price;
  }
}

export async function handler({ n }) {
  for (let i = 0; i < n; i++) new Order(n);
  await pause(n);
  return [Model.all.length, Order.all.length, Order.total, new Order(0) instanceof Model];
}
