import { action, autorun, computed, makeObservable, observable } from 'mobx';

class Cart {
  items = [];
  rate = 2;
  constructor() {
    makeObservable(this, {
      items: observable,
      rate: observable,
      total: computed,
      add: action,
      raise: action,
    });
  }
  get total() {
    return this.items.reduce((sum, { price }) => sum + price * this.rate, 0);
  }
  add(price) {
    this.items.push({ price });
  }
  raise() {
    this.rate += 1;
  }
}

export const inputs = [];
export function run() {
  const cart = new Cart();
  const seen = [];
  const stop = autorun(() => seen.push(cart.total));
  for (let i = 0; i < 100; i++) {
    cart.add(i);
    if (i % 10 === 0) cart.raise();
  }
  stop();
  return seen;
}
