import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Binding } from '../../scope/scope.js';
import { calledFunction, callIn } from '../calls.js';
import { initializerOf } from '../declarations.js';
import { memberName } from '../names.js';
import type { Piece } from '../unit.js';

/** A function that is called where it stands and is handed its module's own variables. */
export interface HandedModule {
  readonly node: t.Function;
  /** The variables that hold them. */
  readonly objects: readonly Binding[];
  /** The positions of the function's parameters for them. */
  readonly exports: number | undefined;
  readonly module: number | undefined;
}

/**
 * Finds functions that Rollup's CommonJS plugin calls in place, because their modules name `module` in ways that it
 * does not follow:
 *
 *     var config = { exports: {} };
 *     (function (module, exports) { … })(config, config.exports);
 *     var table = {};
 *     (function (exports) { … })(table);
 */
export function findHandedModules(pieces: readonly Piece[], names: Names): HandedModule[] {
  return pieces.flatMap((piece) => handedModule(piece, names) ?? []);
}

function handedModule(piece: Piece, names: Names): HandedModule | undefined {
  const call = callIn(piece);
  const node = call && calledFunction(call);
  if (!call || call.callee !== node || node.async || node.generator) return undefined;
  const roles = call.arguments.map((argument) => roleOf(argument, names));
  if (roles.length === 0 || roles.some((role) => role === undefined)) return undefined;
  const positionOf = (role: Role) => (roles.includes(role) ? roles.indexOf(role) : undefined);
  const objects = call.arguments.flatMap((argument) => holderOf(argument, names) ?? []);
  return { node, objects, exports: positionOf('exports'), module: positionOf('module') };
}

type Role = 'exports' | 'module';

/** What an argument is to the function: `{}` and `x.exports` are exports objects, `{ exports: {} }` is a module. */
function roleOf(argument: t.Node, names: Names): Role | undefined {
  if (t.isMemberExpression(argument))
    return memberName(argument) === 'exports' && isModule(argument.object, names) ? 'exports' : undefined;
  if (isModule(argument, names)) return 'module';
  return objectIn(argument, names)?.properties.length === 0 ? 'exports' : undefined;
}

/** The variable in `x` and `x.exports`. */
function holderOf(node: t.Node, names: Names): Binding | undefined {
  return names.bindingOf(t.isMemberExpression(node) ? node.object : node);
}

function isModule(node: t.Node, names: Names): boolean {
  const [only] = objectIn(node, names)?.properties ?? [];
  return t.isObjectProperty(only) && t.isIdentifier(only.key, { name: 'exports' });
}

/** The object literal that initializes the variable which `node` names. */
function objectIn(node: t.Node, names: Names): t.ObjectExpression | undefined {
  const initializer = initializerOf(names.bindingOf(node));
  return t.isObjectExpression(initializer) ? initializer : undefined;
}
