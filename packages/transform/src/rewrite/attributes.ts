import * as t from '@babel/types';
import type { ModuleFacts } from '../analyze/analyze.js';
import { locateDependencies } from '../analyze/imports.js';
import { importedModule, type ResolvedOptions } from '../options.js';
import { rangeOf } from '../parse/range.js';
import type { Edits } from './edits.js';

/**
 * A JSON file of which photons have instances is code. Who says that it is JSON would get another copy of it.
 *
 *     import data from './data.json' with { type: 'json' };     →  import data from './data.json';
 *     await import('./data.json', { with: { type: 'json' } })   →  await import('./data.json')
 */
export function rewriteAttributes(edits: Edits, { names }: ModuleFacts, { imports }: ResolvedOptions): void {
  for (const { node, specifier } of locateDependencies(names)) {
    if (importedModule(imports, specifier)?.instance === undefined) continue;
    if (t.isImportExpression(node) && node.options)
      edits.replace(rangeOf(node.source).end, rangeOf(node).end, ')');
    else if (hasAttributes(node)) edits.replace(rangeOf(node.source).end, rangeOf(node).end, ';');
  }
}

/** Whether a statement loads a module with attributes. `export * as name from "…"` becomes another one anyway. */
function hasAttributes(node: t.Node): node is t.ImportDeclaration {
  if (t.isExportNamedDeclaration(node) && t.isExportNamespaceSpecifier(node.specifiers[0])) return false;
  return 'attributes' in node && (node.attributes?.length ?? 0) > 0;
}
