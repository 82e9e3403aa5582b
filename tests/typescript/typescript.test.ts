import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences } from '../law/support/answers.js';
import { inProcesses, together } from '../law/support/processes.js';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const PHOTONIZE = fileURLToPath(new URL('../../packages/cli/bin/photonize.js', import.meta.url));
const LIB = readFileSync(require.resolve('typescript-5/lib/lib.es5.d.ts'), 'utf8');
const OUTPUT = mkdtempSync(join(tmpdir(), 'photonize-typescript-'));
afterAll(() => rmSync(OUTPUT, { recursive: true }));

const PROJECT = {
  'shapes.ts': `export interface Shape { area(): number }
    export class Circle implements Shape { constructor(private r: number) {} area() { return 3 * this.r ** 2; } }
    export enum Kind { A, B = 'b' }`,
  'main.ts': `import { Circle, Kind, type Shape } from './shapes';
    type Named<T> = { [K in keyof T as \`get\${string & K}\`]: () => T[K] };
    const getters: Named<{ a: number; b: string }> = { geta: () => 1, getb: () => 'x' };
    export function total<T extends Shape>(shapes: readonly T[]): number {
      return shapes.reduce((sum, shape) => sum + shape.area(), 0);
    }
    export const wrong: string = total([new Circle(1)]) + getters.geta();
    export const alsoWrong: number = Kind.B;`,
};
const GERMAN = { Type_0_is_not_assignable_to_type_1_2322: 'Typ {0} passt nicht zu {1}.' };
const ES5 = 1;
const ES_NEXT = 99;

function compilation(target: number, messages?: Record<string, string>) {
  return { files: PROJECT, lib: LIB, options: { target, strict: true }, messages };
}

/** Transforms a file of TypeScript's, and writes programs that compile with the original and with the result. */
async function prepare(name: string): Promise<{ plain: string; photons: string }> {
  const original = join(OUTPUT, `${name}.original.cjs`);
  const photonized = join(OUTPUT, `${name}.photonized.cjs`);
  await run(process.execPath, [PHOTONIZE, 'transform', original, '-o', photonized]);
  const program = (kind: string, compiler: string, wrap: string) => {
    const path = join(OUTPUT, `${name}.${kind}.cjs`);
    const helpers = ['./compile.js', '@photonize/runtime'].map((each) => JSON.stringify(resolved(each)));
    writeFileSync(
      path,
      `const { compileWith } = require(${helpers[0]});
      const { photonize } = require(${helpers[1]});
      exports.handler = ${wrap}(compileWith(require(${JSON.stringify(compiler)})));`,
    );
    return path;
  };
  return { plain: program('plain', original, ''), photons: program('photons', photonized, 'photonize') };
}

function resolved(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}

describe('typescript.js, 9 MB in one function', () => {
  test('compiles a project in interleaved photons as in processes', async () => {
    copyFileSync(require.resolve('typescript-5'), join(OUTPUT, 'typescript.original.cjs'));
    const { plain, photons } = await prepare('typescript');
    const [expected] = await inProcesses(plain, [compilation(ES5)]);
    expect(expected).toMatchObject({
      ok: { output: { 'main.js': expect.stringContaining('"use strict"') } },
    });
    const answers = await together(photons, [compilation(ES5), compilation(ES5)], 'forward');
    expect(answers).toEqual([expected, expected]);
  });
});

/** The compiler of the command line: its state is at the top level of the file. */
describe('_tsc.js, with state at its top level', () => {
  const events = [compilation(ES5), compilation(ES_NEXT, GERMAN), compilation(ES5)];
  let programs: Awaited<ReturnType<typeof prepare>>;
  let expected: Awaited<ReturnType<typeof inProcesses>>;

  beforeAll(async () => {
    const text = readFileSync(require.resolve('typescript-5/lib/_tsc.js'), 'utf8');
    const api =
      'createProgram, createSourceFile, flattenDiagnosticMessageText, setLocalizedDiagnosticMessages';
    const start = text.lastIndexOf('executeCommandLine(sys');
    writeFileSync(join(OUTPUT, 'tsc.original.cjs'), `${text.slice(0, start)}module.exports = { ${api} };\n`);
    programs = await prepare('tsc');
    expected = await inProcesses(programs.plain, events);
  }, 120_000);

  test('mixes up languages when invocations share a process', async () => {
    expect(differences(events, expected, await together(programs.plain, events, 'forward'))).not.toEqual([]);
  });

  test.each(['forward', 'reversed'] as const)('answers as processes do in photons: %s', async (order) => {
    expect(differences(events, expected, await together(programs.photons, events, order))).toEqual([]);
  });
});
