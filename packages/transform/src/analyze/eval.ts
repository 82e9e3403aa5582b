import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { parseEvalCode } from '../parse/eval-code.js';
import { type Names, resolveEvalNames } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import { type Binding, Occurrence, type Scope } from '../scope/scope.js';
import type { Activations } from './activation.js';
import { callOf } from './calls.js';
import { constantText } from './constant-text.js';

/** A direct eval: its code sees the names around the call (ECMAScript §19.2.1.1). */
export interface DirectEval {
  readonly call: Place<t.CallExpression>;
  /** The scope around the call. */
  readonly scope: Scope;
  /** The code that makes the call, if that is code of an eval itself. */
  readonly host: EvalCode | undefined;
  /** Whether the call is code of the module's top level. */
  readonly isTopLevel: boolean;
}

/** A direct eval whose code is a constant. */
export interface EvalCode extends DirectEval {
  readonly source: string;
  readonly names: Names;
  /** What sloppy code declares in the function around the call, or in the module. */
  readonly leaks: ReadonlySet<string>;
}

/** The direct evals of a file. Those that do nothing but throw a syntax error, or get no code, are left out. */
export interface Evals {
  /** Hosts come before the code in them. */
  readonly codes: readonly EvalCode[];
  /** Those of which only running the program tells the code. */
  readonly unknown: readonly DirectEval[];
}

/** Finds the direct evals of a file, and those in their code. */
export function findEvals(names: Names, activations: Activations): Evals {
  const codes: EvalCode[] = [];
  const unknown: DirectEval[] = [];
  const find = (text: Names, host: EvalCode | undefined) => {
    for (const callee of text.globals.get('eval') ?? []) {
      const call = callOf(callee);
      const [argument] = call?.node.arguments ?? [];
      if (!call || !argument) continue;
      const isTopLevel = host?.isTopLevel !== false && activations.around(call.path) === undefined;
      const direct = { call, scope: callee.scope, host, isTopLevel };
      const constant = constantText(argument, text);
      if (constant.kind === 'unknown') unknown.push(direct);
      const code = constant.kind === 'text' ? evalCode(direct, constant.text) : undefined;
      if (code === undefined) continue;
      codes.push(code);
      find(code.names, code);
    }
  };
  find(names, undefined);
  return { codes, unknown };
}

function evalCode(direct: DirectEval, source: string): EvalCode | undefined {
  const { call, scope, isTopLevel } = direct;
  const ast = parseEvalCode(source, scope.strict);
  if (ast === undefined) return undefined;
  const names = resolveEvalNames(ast, call, scope);
  const [own] = names.scopes;
  const leaking = own.strict ? [] : own.declared.filter(({ kind }) => kind === 'var' || kind === 'function');
  if (isTopLevel) for (const binding of leaking) joinModule(binding, scope.find(binding.name));
  return { ...direct, source, names, leaks: new Set(leaking.map(({ name }) => name)) };
}

/** What sloppy top-level code declares is the module's own: declaring it again assigns it. */
function joinModule({ occurrences }: Binding, outer: Binding | undefined): void {
  for (const { node, parent, key, index, role, scope } of outer ? occurrences : []) {
    const joined = role === 'declare' ? 'write' : role;
    outer?.occurrences.push(new Occurrence(node, parent as Place, key, index, joined, scope));
  }
}

/** The code that the file itself passes to eval, for code in code. */
export function outermost<T extends DirectEval>(direct: T): T | EvalCode {
  return direct.host ? outermost(direct.host) : direct;
}

/** Whether `path`, in the code of `code` or in the file, stands inside of `outer`. */
export function isInside(path: NodePath, code: EvalCode | undefined, outer: t.Node): boolean {
  if (path.findParent(({ node }) => node === outer)) return true;
  return code !== undefined && isInside(code.call.path, code.host, outer);
}
