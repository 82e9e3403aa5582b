import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Directive, directiveOf } from '../parse/directives.js';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Binding, Scope } from '../scope/scope.js';

/** A TypeScript `namespace`: a block of top-level code. What it exports are properties of an object. */
export interface NamespaceFacts {
  readonly block: NodePath<t.TSModuleBlock>;
  readonly scope: Scope;
  /** What its declaration and those around it call it, outer ones first. */
  readonly path: readonly t.Identifier[];
  /** The names of the namespaces around it and its own, `Config.Limits`; numbered if it has several blocks. */
  readonly id: string;
  /** What code in the block calls the object. */
  readonly object: string;
  /** The declarations of variables that are properties of the object: `export let level = 1`. */
  readonly exported: readonly ExportedVariables[];
}

/** `export let level = 1` in a namespace. */
export interface ExportedVariables {
  readonly path: NodePath<t.VariableDeclaration>;
  readonly directive: Directive | undefined;
}

/** Finds the namespaces of a file, outer ones before inner ones. */
export function findNamespaces(names: Names): NamespaceFacts[] {
  const scopes = names.scopes.filter(({ kind }) => kind === 'namespace');
  const blocks = new Map<string, number>();
  return scopes.map((scope) => {
    const facts = namespaceFacts(scope);
    const block = (blocks.get(facts.id) ?? 0) + 1;
    blocks.set(facts.id, block);
    return block === 1 ? facts : { ...facts, id: `${facts.id} ${block}` };
  });
}

function namespaceFacts(scope: Scope): NamespaceFacts {
  const block = scope.place as Place<t.TSModuleBlock>;
  const path = identifiersOf(block);
  return {
    block: block.path,
    scope,
    path,
    id: path.map(({ name }) => name).join('.'),
    object: path.at(-1)?.name ?? '',
    exported: block.path.get('body').flatMap(exportedVariables),
  };
}

function identifiersOf({ parent }: Place): t.Identifier[] {
  if (!parent) return [];
  const outer = identifiersOf(parent);
  return t.isTSModuleDeclaration(parent.node) ? [...outer, ...partsOf(parent.node.id)] : outer;
}

function partsOf(id: t.TSModuleDeclaration['id']): t.Identifier[] {
  if (id.type === 'TSQualifiedName') return [...partsOf(id.left as t.Identifier), id.right];
  return t.isIdentifier(id) ? [id] : [];
}

function exportedVariables(statement: NodePath<t.Statement>): ExportedVariables[] {
  if (!statement.isExportNamedDeclaration()) return [];
  const path = statement.get('declaration') as NodePath;
  if (!path.isVariableDeclaration() || !isVariable(path.node)) return [];
  return [{ path, directive: directiveOf(statement.node) }];
}

/** Whether a declaration declares what can be assigned. */
function isVariable({ kind, declare }: t.VariableDeclaration): boolean {
  return (kind === 'let' || kind === 'var') && !declare;
}

/** The variables of a namespace that only its own code can name. */
export function hiddenVariables({ scope }: NamespaceFacts): Binding[] {
  return scope.declared.filter(
    ({ kind, declarations: [first] }) =>
      (kind === 'let' || kind === 'var') && !t.isExportNamedDeclaration(first?.parent?.parent?.node),
  );
}
