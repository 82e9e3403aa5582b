import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding, Occurrence, Scope } from '../../scope/scope.js';
import { callIn, callOf } from '../calls.js';
import { initializerOf } from '../declarations.js';
import { isModuleExports } from '../exports-object.js';
import { isWithin } from '../places.js';
import { type Block, expressionOf, type Piece, piecesOf, type Unit } from '../unit.js';

/**
 * What stands around the modules of webpack, Rspack and ncc: the function that loads modules, its variables, and
 * modules that are not in the table because they run only once.
 *
 *     (() => {
 *       var __webpack_modules__ = { … };
 *       var __webpack_module_cache__ = {};
 *       function __webpack_require__(moduleId) { … }
 *       (() => { __webpack_require__.d = … })();
 *       var __webpack_exports__ = {};
 *       (() => { … })();
 *     })();
 */
export interface WebpackRuntime {
  /** The one function around all of it. */
  readonly around: t.Function | undefined;
  /** The functions that are called where they stand and hold modules. */
  readonly modules: readonly t.Function[];
  /** The other functions that are called where they stand: they give the loader its methods. */
  readonly helpers: readonly t.Function[];
  /** What holds modules or belongs to the runtime, and no state of the program. */
  readonly variables: readonly Binding[];
  /** The exports objects of modules that are not in the table, and other names for them. */
  readonly exports: readonly Binding[];
}

/**
 * Reads a runtime by the function that loads its modules.
 * @param loader `__webpack_require__`
 */
export function readRuntime(loader: Binding, file: Unit): WebpackRuntime | undefined {
  const { names } = file;
  const { scope } = loader;
  const block = bodyAt(scope.place);
  if (block === undefined) return undefined;
  const pieces = piecesOf(block);
  const called = pieces.flatMap(calledInPlace);
  const modules = called.filter((node) => isModule(node, loader));
  const exports = exportsVariables(loader, pieces, file);
  const scopes = modules.flatMap((node) => names.scopeOf(node) ?? []);
  return {
    around: t.isFunction(scope.place.node) ? scope.place.node : undefined,
    modules,
    helpers: called.filter((node) => !modules.includes(node)),
    variables: [...variablesOf(loader), ...variablesOfMethods(loader, pieces), ...exports],
    exports: [...exports, ...[scope, ...scopes].flatMap((each) => aliasesIn(each, exports, names))],
  };
}

/** The program, or the body of a function. */
function bodyAt({ path }: Place): Block | undefined {
  if (path.isProgram()) return path;
  const body = path.isFunction() ? (path.get('body') as NodePath) : undefined;
  return body?.isBlockStatement() ? body : undefined;
}

/** The variables that the loader uses and does not declare: the table of modules and the cache. */
function variablesOf(loader: Binding): Binding[] {
  const [declaration] = loader.declarations;
  if (!declaration) return [];
  return loader.scope.declared.filter(
    (binding) => binding !== loader && binding.uses.some((use) => isWithin(use, declaration.node)),
  );
}

/** `__webpack_require__.d(__webpack_exports__, { … })`, `module.exports = __webpack_exports__` */
function exportsVariables({ uses }: Binding, pieces: readonly Piece[], file: Unit): Binding[] {
  const filled = uses.flatMap(({ parent: member, key }) => {
    const isMethod = t.isMemberExpression(member?.node) && key === 'object';
    const call = member && isMethod ? callOf(member) : undefined;
    return call?.node.arguments.slice(0, 1) ?? [];
  });
  const exported = pieces.flatMap((piece) => {
    const expression = expressionOf(piece);
    const isExport = t.isAssignmentExpression(expression) && isModuleExports(expression.left, file);
    return isExport ? [expression.right] : [];
  });
  const found = [...filled, ...exported].flatMap((target) => file.names.bindingOf(target) ?? []);
  return [...new Set(found)].filter(isEmptyObject);
}

function isEmptyObject(binding: Binding): boolean {
  const initializer = initializerOf(binding);
  return t.isObjectExpression(initializer) && initializer.properties.length === 0;
}

/** `var exports = __webpack_exports__;` */
function aliasesIn({ declared }: Scope, bindings: readonly Binding[], names: Names): Binding[] {
  return declared.filter((binding) => {
    const initializer = initializerOf(binding);
    const meant = initializer && names.bindingOf(initializer);
    return meant !== undefined && bindings.includes(meant);
  });
}

/**
 * Variables of the runtime that a minifier has freed from the functions around them: only what assigns a method of
 * the loader uses them.
 *
 *     e = { 889: 1 }, o.f.require = (r, t) => { e[r] || … }
 */
function variablesOfMethods(loader: Binding, pieces: readonly Piece[]): Binding[] {
  const nodes = new Set<t.Node>(pieces.map(({ node }) => node));
  const methods = new Set(
    loader.uses.filter(definesMethod).flatMap((use) => placeAmong(use, nodes)?.node ?? []),
  );
  if (methods.size === 0) return [];
  const isInMethod = (use: Place) => placeAmong(use, methods) !== undefined;
  const isPiece = ({ parent }: Place) => parent !== undefined && nodes.has(parent.node);
  return loader.scope.declared.filter(({ declarations: [first], uses }) => {
    const isVariable = t.isVariableDeclarator(first?.node);
    const isRead = uses.some(({ role }) => role === 'read');
    return (
      isVariable && isRead && uses.every((use) => isInMethod(use) || (use.role === 'write' && isPiece(use)))
    );
  });
}

/** The innermost of `nodes` around a place. */
function placeAmong(start: Place, nodes: ReadonlySet<t.Node>): Place | undefined {
  for (let place: Place | undefined = start; place; place = place.parent)
    if (nodes.has(place.node)) return place;
  return undefined;
}

/** `__webpack_require__.f.require = …` */
function definesMethod(use: Occurrence): boolean {
  let place: Place = use;
  while (t.isMemberExpression(place.parent?.node) && place.key === 'object') place = place.parent;
  return place !== use && place.key === 'left' && t.isAssignmentExpression(place.parent?.node);
}

/** `(() => { … })()`, `!function () { … }()` */
function calledInPlace(piece: Piece): t.Function[] {
  const call = callIn(piece);
  return call?.arguments.length === 0 && t.isFunction(call.callee) ? [call.callee] : [];
}

/** Functions that only give the loader its methods belong to the runtime, which all photons share. */
function isModule(node: t.Function, loader: Binding): boolean {
  const uses = loader.uses.filter((use) => isWithin(use, node));
  const loadsModule = uses.some((use) => callOf(use) !== undefined);
  return loadsModule || !uses.some(definesMethod);
}
