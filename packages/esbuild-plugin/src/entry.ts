import { RUNTIME_EXPORTS, RUNTIME_SPECIFIER } from '@photonize/runtime/interface';

import type { ModuleSummary } from '@photonize/transform';

/** The namespace of the modules that stand in for entry points. */
export const ENTRY_NAMESPACE = 'photonize-entry';

/**
 * A module that exports what the entry point does, with its handlers wrapped. A named export of a handler wins
 * over the star (ECMAScript §16.2.1.7.2.1), so importers of the entry inside the bundle keep the plain one.
 *
 *     export * from "./handler.js";
 *     import * as $entry from "./handler.js";
 *     export const handler = $photonize($entry.handler);
 */
export function entryContents(path: string, handlers: readonly string[], summary: ModuleSummary): string {
  const specifier = JSON.stringify(path);
  const lines = [
    `import { ${RUNTIME_EXPORTS.photonize} as $photonize } from ${JSON.stringify(RUNTIME_SPECIFIER)};`,
    `export * from ${specifier};`,
    `import * as $entry from ${specifier};`,
  ];
  handlers.forEach((handler, i) => {
    const value = `$photonize($find($entry, ${JSON.stringify(handler)}))`;
    if (handler === 'default') lines.push(`export default ${value};`);
    else lines.push(`const $handler${i} = ${value};`, `export { $handler${i} as ${exportName(handler)} };`);
  });
  const hasDefault = summary.kind === 'commonjs' || summary.exportNames.includes('default');
  if (hasDefault && !handlers.includes('default')) lines.push('export default $entry.default;');
  lines.push('function $find(entry, name) { return entry[name] ?? entry.default?.[name]; }');
  return lines.join('\n');
}

/** The handlers that an entry point surely does not export. */
export function missingHandlers(
  handlers: readonly string[],
  { kind, exportNames, stars }: ModuleSummary,
): string[] {
  if (kind === 'commonjs' || stars.length > 0) return [];
  return handlers.filter((handler) => !exportNames.includes(handler));
}

function exportName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
