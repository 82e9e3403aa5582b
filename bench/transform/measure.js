/**
 * Measures the compiler on one file: transforming it, and Babel's parse and print of it, in turn. The transform
 * always makes a source map, so Babel prints with and without one.
 */
import { readFile } from 'node:fs/promises';
import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import { transform } from '@photonize/transform';
import { serveTasks } from '../support/child.js';
import { clock } from '../support/clock.js';
import { median } from '../support/statistics.js';

serveTasks(async ({ path, rounds, warmUps }) => {
  const source = await readFile(path, 'utf8');
  const options = { filename: path, finished: true, runtime: 'global' };
  const { plan, diagnostics } = transform(source, options);
  // What the compiler found it to be, so that Babel parses once, too.
  const print = (sourceMaps) => parseAndPrint(source, { sourceType: plan.kind, sourceMaps });
  const works = {
    printed: () => print(false),
    control: () => print(false),
    mapped: () => print(true),
    photonized: () => transform(source, options),
  };
  const times = timeInTurn(works, warmUps, rounds);
  const ratio = (name, base) => median(times[name].map((time, round) => time / times[base][round]));
  return {
    ms: median(times.photonized),
    toPrinted: ratio('photonized', 'printed'),
    toMapped: ratio('photonized', 'mapped'),
    control: ratio('control', 'printed'),
    isolated: plan.bindings.filter(({ fate }) => fate === 'isolated').length,
    warnings: diagnostics.length,
    rounds,
  };
});

function parseAndPrint(source, { sourceType, sourceMaps }) {
  const plugins = ['decorators', 'decoratorAutoAccessors', 'sourcePhaseImports', 'jsx'];
  const ast = parse(source, { sourceType, plugins });
  const printed = generate(ast, { sourceMaps, sourceFileName: 'input.js' });
  return [printed.code, sourceMaps ? printed.map : undefined];
}

function timeInTurn(works, warmUps, rounds) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, work] of Object.entries(works)) {
      globalThis.gc();
      const start = clock();
      work();
      if (round >= 0) times[name].push(clock() - start);
    }
  }
  return times;
}
