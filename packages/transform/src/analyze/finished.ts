import * as t from '@babel/types';
import type { Unit } from './unit.js';

/**
 * Whether a bundler has turned the `const`s of a finished file into `var`s. A file with a `let`, a `const` or a
 * class at top level has its keywords; one with neither is a bundle if it is a module, which nobody writes so,
 * or begins with the helpers that esbuild puts into CommonJS bundles.
 */
export function hasLostKeywords(unit: Unit): boolean {
  const declarations = unit.block.node.body.map((statement) =>
    t.isExportNamedDeclaration(statement) ? statement.declaration : statement,
  );
  const keepsKeywords = declarations.some(
    (node) => t.isClassDeclaration(node) || (t.isVariableDeclaration(node) && node.kind !== 'var'),
  );
  const isBundled = unit.kind === 'module' || !unit.block.isProgram() || declarations.some(isBundleHelper);
  return isBundled && !keepsKeywords;
}

/** `var __defProp = Object.defineProperty` */
function isBundleHelper(node: t.Node | null | undefined): boolean {
  if (!t.isVariableDeclaration(node)) return false;
  return node.declarations.some(
    ({ init }) =>
      t.isMemberExpression(init) &&
      t.isIdentifier(init.object, { name: 'Object' }) &&
      t.isIdentifier(init.property, { name: 'defineProperty' }),
  );
}
