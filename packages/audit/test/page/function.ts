import { getLocalTimeZone, setLocalTimeZone } from '@internationalized/date';
import Table from 'cli-table3';
import { Command } from 'commander';
import { format, formatDefaultLocale } from 'd3-format';
import { format as formatDate, setDefaultOptions } from 'date-fns';
import { property } from 'fast-check';
import picocolors from 'picocolors';
import shortid from 'shortid';

interface Order {
  readonly customer: string;
  readonly zone: string;
  readonly items: readonly { readonly name: string; readonly price: number }[];
}

/** Who is served. */
let customer = '';

/** What was ordered last, by customer. */
const lastOrders = new Map<string, Order>();

/** What each currency is written with. */
const symbols = { eur: '€', usd: '$' } as const;

/** Numbers of orders. */
const nextNumber = (() => {
  let number = 1000;
  return () => ++number;
})();

export function handler(order: Order): string {
  customer = order.customer;
  setLocalTimeZone(order.zone);
  setDefaultOptions({ weekStartsOn: 1 });
  process.env.TZ = order.zone;
  const table = new Table({ head: ['item', 'price'] });
  for (const { name, price } of order.items) table.push([name, symbols.eur + format('.2f')(price)]);
  lastOrders.set(customer, order);
  const day = formatDate(new Date(), 'PP');
  return [`${nextNumber()} ${shortid.generate()} ${customer} ${day} ${getLocalTimeZone()}`, table].join('\n');
}

export const tools = { Command, formatDefaultLocale, picocolors, property };
