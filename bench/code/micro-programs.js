/** Small programs, each little more than one way to reach state. `run(n)` does the thing `n` times. */
export const MICRO_PROGRAMS = {
  'one lookup in each call': `let hits = 0;
    const counter = { hit() { return ++hits; } };
    export function run(n) { for (let i = 0; i < n; i++) counter.hit(); return hits; }`,
  'a call that hands the record on': `let hits = 0;
    function hit() { return ++hits; }
    export function run(n) { for (let i = 0; i < n; i++) hit(); return hits; }`,
  'an activation with nine accesses': `let x = 1, y = 2, z = 3;
    const point = { step() { x += y; y ^= z; z = x & 255; return x; } };
    export function run(n) { let s = 0; for (let i = 0; i < n; i++) s = point.step() | 0; return s; }`,
  'an access on a rare path': `let errors = 0;
    const check = { one(i) { if (i < 0) errors++; return i + 1; } };
    export function run(n) { let s = 0; for (let i = 0; i < n; i++) s = check.one(i); return s + errors; }`,
  'a loop over a counter': `let total = 0;
    export function run(n) { for (let i = 0; i < n; i++) total += i; return total; }`,
  'a closure that captures': `let sum = 0;
    const list = Array.from({ length: 100 }, (_, i) => i);
    export function run(n) { for (let i = 0; i < n / 100; i++) list.forEach((x) => { sum += x; }); return sum; }`,
  'a static field': `class Id { static next = 0; static take() { return Id.next++; } }
    export function run(n) { let s = 0; for (let i = 0; i < n; i++) s = Id.take(); return s; }`,
};

/** A module with five primitive bindings. */
export const FIVE_BINDINGS = `let a = 1, b = 'two', c = true, d = null, e = 5;
  export function touch() { a += e; d = b; return c; }`;
