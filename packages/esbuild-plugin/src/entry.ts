import { ADAPTERS, RUNTIME_EXPORTS, RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import { type ImportedModule, isolatedExport, type ModuleSummary, transform } from '@photonize/transform';
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
 * Where photons have exports of their own, each calls its own handler: `$adapt0($own(() => $entry.handler))`.
 *
 * A CommonJS file has exports that only running it tells: `export *` passes them on, and yields to `handler`.
 */
export function entryContents(file: EntryFile, handlers: Handlers): string {
  return [wrappedHandlers(file, handlers), ...passedOn(file, handlers)].join('\n');
}

/** What is known of an entry point. */
export interface EntryFile {
  readonly path: string;
  /** How messages and tables of modules name a file beside it. */
  readonly nameBeside: string;
  readonly summary: ModuleSummary;
  /** All names that it exports. */
  readonly names: ReadonlySet<string>;
  /** What the module that stands in for it needs to know to import its handlers. */
  readonly imports: Pick<ImportedModule, 'instance' | 'isolated'>;
}

function wrappedHandlers(file: EntryFile, handlers: Handlers): string {
  const { path, nameBeside } = file;
  const lines = [
    `import * as $entry from ${JSON.stringify(path)};`,
    'function $find(entry, name) { return entry[name] ?? entry.default?.[name]; }',
  ];
  const own = Object.keys(handlers).filter((handler) => isOwn(handler, file));
  if (own.length > 0)
    lines.push(`import { ${RUNTIME_EXPORTS.ownHandler} as $own } from ${JSON.stringify(RUNTIME_SPECIFIER)};`);
  for (const [i, [handler, adapter]] of Object.entries(handlers).entries()) {
    const { specifier, name } = ADAPTERS[adapter];
    const found = `$find($entry, ${JSON.stringify(handler)})`;
    lines.push(`import { ${name} as $adapt${i} } from ${JSON.stringify(specifier)};`);
    lines.push(`const $handler${i} = $adapt${i}(${own.includes(handler) ? `$own(() => ${found})` : found});`);
    lines.push(`export { $handler${i} as ${exportName(handler)} };`);
  }
  const text = lines.join('\n');
  if (own.length === 0) return text;
  // It has no state, and only names what has.
  const imports = { [path]: { ...file.imports, reachesState: false } };
  return transform(text, { filename: nameBeside, policy: 'shared', imports, bundled: true }).code;
}

/** Whether each photon may have a handler of its own: under its name, or in what the file exports by default. */
function isOwn(handler: string, { imports, names }: EntryFile): boolean {
  const holder = imports.instance !== undefined || names.has(handler) ? handler : 'default';
  return isolatedExport(imports, holder) !== undefined;
}

function passedOn({ path, summary, names }: EntryFile, handlers: Handlers): string[] {
  const specifier = JSON.stringify(path);
  const isDynamic = summary.kind === 'commonjs' && names.size === 0;
  const others = [...names, ...(isDynamic ? ['default'] : [])].filter(
    (name) => !Object.hasOwn(handlers, name),
  );
  return [
    ...(others.length > 0 ? [`export { ${others.map(exportName).join(', ')} } from ${specifier};`] : []),
    ...(isDynamic || summary.stars.length > 0 ? [`export * from ${specifier};`] : []),
  ];
}

/** The handlers that an entry point surely does not export. */
export function missingHandlers(handlers: Handlers, { kind, exportNames, stars }: ModuleSummary): string[] {
  if ((kind === 'commonjs' && exportNames.length === 0) || stars.length > 0) return [];
  return Object.keys(handlers).filter((handler) => !exportNames.includes(handler));
}

function exportName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
