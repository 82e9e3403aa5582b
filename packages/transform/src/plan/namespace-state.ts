import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { ExportedVariables, NamespaceFacts } from '../analyze/namespaces.js';
import { exportedVariable } from '../analyze/qualified-names.js';
import type { Names } from '../scope/names.js';
import type { Verdict } from './verdicts.js';

/** Decides the fate of `export let level = 1` in a namespace. It is a property of an object, which others may assign. */
export function exportedVerdict({ directive }: ExportedVariables): Verdict {
  return directive === 'shared'
    ? { fate: 'shared', reason: 'directive' }
    : { fate: 'isolated', reason: 'exported' };
}

/** Whether a declaration in a namespace makes isolated properties. */
export function exportsState(namespace: NamespaceFacts | undefined, { node }: NodePath): boolean {
  return namespace?.exported.some((each) => each.path.node === node && isState(each)) ?? false;
}

/** Whether `place` is an isolated property of a namespace: `Config.level`. */
export function isNamespaceState(
  place: t.Node,
  namespaces: readonly NamespaceFacts[],
  names: Names,
): boolean {
  const variables = t.isMemberExpression(place) ? exportedVariable(place, namespaces, names) : undefined;
  return variables !== undefined && isState(variables);
}

/** Whether a namespace has isolated properties. */
export function hasNamespaceState({ exported }: NamespaceFacts): boolean {
  return exported.some(isState);
}

function isState(variables: ExportedVariables): boolean {
  return exportedVerdict(variables).fate === 'isolated';
}
