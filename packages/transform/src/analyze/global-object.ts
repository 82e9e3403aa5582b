import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Occurrence } from '../scope/scope.js';
import { withAround } from './accesses.js';
import { globalName, memberName } from './names.js';
import type { Unit } from './unit.js';

/** What the global object is called in Node. */
const GLOBAL_OBJECT = ['globalThis', 'global'];

/** What a CommonJS module calls its own. */
export const OF_COMMONJS = /^(?:__dirname|__filename|arguments|exports|module|require)$/;

/** Where a file names the global object; inside of `with`, the name may mean a property. */
export function usesOfGlobalObject({ globals }: Names): Occurrence[] {
  return GLOBAL_OBJECT.flatMap((name) => globals.get(name) ?? []).filter(
    ({ role, path }) => role === 'read' && withAround({ path, code: undefined }) === undefined,
  );
}

/** Whether a file may create globals: it names the global object, or assigns names that it does not declare. */
export function mayCreateGlobals({ globals }: Names): boolean {
  if (GLOBAL_OBJECT.some((name) => globals.has(name))) return true;
  return [...globals].some(
    ([name, uses]) => !OF_COMMONJS.test(name) && uses.some(({ role }) => role === 'write'),
  );
}

/** The globals that every program finds. */
const PROVIDED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(globalThis));

/** Whether `node` may be a global of which each photon has its own: `cache`, `globalThis.cache`, `root[key]`. */
export function isOwnGlobal(node: t.Identifier | t.MemberExpression, { names, system }: Unit): boolean {
  if (!system.hasOwnGlobals) return false;
  if (t.isIdentifier(node)) return !PROVIDED.has(globalName(node, names) ?? 'undefined');
  return mayBeGlobalObject(node.object, names) && !PROVIDED.has(memberName(node) ?? '');
}

/** Whether `node` is the global object, or a variable that is made of it: `const root = globalThis || self`. */
function mayBeGlobalObject(node: t.Node, names: Names): boolean {
  const [declaration] = names.bindingOf(node)?.declarations ?? [];
  const value = t.isVariableDeclarator(declaration?.node) ? declaration.node.init : node;
  return t.traverseFast(value, (part) =>
    GLOBAL_OBJECT.includes(globalName(part, names) ?? '') ? t.traverseFast.stop : undefined,
  );
}
