import { RUNTIME_EXPORTS, RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { ModuleSummary } from '@photonize/transform';

/** The namespace of the modules that stand in for entry points. */
export const ENTRY_NAMESPACE = 'photonize-entry';

/**
 * A module that exports what the entry point does, with its handlers wrapped.
 *
 *     import * as $entry from "./handler.js";
 *     export const handler = $photonize($entry.handler);
 *     export { version } from "./handler.js";
 *
 * A CommonJS file has exports that only running it tells: `export *` passes them on, and yields to `handler`.
 *
 * @param names all names that the file exports
 */
export function entryContents(
  path: string,
  handlers: readonly string[],
  { kind, stars }: ModuleSummary,
  names: ReadonlySet<string>,
): string {
  const specifier = JSON.stringify(path);
  const lines = [
    `import { ${RUNTIME_EXPORTS.photonize} as $photonize } from ${JSON.stringify(RUNTIME_SPECIFIER)};`,
    `import * as $entry from ${specifier};`,
    'function $find(entry, name) { return entry[name] ?? entry.default?.[name]; }',
  ];
  for (const [i, handler] of handlers.entries()) {
    lines.push(`const $handler${i} = $photonize($find($entry, ${JSON.stringify(handler)}));`);
    lines.push(`export { $handler${i} as ${exportName(handler)} };`);
  }
  const isDynamic = kind === 'commonjs' && names.size === 0;
  const others = [...names, ...(isDynamic ? ['default'] : [])].filter((name) => !handlers.includes(name));
  if (others.length > 0) lines.push(`export { ${others.map(exportName).join(', ')} } from ${specifier};`);
  if (isDynamic || stars.length > 0) lines.push(`export * from ${specifier};`);
  return lines.join('\n');
}

/** The handlers that an entry point surely does not export. */
export function missingHandlers(
  handlers: readonly string[],
  { kind, exportNames, stars }: ModuleSummary,
): string[] {
  if ((kind === 'commonjs' && exportNames.length === 0) || stars.length > 0) return [];
  return handlers.filter((handler) => !exportNames.includes(handler));
}

function exportName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
