import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Imports, nameOf } from '../analyze/imports.js';
import type { Unit } from '../analyze/unit.js';
import { type ImportedModule, importedModule, isolatedExport } from '../options.js';
import type { Binding } from '../scope/scope.js';

/** An export whose value is isolated. */
export type ExportedState =
  /** a binding of this file */
  | { readonly kind: 'own'; readonly name: string; readonly binding: Binding }
  /** what `export default` copies from isolated state */
  | { readonly kind: 'default'; readonly name: 'default' }
  /** an import that is exported again: `import { a } from …; export { a }` */
  | { readonly kind: 'imported'; readonly name: string; readonly binding: Binding }
  /** `export { a as b } from …` */
  | {
      readonly kind: 'forward';
      readonly name: string;
      readonly specifier: string;
      readonly imported: string;
    };

/** One name that a module exports, as its syntax tells. */
export interface ExportEntry {
  readonly name: string;
  /** The exported local binding, or the export of another module. */
  readonly from: { readonly local: string } | { readonly specifier: string; readonly imported: string };
}

/** All exports by name. `export *` is not among them; types are left out. */
export function exportEntries({ node }: NodePath<t.Program>): ExportEntry[] {
  return node.body.flatMap((statement) => {
    if (t.isExportDefaultDeclaration(statement)) return defaultEntry(statement);
    if (!t.isExportNamedDeclaration(statement) || statement.exportKind === 'type') return [];
    if (statement.declaration) {
      return Object.keys(t.getOuterBindingIdentifiers(statement.declaration)).map((name) => ({
        name,
        from: { local: name },
      }));
    }
    return statement.specifiers.flatMap((specifier) => specifierEntry(specifier, statement.source?.value));
  });
}

/** The names that a module exports itself, those of `export *` left out. */
export function exportNames({ node }: NodePath<t.Program>, entries: readonly ExportEntry[]): string[] {
  const hasDefault = node.body.some(({ type }) => type === 'ExportDefaultDeclaration');
  const namespaces = node.body.flatMap((statement) =>
    statement.type === 'ExportNamedDeclaration' && statement.exportKind !== 'type'
      ? statement.specifiers.flatMap((each) =>
          each.type === 'ExportNamespaceSpecifier' ? nameOf(each.exported) : [],
        )
      : [],
  );
  return [
    ...new Set([...entries.map(({ name }) => name), ...namespaces, ...(hasDefault ? ['default'] : [])]),
  ];
}

function defaultEntry({ declaration }: t.ExportDefaultDeclaration): ExportEntry[] {
  const isNamed = t.isFunctionDeclaration(declaration) || t.isClassDeclaration(declaration);
  const local = isNamed && declaration.id ? declaration.id.name : undefined;
  return local === undefined ? [] : [{ name: 'default', from: { local } }];
}

function specifierEntry(
  specifier: t.ExportNamedDeclaration['specifiers'][number],
  source: string | undefined,
): ExportEntry[] {
  if (!t.isExportSpecifier(specifier) || specifier.exportKind === 'type') return [];
  const name = nameOf(specifier.exported);
  const local = nameOf(specifier.local as t.Identifier | t.StringLiteral);
  return [{ name, from: source === undefined ? { local } : { specifier: source, imported: local } }];
}

/**
 * The isolated exports of a file.
 * @param isIsolated whether a local binding is isolated
 */
export function exportedState(
  { names, scope }: Unit,
  isIsolated: (binding: Binding) => boolean,
  imports: Imports,
  modules: Readonly<Record<string, ImportedModule>>,
): ExportedState[] {
  return exportEntries(names.program).flatMap(({ name, from }): ExportedState[] => {
    if ('specifier' in from) {
      const isolated = isolatedExport(importedModule(modules, from.specifier), from.imported);
      return isolated && isolated.instance === undefined ? [{ kind: 'forward', name, ...from }] : [];
    }
    const binding = scope.own(from.local);
    if (binding === undefined) return [];
    if (isIsolated(binding)) return [{ kind: 'own', name, binding }];
    return imports.bindings.some(
      ({ binding: its, target }) => its === binding && target.instance === undefined,
    )
      ? [{ kind: 'imported', name, binding }]
      : [];
  });
}
