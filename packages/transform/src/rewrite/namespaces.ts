import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { GENERATED_NAMES } from '@photonize/runtime/interface';
import type { Access } from '../analyze/accesses.js';
import { findLoads, type ImportedNamespace, nameOf } from '../analyze/imports.js';
import { memberName } from '../analyze/names.js';
import { type ImportedModule, importedModule, isolatedExport, type ResolvedOptions } from '../options.js';
import { rangeOf } from '../parse/range.js';
import { companionName } from '../plan/names.js';
import type { Names } from '../scope/names.js';
import type { Edits } from './edits.js';

const { value } = GENERATED_NAMES;

/** What makes a view of a namespace: which exports are isolated, and where to find them. */
export function viewArguments({ isolated }: ImportedModule): string {
  const entries = Object.entries(isolated).map(([name, { slot }]) => [name, [companionName(name), slot]]);
  return JSON.stringify(Object.fromEntries(entries));
}

/**
 * A namespace object shows the root's state. Where a member that is isolated is meant, or the namespace itself
 * is handed on, a view takes its place.
 *
 *     import * as state from './state.js';
 *     state.count          →  $photon1().count          as if it were imported by name
 *     show(state)          →  show($state())
 *     state.increment()    →  state.increment()        not isolated: left alone
 *
 * @param view a call that gives the view
 */
export function rewriteNamespaceAccess(
  edits: Edits,
  { path }: Access,
  { module }: ImportedNamespace,
  view: string,
): void {
  const { node, parentPath } = path;
  const member =
    parentPath?.isMemberExpression() || parentPath?.isOptionalMemberExpression()
      ? parentPath.node
      : undefined;
  const name = member && path.key === 'object' ? memberName(member) : undefined;
  if (name !== undefined && isolatedExport(module, name) === undefined) return;
  const { start, end } = rangeOf(node);
  const isShorthand = parentPath?.isObjectProperty({ shorthand: true }) && path.key === 'value';
  if (isShorthand) edits.replace(start, end, `${node.name}: ${view}`);
  else edits.rename(start, end, view);
}

/**
 * Modules that are loaded by a call give a view, too. `import()` waits for the photon's init besides.
 *
 *     await import('./state.js')  →  await import('./state.js').then(($v) => $load($v, …))
 *     require('./state.mjs')      →  $view(require('./state.mjs'), …)
 *
 * @param called what the file calls the runtime's functions
 * @returns the functions that were used
 */
export function rewriteLoads(
  edits: Edits,
  names: Names,
  { imports }: ResolvedOptions,
  called: { readonly view: string; readonly load: string },
): Set<'view' | 'load'> {
  const used = new Set<'view' | 'load'>();
  for (const { node, kind, specifier } of findLoads(names)) {
    const module = importedModule(imports, specifier);
    if (!module) continue;
    const { start, end } = rangeOf(node);
    const isolated = Object.keys(module.isolated).length > 0 ? `, ${viewArguments(module)}` : '';
    if (kind === 'dynamic-import' && (module.reachesState || isolated !== '')) {
      used.add('load');
      edits.wrap(start, end, '', `.then((${value}) => ${called.load}(${value}${isolated}))`);
    } else if (kind === 'require' && isolated !== '') {
      used.add('view');
      edits.wrap(start, end, `${called.view}(`, `${isolated})`);
    }
  }
  return used;
}

/**
 * Finds the export specifiers that hand an imported namespace on: `import * as a from …; export { a }`.
 * @param isNamespace whether a local name is the namespace of a module with isolated exports
 */
export function namespaceSpecifiers(
  { node }: NodePath<t.Program>,
  isNamespace: (local: string) => boolean,
): t.ExportSpecifier[] {
  return node.body.flatMap((statement) => {
    if (!t.isExportNamedDeclaration(statement) || statement.source || statement.exportKind === 'type')
      return [];
    return statement.specifiers.filter(
      (specifier): specifier is t.ExportSpecifier =>
        t.isExportSpecifier(specifier) &&
        t.isIdentifier(specifier.local) &&
        isNamespace(specifier.local.name),
    );
  });
}

/** `export * as name from "…"` of a module with isolated exports. */
export interface NamespaceExport {
  readonly node: t.ExportNamedDeclaration;
  readonly name: string;
  readonly module: ImportedModule;
}

/** Finds the namespaces that a file re-exports. */
export function namespaceExports(
  { node }: NodePath<t.Program>,
  { imports }: ResolvedOptions,
): NamespaceExport[] {
  return node.body.flatMap((statement) => {
    if (!t.isExportNamedDeclaration(statement) || !statement.source) return [];
    const module = importedModule(imports, statement.source.value);
    const [specifier] = statement.specifiers;
    if (!t.isExportNamespaceSpecifier(specifier) || !module || Object.keys(module.isolated).length === 0)
      return [];
    return [{ node: statement, name: nameOf(specifier.exported), module }];
  });
}
