import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../build.ts';
import type { Scenario } from '../scenario.ts';

/** A function on many packages, and programs that run it once. */
export interface BigFunction {
  readonly packages: readonly string[];
  /** The function under policy `strict`. */
  readonly photons: string;
  /** A program that calls the function as it is, and ends. */
  readonly once: string;
  /** The same, which prints how many kilobytes the process has for itself. */
  readonly memory: string;
  /** A program that does nothing. */
  readonly nothing: string;
}

/**
 * Bundles the handlers of several scenarios as one, which calls all of them.
 * @param output a folder for bundles
 */
export async function bundleTogether(scenarios: readonly Scenario[], output: string): Promise<BigFunction> {
  const file = join(output, 'together.mjs');
  await writeFile(file, [...scenarios.map(importOf), handlerOf(scenarios)].join('\n'));
  const scenario = { file, external: [], banners: {} };
  const path = (name: string) => join(output, `together.${name}.cjs`);
  await bundle(scenario, 'cjs', { policy: 'shared' }, path('plain'));
  await bundle(scenario, 'cjs', { policy: 'strict' }, path('strict'));
  for (const [name, text] of Object.entries(PROGRAMS)) await writeFile(path(name), text);
  const programs = { once: path('once'), memory: path('memory'), nothing: path('nothing') };
  return { packages: scenarios.map((each) => each.package), photons: path('strict'), ...programs };
}

const CALL = "require('./together.plain.cjs').handler();";

/** In JavaScript, because Node takes its time to load anything else. */
const PROGRAMS = {
  nothing: 'process.exit();',
  once: `${CALL} process.exit();`,
  memory: `${CALL}
const rollup = require('fs').readFileSync('/proc/self/smaps_rollup', 'utf8');
require('fs').writeSync(2, '\\n' + /^Private_Dirty:\\s+(\\d+) kB/m.exec(rollup)[1]);
process.exit();`,
};

function importOf({ file }: Scenario, index: number): string {
  return `import { handler as call${index} } from ${JSON.stringify(file)};`;
}

/** Each is called up to where it waits; what it answers, and whether, makes no difference. */
function handlerOf(scenarios: readonly Scenario[]): string {
  const calls = scenarios.map((_, index) => `call${index}({ n: 1 }).catch(() => {});`);
  return `export function handler() {\n  ${calls.join('\n  ')}\n}\n`;
}
