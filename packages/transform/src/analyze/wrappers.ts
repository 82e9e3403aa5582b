import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
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
export function findWrappers(file: Unit): Wrappers {
  const units: Unit[] = [];
  const unsupported: NodePath<t.CallExpression>[] = [];
  for (const binding of file.scope.declared) {
    const helper = initializerOf(binding);
    if (isCommonJsHelper(helper)) {
      for (const call of callsOf(binding)) units.push(...unitOf(call, file));
    } else if (isLazyModuleHelper(helper)) unsupported.push(...callsOf(binding));
  }
  return { units, unsupported };
}

function initializerOf({ declarations: [first] }: Binding): t.Node | null | undefined {
  return t.isVariableDeclarator(first?.node) ? first.node.init : undefined;
}

function callsOf({ uses }: Binding): NodePath<t.CallExpression>[] {
  return uses.flatMap(({ parent, key }) =>
    t.isCallExpression(parent?.node) && key === 'callee' ? [(parent as Place<t.CallExpression>).path] : [],
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
export function isWrapperCall(node: t.CallExpression, names: Names): boolean {
  const initializer = calleeInitializer(node, names);
  if (isCommonJsHelper(initializer)) return true;
  return t.isCallExpression(initializer) && isCommonJsHelper(calleeInitializer(initializer, names));
}

function calleeInitializer({ callee }: t.CallExpression, names: Names): t.Node | null | undefined {
  const binding = names.bindingOf(callee);
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
