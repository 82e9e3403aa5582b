import type { Binding, NodePath, Scope } from '@babel/traverse';
import * as t from '@babel/types';
import { type Unit, wrapperUnit } from './unit.js';

/** What the module wrappers in a file are. */
export interface Wrappers {
  readonly units: readonly Unit[];
  /** Wrappers of a kind that is recognised but not handled. */
  readonly unsupported: readonly NodePath<t.CallExpression>[];
}

/**
 * Finds the module wrappers that esbuild puts into bundles:
 *
 *     var __commonJS = (cb, mod) => function __require() { … (mod = { exports: {} }).exports … };
 *     var require_config = __commonJS({ "src/config.js"(exports, module) { … } });
 *
 * The helper is known by what it does, because minifiers rename it.
 */
export function findWrappers(program: NodePath<t.Program>, file: Unit): Wrappers {
  const units: Unit[] = [];
  const unsupported: NodePath<t.CallExpression>[] = [];
  for (const binding of Object.values(program.scope.bindings)) {
    const helper = initializerOf(binding);
    if (isCommonJsHelper(helper)) {
      for (const call of callsOf(binding)) units.push(...unitOf(call, file));
    } else if (isLazyModuleHelper(helper)) unsupported.push(...callsOf(binding));
  }
  return { units, unsupported };
}

function initializerOf({ path }: Binding): t.Node | null | undefined {
  return path.isVariableDeclarator() ? path.node.init : undefined;
}

function callsOf({ referencePaths }: Binding): NodePath<t.CallExpression>[] {
  return referencePaths.flatMap(({ parentPath, key }) =>
    parentPath?.isCallExpression() && key === 'callee' ? [parentPath] : [],
  );
}

function unitOf(call: NodePath<t.CallExpression>, file: Unit): Unit[] {
  const [argument] = call.get('arguments');
  const body = argument?.isObjectExpression() ? argument.get('properties')[0] : argument;
  if (!body?.isFunction()) return [];
  const id =
    body.isObjectMethod() && t.isStringLiteral(body.node.key)
      ? body.node.key.value
      : `module ${call.node.start}`;
  return [wrapperUnit(body, file, id)].filter((unit) => unit !== undefined);
}

/** Whether `node` wraps a module, or calls such a wrapper as bundles do in place of `require()`. */
export function isWrapperCall(node: t.CallExpression, scope: Scope): boolean {
  const initializer = calleeInitializer(node, scope);
  if (isCommonJsHelper(initializer)) return true;
  return t.isCallExpression(initializer) && isCommonJsHelper(calleeInitializer(initializer, scope));
}

function calleeInitializer({ callee }: t.CallExpression, scope: Scope): t.Node | null | undefined {
  const binding = t.isIdentifier(callee) ? scope.getBinding(callee.name) : undefined;
  return binding && initializerOf(binding);
}

/** `(cb, mod) => … (mod = { exports: {} }) …` */
function isCommonJsHelper(node: t.Node | null | undefined): boolean {
  return assignsParameter(node, 1, (value) => t.isObjectExpression(value) && hasExports(value));
}

/** `(fn, res) => … fn = 0 …` */
function isLazyModuleHelper(node: t.Node | null | undefined): boolean {
  return assignsParameter(node, 0, (value) => t.isNumericLiteral(value, { value: 0 }));
}

function hasExports({ properties }: t.ObjectExpression): boolean {
  const [only] = properties;
  return properties.length === 1 && t.isObjectProperty(only) && t.isIdentifier(only.key, { name: 'exports' });
}

function assignsParameter(
  node: t.Node | null | undefined,
  index: number,
  isValue: (value: t.Expression) => boolean,
): boolean {
  if (!t.isArrowFunctionExpression(node) || node.params.length < 2) return false;
  const parameter = node.params[index];
  if (!t.isIdentifier(parameter)) return false;
  let found = false;
  t.traverseFast(node.body, (inner) => {
    found ||=
      t.isAssignmentExpression(inner) &&
      t.isIdentifier(inner.left, { name: parameter.name }) &&
      isValue(inner.right);
  });
  return found;
}
