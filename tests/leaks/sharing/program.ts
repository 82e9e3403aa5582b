import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A kind of module: its code, given its number and what it may load, and what it exports a function `run` by. */
interface Kind {
  readonly extension: 'js' | 'cjs';
  /** Whether it holds nothing that anybody changes. */
  readonly isPure: boolean;
  code(n: number, other: string): string;
}

const es = (isPure: boolean, code: Kind['code']): Kind => ({ extension: 'js', isPure, code });
const cjs = (isPure: boolean, code: Kind['code']): Kind => ({ extension: 'cjs', isPure, code });

/** Modules as people write them, and as compilers print them. `other` is a pure module that exports `run`, too. */
const KINDS: readonly Kind[] = [
  es(
    true,
    (n, other) => `import { run as other } from '${other}';
const FACTOR = ${n};
export const run = (x) => other(x) + FACTOR;`,
  ),
  es(
    true,
    (n) => `export const prices = { basic: ${n}, pro: [${n}, 2], names: new Set(['basic', 'pro']) };
export function run(x) { return prices.names.has('pro') ? prices.pro[0] + x : prices.basic; }`,
  ),
  es(
    true,
    (n, other) => `export * from '${other}';
export class Parser { #at = ${n}; static of(x) { return new Parser().at(x); } at(x) { return this.#at + x; } }
export function run(x) { return Parser.of(x); }`,
  ),
  es(
    true,
    (n) => `const table = new Map();
for (let i = 0; i < 9; i++) table.set(i, i * ${n});
export const run = (x) => table.get(x % 9);
export default { name: 'module ${n}', tags: ['a', 'b'] };`,
  ),
  cjs(
    true,
    (n, other) => `'use strict';
const { run } = require('${other}');
function format(x) { return 'n' + (x + ${n}); }
exports.format = format;
exports.run = (x) => run(format(x).length);`,
  ),
  cjs(
    true,
    (n) => `const limits = { low: ${n}, high: { soft: 1, hard: [${n}, 2] } };
module.exports = { limits, run: (x) => limits.high.hard[0] + x };`,
  ),
  cjs(
    true,
    (n, other) => `"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.Base = exports.run = void 0;
const other_1 = __importDefault(require("${other}"));
const { join } = require("node:path");
class Base { constructor(x) { this.x = x; } }
exports.Base = Base;
function run(x) { return join("a", String(x)).length + other_1.default.run(new Base(${n}).x); }
exports.run = run;`,
  ),
  cjs(
    true,
    (n) => `function Counted(x) { this.x = x; }
Counted.prototype.next = function () { return ++this.x; };
module.exports = Counted;
module.exports.run = function (x) { return new Counted(x + ${n}).next(); };`,
  ),
  es(
    false,
    () => `let n = 0;
export const run = (x) => x + ++n;`,
  ),
  cjs(
    false,
    () => `const seen = new Map();
exports.run = (x) => seen.set(x + seen.size, x).size;`,
  ),
];

/** A program of modules of all kinds, in which those that are pure load such that are. */
export interface Program {
  readonly entry: string;
  /** The pure modules, by the names of their files. */
  readonly pure: ReadonlySet<string>;
}

/** Writes a program of so many modules, and a handler that uses them all. */
export async function writeProgram(folder: string, size: number): Promise<Program> {
  await mkdir(folder, { recursive: true });
  const files = Array.from({ length: size - 1 }, (_, n) => {
    const kind = KINDS[n % KINDS.length] as Kind;
    return { kind, name: `m${n}.${kind.extension}` };
  });
  await Promise.all(
    files.map(({ kind, name }, n) => {
      const others = files.slice(0, n).filter((file) => file.kind.isPure);
      const other = others[(n * 7) % Math.max(others.length, 1)]?.name ?? 'm-none.js';
      return writeFile(join(folder, name), `// @photon-module strict\n${kind.code(n, `./${other}`)}\n`);
    }),
  );
  await writeFile(join(folder, 'm-none.js'), '// @photon-module strict\nexport const run = (x) => x;\n');
  const imports = files.map(({ name }, n) => `import * as m${n} from './${name}';`);
  const calls = files.map((_, n) => `  answers.push((m${n}.run ?? m${n}.default.run)(x));`);
  const entry = join(folder, 'index.js');
  await writeFile(
    entry,
    `${imports.join('\n')}
export async function handler({ x }) {
  const answers = [];
${calls.join('\n')}
  await null;
${calls.join('\n')}
  return answers;
}
`,
  );
  const pure = files.filter(({ kind }) => kind.isPure).map(({ name }) => name);
  return { entry, pure: new Set(pure) };
}
