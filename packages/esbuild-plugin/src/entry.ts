import { ADAPTERS } from '@photonize/runtime/interface';
import type { ModuleSummary } from '@photonize/transform';
import type { Handlers } from './options.js';

/** The namespace of the modules that stand in for entry points. */
export const ENTRY_NAMESPACE = 'photonize-entry';

/**
 * A module that exports what the entry point does, with its handlers wrapped.
 *
 *     import * as $entry from "./handler.js";
 *     import { lambda as $adapt0 } from "@photonize/runtime/adapters/lambda";
 *     export const handler = $adapt0($entry.handler);
 *     export { version } from "./handler.js";
 *
 * A CommonJS file has exports that only running it tells: `export *` passes them on, and yields to `handler`.
 *
 * @param names all names that the file exports
 */
export function entryContents(
  path: string,
  handlers: Handlers,
  { kind, stars }: ModuleSummary,
  names: ReadonlySet<string>,
): string {
  const specifier = JSON.stringify(path);
  const lines = [
    `import * as $entry from ${specifier};`,
    'function $find(entry, name) { return entry[name] ?? entry.default?.[name]; }',
  ];
  for (const [i, [handler, adapter]] of Object.entries(handlers).entries()) {
    const { specifier, name } = ADAPTERS[adapter];
    lines.push(`import { ${name} as $adapt${i} } from ${JSON.stringify(specifier)};`);
    lines.push(`const $handler${i} = $adapt${i}($find($entry, ${JSON.stringify(handler)}));`);
    lines.push(`export { $handler${i} as ${exportName(handler)} };`);
  }
  const isDynamic = kind === 'commonjs' && names.size === 0;
  const others = [...names, ...(isDynamic ? ['default'] : [])].filter(
    (name) => !Object.hasOwn(handlers, name),
  );
  if (others.length > 0) lines.push(`export { ${others.map(exportName).join(', ')} } from ${specifier};`);
  if (isDynamic || stars.length > 0) lines.push(`export * from ${specifier};`);
  return lines.join('\n');
}

/** The handlers that an entry point surely does not export. */
export function missingHandlers(handlers: Handlers, { kind, exportNames, stars }: ModuleSummary): string[] {
  if ((kind === 'commonjs' && exportNames.length === 0) || stars.length > 0) return [];
  return Object.keys(handlers).filter((handler) => !exportNames.includes(handler));
}

function exportName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
