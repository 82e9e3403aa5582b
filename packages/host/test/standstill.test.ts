import { expect, test } from 'vitest';
import { Standstill } from '../src/pool/standstill.js';
import { ownTask, waitedBy } from '../src/task.js';

test('an event loop stands still for as long as its beat stays the same', () => {
  const stall = new Standstill();
  expect(stall.look(1, 100, 0)).toBe(true);
  expect([stall.look(1, 100, 0), stall.look(1, 100, 0), stall.ms]).toEqual([false, false, 200]);
  expect([stall.reaches(300), stall.reaches(200), stall.reaches(200)]).toEqual([false, true, false]);
  expect([stall.look(2, 100, 0), stall.ms, stall.reaches(200)]).toEqual([true, 0, false]);
  stall.look(2, 200, 0);
  expect(stall.reaches(200)).toBe(true);
});

test('the time in which its thread has no processor does not count, also where it is told late', () => {
  const stall = new Standstill();
  stall.look(1, 100, 5000);
  stall.look(1, 100, 5090);
  expect(stall.ms).toBe(10);
  stall.look(1, 100, 5090);
  stall.look(1, 100, 5280);
  expect(stall.ms).toBe(20);
});

test('one that runs is noticed by those that look late, because all wait for a processor', () => {
  const stall = new Standstill();
  stall.look(1, 100, 0);
  for (let i = 1; i <= 10; i++) stall.look(1, 1000, i * 900);
  expect(stall.ms).toBe(1000);
});

test('the time in which nobody ran, not even who looks, does not count', () => {
  const stall = new Standstill();
  stall.look(1, 100, 0);
  stall.look(1, 60_000, 0);
  expect(stall.ms).toBeLessThan(1000);
});

test('threads that are not known have not waited', () => {
  expect(waitedBy(undefined)).toBe(0);
  expect(waitedBy(-1)).toBe(0);
  expect(waitedBy(ownTask())).toBeGreaterThanOrEqual(0);
});
