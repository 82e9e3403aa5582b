import type * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Binding } from '../scope/scope.js';
import { type EvalCode, type Evals, outermost } from './eval.js';
import { functionAround } from './places.js';

/** Sloppy code that declares a variable of a function, which hides a binding around it from then on. */
export interface Hiding {
  readonly binding: Binding;
  readonly code: EvalCode;
  readonly owner: t.Node;
}

/** Finds what the code of evals hides. */
export function findHidings({ codes }: Evals): Hiding[] {
  return codes.flatMap((code) => {
    const owner = code.isTopLevel ? undefined : functionAround(code.call)?.node;
    return [...code.leaks].flatMap((name) => {
      const binding = code.scope.find(name);
      return owner && binding ? [{ binding, code, owner }] : [];
    });
  });
}

/**
 * Calls in top-level code that declare variables of the module, or may. They have to stay outside of closures, unless
 * nothing but their own code mentions the variables.
 */
export function findDeclaringCalls(names: Names, { codes, unknown }: Evals): t.CallExpression[] {
  const isMentioned = (name: string, own: EvalCode) =>
    own.scope.find(name) !== undefined ||
    names.globals.has(name) ||
    codes.some((code) => code !== own && (code.names.globals.has(name) || code.leaks.has(name)));
  const declaring = codes.filter((code) => [...code.leaks].some((name) => isMentioned(name, code)));
  const sloppy = unknown.filter(({ scope }) => !scope.strict);
  return [...declaring, ...sloppy]
    .filter(({ isTopLevel }) => isTopLevel)
    .map((direct) => outermost(direct).call.node);
}
