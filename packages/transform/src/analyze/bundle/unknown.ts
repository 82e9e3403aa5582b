import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import { declarationStatement } from '../declarations.js';
import { isGlobal, memberName } from '../names.js';
import { expressionOf, type Unit } from '../unit.js';

/** A module system that is there, and whose modules were not found. */
export interface UnknownModules {
  readonly node: t.Node;
  readonly bundler: string;
}

/** What bundlers call their module systems, where nothing has renamed it. */
const NAMES: readonly (readonly [name: RegExp, bundler: string])[] = [
  [/^__(?:webpack|nccwpck)_(?:require|modules|module_cache)__$/, 'webpack or Rspack'],
  [/^parcelRequire|^\$[0-9a-f]+\$var\$parcelRequire/, 'Parcel'],
];

/**
 * Finds what shows that a finished file has modules inside, of which the analysis knows nothing: their state would
 * look like local variables of functions.
 */
export function findUnknownModules(names: Names, units: readonly Unit[]): UnknownModules | undefined {
  const found = modulesInStrings(units) ?? registeredModules(names);
  const hasModules = units.some(({ form }) => form !== 'file' && form !== 'bundle');
  return found ?? (hasModules ? undefined : namedModules(names, units));
}

/** webpack's `devtool: "eval"`: `eval("__webpack_require__.r(…) …")` */
function modulesInStrings(units: readonly Unit[]): UnknownModules | undefined {
  for (const { form, pieces, names } of units) {
    if (form !== 'factory') continue;
    const node = pieces.map(expressionOf).find((expression) => isEvalOfText(expression, names));
    if (node) return { node, bundler: "webpack with `devtool: 'eval'`" };
  }
  return undefined;
}

function isEvalOfText(node: t.Node | undefined, names: Names): boolean {
  if (!t.isCallExpression(node) || !isGlobal(node.callee, 'eval', names)) return false;
  const [code] = node.arguments;
  return t.isStringLiteral(code) || t.isCallExpression(code);
}

/** `define([…], function (…) { … })`, `System.register([…], function (…) { … })` */
function registeredModules(names: Names): UnknownModules | undefined {
  for (const statement of names.program.node.body) {
    const call = t.isExpressionStatement(statement) ? statement.expression : undefined;
    if (!t.isCallExpression(call) || !call.arguments.some((argument) => t.isFunction(argument))) continue;
    if (isGlobal(call.callee, 'define', names)) return { node: call, bundler: 'an AMD bundler' };
    if (isSystemRegister(call.callee, names)) return { node: call, bundler: 'a SystemJS bundler' };
  }
  return undefined;
}

function isSystemRegister(callee: t.Node, names: Names): boolean {
  return (
    t.isMemberExpression(callee) &&
    isGlobal(callee.object, 'System', names) &&
    memberName(callee) === 'register'
  );
}

function namedModules({ globals }: Names, units: readonly Unit[]): UnknownModules | undefined {
  const declared = units.flatMap(({ scope }) => scope.declared);
  const named = [
    ...declared.map(({ name, declarations: [first] }) => ({
      name,
      node: first && declarationStatement(first).node,
    })),
    ...[...globals].map(([name, [first]]) => ({ name, node: first?.node })),
  ];
  for (const { name, node } of named) {
    const [, bundler] = NAMES.find(([pattern]) => pattern.test(name)) ?? [];
    if (bundler && node) return { node, bundler };
  }
  return undefined;
}
