import { PHOTONIZED_MARKER } from '@photonize/runtime/interface';
import type { Collector } from '../diagnostics/collector.js';
import type { ParsedFile } from './parse.js';

/** What the module wrappers of bundlers are called by the code around them. */
const BUNDLERS: readonly (readonly [name: string, mark: RegExp])[] = [
  ['webpack or Rspack', /\b__webpack_(?:require__|modules__|module_cache__)\b/],
  ['Rollup with its CommonJS plugin', /\bfunction getDefaultExportFromCjs\b/],
  ['Parcel', /\bparcelRequire\w*\b/],
];

/** Reports files that cannot be compiled as they are: photonized ones, and bundles of unknown make. */
export function reportUnsuitable({ ast, source }: ParsedFile, finished: boolean, collector: Collector): void {
  const mark = ast.comments?.find(({ value }) => `/*${value}*/` === PHOTONIZED_MARKER);
  if (mark) collector.report('PHO1004', ast.program.body[0]);
  // Packages that were bundled before are closures like any other; only as the main input they are hopeless.
  if (!finished) return;
  for (const [bundler, pattern] of BUNDLERS) {
    if (pattern.test(source)) collector.report('PHO1005', ast.program.body[0], { bundler });
  }
}
