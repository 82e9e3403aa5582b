import * as t from '@babel/types';
import { isModuleExports } from '../exports-object.js';
import { memberName } from '../names.js';
import { expressionOf, type Unit } from '../unit.js';
import type { Signature } from './commonjs-call.js';
import { type ModuleFunction, modulesIn } from './module-functions.js';

/** What webpack's module functions are given. */
export const CHUNK_SIGNATURE: Signature = { module: 0, exports: 1, require: 2 };

/** What chunks export their tables as, which is part of the interface between them. */
const TABLE = /^__(?:webpack|rspack)_(?:esm_)?modules__$/;

/**
 * Finds the modules in a chunk of webpack or Rspack, which the bundle's main file loads and calls:
 *
 *     exports.ids = [559]; exports.modules = { 559(module, exports, require) { … } };
 *     export const __webpack_esm_modules__ = { 559(module, exports, require) { … } };
 */
export function findChunkModules(file: Unit): ModuleFunction[] {
  return [...assignedTables(file), ...exportedTables(file)].flatMap((table) => modulesIn(table));
}

function assignedTables(file: Unit): t.Node[] {
  const assigned = file.pieces.flatMap((piece) => {
    const expression = expressionOf(piece);
    if (!t.isAssignmentExpression(expression) || !t.isMemberExpression(expression.left)) return [];
    const { object } = expression.left;
    return isModuleExports(object, file)
      ? [{ name: memberName(expression.left), value: expression.right }]
      : [];
  });
  const isChunk = assigned.some(({ name }) => name === 'ids');
  return assigned.flatMap(({ name, value }) => (isChunk && name === 'modules' ? [value] : []));
}

function exportedTables({ names }: Unit): t.Node[] {
  return names.program.node.body.flatMap((statement) => {
    const declaration = t.isExportNamedDeclaration(statement) ? statement.declaration : undefined;
    if (!t.isVariableDeclaration(declaration)) return [];
    return declaration.declarations.flatMap(({ id, init }) =>
      init && t.isIdentifier(id) && TABLE.test(id.name) ? [init] : [],
    );
  });
}
