import * as t from '@babel/types';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
import type { Unit } from './unit.js';

/** Whether a declaration is one of a variable. */
export function isDeclarator(place: Place): place is Place<t.VariableDeclarator> {
  return place.node.type === 'VariableDeclarator';
}

/** The statement that holds a declaration, `export` included. */
export function declarationStatement(place: Place): Place {
  const statement = isDeclarator(place) && place.parent ? place.parent : place;
  const { parent } = statement;
  const isExported = t.isExportNamedDeclaration(parent?.node) || t.isExportDefaultDeclaration(parent?.node);
  return isExported && parent ? parent : statement;
}

/** Whether the statement of a variable's declaration exports it: `export const a = 1`. */
export function isExportedVariable({ parent }: Place): boolean {
  return t.isExportNamedDeclaration(parent?.parent?.node);
}

/** Whether a declaration stands directly among the statements of the unit, or of a namespace. */
export function isTopLevelDeclaration(declaration: Place, unit: Unit): boolean {
  const { parent, key } = declarationStatement(declaration);
  return key === 'body' && (parent?.node === unit.code.node || t.isTSModuleBlock(parent?.node));
}

/** What a variable always holds: what it is declared with, if nothing assigns it. */
export function constantOf(binding: Binding | undefined): t.Node | undefined {
  return binding?.writes.length === 0 ? initializerOf(binding) : undefined;
}

/** What a variable is declared with, if that is its only declaration. */
export function initializerOf(binding: Binding | undefined): t.Node | undefined {
  const [only, ...others] = binding?.declarations ?? [];
  if (!only || others.length > 0) return undefined;
  if (isDeclarator(only)) return only.node.init ?? undefined;
  return t.isFunctionDeclaration(only.node) ? only.node : undefined;
}
