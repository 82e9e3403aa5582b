import type { NodePath } from '@babel/traverse';
import type { ExportedVariables, NamespaceFacts } from '../analyze/namespaces.js';
import type { Verdict } from './fate.js';

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

/** Whether a namespace has isolated properties. */
export function hasNamespaceState({ exported }: NamespaceFacts): boolean {
  return exported.some(isState);
}

function isState(variables: ExportedVariables): boolean {
  return exportedVerdict(variables).fate === 'isolated';
}
