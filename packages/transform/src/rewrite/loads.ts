import { rangeOf } from '../parse/range.js';
import type { ViewedLoad } from '../plan/loads.js';
import type { Edits } from './edits.js';
import { type FileNames, viewAround } from './views.js';

/**
 * Modules that are loaded by a call give a view, too.
 *
 *     await import('./state.js')  →  await import('./state.js').then(($v) => $load($v, …))
 *     require('./state.mjs')      →  $view(require('./state.mjs'), …)
 *     require('./state.cjs')      →  $instanceOf(require('./state.cjs'), "state.cjs")      photons have instances
 *     await import('./state.cjs') →  await import('./state.cjs').then(($v) => $importInstance(…).namespace($v))
 *     eval("require('./state.mjs')")  →  eval("$namespace(require('./state.mjs'))")
 *
 * @param value the name of the parameter
 */
export function rewriteLoad(edits: Edits, load: ViewedLoad, file: FileNames, value: string): void {
  const { node, kind, by, module, helper } = load;
  const { start, end } = rangeOf(node);
  const [before, after] = helper === undefined ? viewAround(by, module, file) : [`${helper}(`, ')'];
  if (kind === 'require') edits.wrap(start, end, before, after);
  else edits.wrap(start, end, '', `.then((${value}) => ${before}${value}${after})`);
}

/** `function $namespace($v) { return $view($v, …); }`, for the code of an eval. */
export function helperLine({ helper, by, module }: ViewedLoad, file: FileNames, value: string): string[] {
  const [before, after] = viewAround(by, module, file);
  return helper === undefined ? [] : [`function ${helper}(${value}) { return ${before}${value}${after}; }`];
}
