import * as t from '@babel/types';
import { memberName } from '../names.js';

/** Helpers are short. */
const LONGEST_HELPER = 2_000;

/**
 * Whether a function arranges what importers see of a module's exports, and does nothing else.
 * `getDefaultExportFromCjs`, `__toESM` and `__importStar` ask for `__esModule`; `__export` and its like define getters
 * for properties that they are given. These are properties, which minifiers leave alone.
 */
export function isExportsHelper(node: t.Node | undefined): boolean {
  if (!node || (node.end ?? 0) - (node.start ?? 0) > LONGEST_HELPER || !isFunctionValue(node)) return false;
  const hasMark = t.traverseFast(node, (inner) => (isMark(inner) ? t.traverseFast.stop : undefined));
  return hasMark && !assignsOutside(node);
}

/** A function, also as TypeScript prints its helpers: `(this && this.__importStar) || (function () { … })()`. */
function isFunctionValue(node: t.Node): boolean {
  if (t.isLogicalExpression(node, { operator: '||' })) return isFunctionValue(node.right);
  return t.isFunction(t.isCallExpression(node) ? node.callee : node);
}

function isMark(node: t.Node): boolean {
  if (t.isMemberExpression(node)) return memberName(node) === '__esModule';
  return (
    t.isObjectProperty(node) &&
    t.isIdentifier(node.key, { name: 'get' }) &&
    t.isMemberExpression(resultOf(node.value), { computed: true })
  );
}

/** What a short getter gives: `all[name]`, `() => from[key]`, `function () { return m[k]; }`. */
function resultOf(getter: t.Node): t.Node | null | undefined {
  if (!t.isFunction(getter)) return getter;
  const [only] = t.isBlockStatement(getter.body) ? getter.body.body : [];
  return t.isReturnStatement(only) ? only.argument : getter.body;
}

/** Whether a function assigns variables other than its own. */
function assignsOutside(node: t.Node): boolean {
  const declared = new Set<string>();
  const assigned: string[] = [];
  t.traverseFast(node, (inner) => {
    if (t.isFunction(inner)) for (const param of inner.params) addNames(declared, param);
    if (t.isVariableDeclarator(inner)) addNames(declared, inner.id);
    if (t.isFunctionDeclaration(inner) && inner.id) declared.add(inner.id.name);
    if (t.isAssignmentExpression(inner)) assigned.push(...Object.keys(t.getBindingIdentifiers(inner.left)));
  });
  return assigned.some((name) => !declared.has(name));
}

function addNames(names: Set<string>, pattern: t.Node): void {
  for (const name of Object.keys(t.getBindingIdentifiers(pattern))) names.add(name);
}
