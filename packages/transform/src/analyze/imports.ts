import * as t from '@babel/types';
import {
  hasIsolatedExports,
  type ImportedModule,
  type IsolatedExport,
  importedModule,
  isolatedExport,
} from '../options.js';
import { rangeOf } from '../parse/range.js';
import type { Names } from '../scope/names.js';
import type { Binding } from '../scope/scope.js';
import { callOf } from './calls.js';
import type { Evals } from './eval.js';
import { literalText } from './names.js';
import type { Unit } from './unit.js';

/** A local name for an isolated export of another module. */
export interface ImportedBinding {
  readonly binding: Binding;
  readonly specifier: string;
  readonly exported: string;
  readonly target: IsolatedExport;
}

/** A local name for the namespace of a module with isolated exports. */
export interface ImportedNamespace {
  readonly binding: Binding;
  readonly specifier: string;
  readonly module: ImportedModule;
}

/** What a file takes from modules with isolated exports. */
export interface Imports {
  readonly bindings: readonly ImportedBinding[];
  readonly namespaces: readonly ImportedNamespace[];
}

/** Finds the imports that need rewriting. */
export function findImports(
  { scope, names: { program } }: Unit,
  modules: Readonly<Record<string, ImportedModule>>,
): Imports {
  const bindings: ImportedBinding[] = [];
  const namespaces: ImportedNamespace[] = [];
  for (const declaration of program.node.body) {
    if (!t.isImportDeclaration(declaration) || declaration.importKind === 'type') continue;
    const specifier = declaration.source.value;
    const module = importedModule(modules, specifier);
    if (module === undefined || !hasIsolatedExports(module)) continue;
    for (const imported of declaration.specifiers) {
      const binding = scope.own(imported.local.name);
      if (binding === undefined) continue;
      if (t.isImportNamespaceSpecifier(imported)) namespaces.push({ binding, specifier, module });
      const exported = importedName(imported);
      const target = exported === undefined ? undefined : isolatedExport(module, exported);
      if (exported !== undefined && target) bindings.push({ binding, specifier, exported, target });
    }
  }
  return { bindings, namespaces };
}

/** The export that an import specifier names. */
export function importedName(specifier: t.ImportDeclaration['specifiers'][number]): string | undefined {
  if (t.isImportDefaultSpecifier(specifier)) return 'default';
  if (!t.isImportSpecifier(specifier) || specifier.importKind === 'type') return undefined;
  return nameOf(specifier.imported);
}

/** The text of an export name, which may be written as a string. */
export function nameOf(name: t.Identifier | t.StringLiteral): string {
  return t.isIdentifier(name) ? name.name : name.value;
}

/** A module named by a literal, in any of the ways that load it. */
export interface Dependency {
  readonly specifier: string;
  readonly kind: 'import' | 'require' | 'dynamic-import';
}

/** A call that loads a module: `require(source)`, `import(source)`. */
interface LoadCall {
  readonly node: t.CallExpression | t.ImportExpression;
  readonly source: t.Node | undefined;
  readonly kind: 'require' | 'dynamic-import';
}

/** All such calls, in the order of the source. */
function loadCalls({ globals, dynamicImports }: Names): LoadCall[] {
  const required = (globals.get('require') ?? []).flatMap((name): LoadCall[] => {
    const node = callOf(name)?.node;
    return node?.arguments.length === 1 ? [{ node, source: node.arguments[0], kind: 'require' }] : [];
  });
  const dynamic = dynamicImports.map(
    ({ node }): LoadCall => ({ node, source: node.source, kind: 'dynamic-import' }),
  );
  return [...required, ...dynamic].sort((a, b) => rangeOf(a.node).start - rangeOf(b.node).start);
}

/** A call that loads a module by a literal specifier. */
export interface Load extends Omit<LoadCall, 'source'> {
  readonly specifier: string;
}

/** Finds `require("…")` and `import("…")`. */
export function findLoads(names: Names): Load[] {
  return loadCalls(names).flatMap(({ node, source, kind }) => {
    const specifier = literalText(source);
    return specifier === undefined ? [] : [{ node, kind, specifier }];
  });
}

/**
 * Loads by a pattern of relative names, which bundlers resolve to all files that match:
 * `import(`./locales/${name}.js`)`, `require('./' + name)`.
 */
export function patternLoads(names: Names): t.Node[] {
  return loadCalls(names).flatMap(({ node, source }) =>
    /^\.\.?\//.test(startOf(source) ?? '') && !t.isStringLiteral(source) ? [node] : [],
  );
}

/** The literal text that the names of modules loaded by a pattern start with: `./locales/`. */
export function findPatterns(names: Names): string[] {
  const starts = loadCalls(names).flatMap(({ source }) =>
    literalText(source) === undefined ? (startOf(source) ?? []) : [],
  );
  return [...new Set(starts)];
}

/** The literal text that the value of `node` starts with. */
function startOf(node: t.Node | undefined): string | undefined {
  if (t.isBinaryExpression(node, { operator: '+' })) return startOf(node.left);
  if (t.isTemplateLiteral(node))
    return node.expressions.length > 0 ? (node.quasis[0]?.value.cooked ?? '') : undefined;
  return t.isStringLiteral(node) ? node.value : undefined;
}

/**
 * The modules that a file loads by literal specifiers, in the code of evals, too. Imports of types load nothing.
 */
export function findDependencies(names: Names, { codes }: Evals): Dependency[] {
  const inCode = codes.flatMap((code) => findLoads(code.names));
  return [...locateDependencies(names), ...inCode].map(({ specifier, kind }) => ({ specifier, kind }));
}

/** The same, with the statements and calls of the file itself that load them. */
export function locateDependencies(names: Names): (Dependency & { readonly node: t.Node })[] {
  const imported = names.program.node.body.flatMap((node) => {
    const specifier = sourceOfStatement(node);
    return specifier === undefined ? [] : [{ specifier, kind: 'import' as const, node }];
  });
  return [...imported, ...findLoads(names)];
}

function sourceOfStatement(statement: t.Statement): string | undefined {
  if (t.isImportDeclaration(statement))
    return statement.importKind === 'type' || isText(statement) ? undefined : statement.source.value;
  if (!t.isExportNamedDeclaration(statement) && !t.isExportAllDeclaration(statement)) return undefined;
  return statement.exportKind === 'type' || isText(statement) ? undefined : statement.source?.value;
}

/** `import text from "./data.json" with { type: "text" }` loads no module. */
function isText({ attributes }: Pick<t.ImportDeclaration, 'attributes'>): boolean {
  return attributes?.some(({ value }) => /^(?:bytes|text)$/.test(value.value)) === true;
}
