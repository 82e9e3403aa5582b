import { expect, test } from 'vitest';
import { MOST_SLOTS, Numbers, Slots } from '../src/slots.js';

test('entries are found by their numbers, however many come and go', () => {
  const numbers = new Numbers();
  const slots = new Slots<{ readonly seq: number }>();
  const live = new Map<number, { readonly seq: number }>();
  for (let i = 0; i < 1000; i++) {
    const entry = { seq: numbers.take() };
    slots.add(entry);
    live.set(entry.seq, entry);
    const [oldest] = live.keys();
    if (live.size > 50 - (i % 7) && oldest !== undefined) {
      slots.delete(oldest);
      numbers.release(oldest);
      live.delete(oldest);
    }
  }
  expect(slots.size).toBe(live.size);
  expect(new Set(slots)).toEqual(new Set(live.values()));
  for (const [seq, entry] of live) expect(slots.get(seq)).toBe(entry);
});

test('a number that was released is not that of the entry which got its slot', () => {
  const numbers = new Numbers();
  const slots = new Slots<{ readonly seq: number }>();
  const early = { seq: numbers.take() };
  slots.add(early);
  slots.delete(early.seq);
  numbers.release(early.seq);
  const late = { seq: numbers.take() };
  slots.add(late);
  expect(late.seq % MOST_SLOTS).toBe(early.seq % MOST_SLOTS);
  expect(slots.get(early.seq)).toBeUndefined();
  expect(slots.delete(early.seq)).toBe(false);
  expect(slots.get(late.seq)).toBe(late);
  expect(slots.size).toBe(1);
});
