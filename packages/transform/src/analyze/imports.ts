import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type ImportedModule, type IsolatedExport, importedModule, isolatedExport } from '../options.js';
import { isGlobal, requiredSource } from './names.js';

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
  program: NodePath<t.Program>,
  modules: Readonly<Record<string, ImportedModule>>,
): Imports {
  const bindings: ImportedBinding[] = [];
  const namespaces: ImportedNamespace[] = [];
  for (const declaration of program.node.body) {
    if (!t.isImportDeclaration(declaration) || declaration.importKind === 'type') continue;
    const specifier = declaration.source.value;
    const module = importedModule(modules, specifier);
    if (module === undefined || Object.keys(module.isolated).length === 0) continue;
    for (const imported of declaration.specifiers) {
      const binding = program.scope.getOwnBinding(imported.local.name);
      if (binding === undefined) continue;
      if (t.isImportNamespaceSpecifier(imported)) namespaces.push({ binding, specifier, module });
      const exported = importedName(imported);
      const target = exported === undefined ? undefined : isolatedExport(module, exported);
      if (exported !== undefined && target) bindings.push({ binding, specifier, exported, target });
    }
  }
  return { bindings, namespaces };
}

function importedName(specifier: t.ImportDeclaration['specifiers'][number]): string | undefined {
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

/** The modules that a file loads by literal specifiers. Imports of types load nothing. */
export function findDependencies(program: NodePath<t.Program>): Dependency[] {
  const found: Dependency[] = [];
  for (const statement of program.node.body) {
    const source = sourceOfStatement(statement);
    if (source !== undefined) found.push({ specifier: source, kind: 'import' });
  }
  program.traverse({
    CallExpression({ node, scope }) {
      const required = requiredSource(node, scope);
      if (required !== undefined) found.push({ specifier: required, kind: 'require' });
      const dynamic = dynamicSource(node);
      if (dynamic !== undefined) found.push({ specifier: dynamic, kind: 'dynamic-import' });
    },
    ImportExpression({ node }) {
      if (t.isStringLiteral(node.source))
        found.push({ specifier: node.source.value, kind: 'dynamic-import' });
    },
  });
  return found;
}

function sourceOfStatement(statement: t.Statement): string | undefined {
  if (t.isImportDeclaration(statement))
    return statement.importKind === 'type' ? undefined : statement.source.value;
  if (!t.isExportNamedDeclaration(statement) && !t.isExportAllDeclaration(statement)) return undefined;
  return statement.exportKind === 'type' ? undefined : statement.source?.value;
}

/**
 * Loads by a pattern of relative names, which bundlers resolve to all files that match:
 * `import(`./locales/${name}.js`)`, `require('./' + name)`.
 */
export function patternLoads(program: NodePath<t.Program>): t.Node[] {
  const found: t.Node[] = [];
  const note = (load: t.Node, source: t.Node | undefined) => {
    if (/^\.\.?\//.test(startOf(source) ?? '') && !t.isStringLiteral(source)) found.push(load);
  };
  program.traverse({
    ImportExpression: ({ node }) => note(node, node.source),
    CallExpression({ node, scope }) {
      if (t.isImport(node.callee) || isGlobal(node.callee, 'require', scope)) note(node, node.arguments[0]);
    },
  });
  return found;
}

/** The literal text that the value of `node` starts with. */
function startOf(node: t.Node | undefined): string | undefined {
  if (t.isBinaryExpression(node, { operator: '+' })) return startOf(node.left);
  if (t.isTemplateLiteral(node))
    return node.expressions.length > 0 ? (node.quasis[0]?.value.cooked ?? '') : undefined;
  return t.isStringLiteral(node) ? node.value : undefined;
}

/** The specifier of `import("literal")`. */
export function dynamicSource(node: t.Node): string | undefined {
  if (t.isImportExpression(node)) return t.isStringLiteral(node.source) ? node.source.value : undefined;
  if (!t.isCallExpression(node) || !t.isImport(node.callee)) return undefined;
  const [source] = node.arguments;
  return t.isStringLiteral(source) ? source.value : undefined;
}
