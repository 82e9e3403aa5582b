import * as t from '@babel/types';
import type { Place } from './place.js';
import type { Binding, Occurrence, Scope } from './scope.js';

/** Whether a place is a function declaration that is evaluated in its place in a block. */
export function isBlockFunction({ node, parent }: Place): boolean {
  if (node.type !== 'FunctionDeclaration' || node.async || node.generator) return false;
  if (parent?.node.type === 'BlockStatement') return !t.isFunction(parent.parent?.node);
  return parent?.node.type === 'SwitchCase' || parent?.node.type === 'IfStatement';
}

/**
 * The sloppy functions in blocks of the scopes that are being walked. Where a `var` of their name would be allowed,
 * they have such a variable outside of their block, which evaluating the declaration assigns (ECMAScript §B.3.2).
 *
 *     { function f() {} }      if (x) function f() {}      switch (x) { case 0: function f() {} }
 */
export class BlockFunctions {
  /** Their names, those of the innermost scope last. */
  readonly #names: Occurrence[] = [];

  get count(): number {
    return this.#names.length;
  }

  add(name: Occurrence): void {
    this.#names.push(name);
  }

  /**
   * Leaves a scope: blocks that declare the name forbid the variable, functions declare it. Variables that nobody
   * mentions are left out, but for the code of evals, which declares them elsewhere.
   *
   * @param mark how many there were when the scope was entered
   * @param mentioned the names that are used inside and not declared there
   */
  leave(scope: Scope, mark: number, mentioned: () => ReadonlySet<string>): void {
    const names = this.#names.splice(mark);
    if (!scope.holdsVars) {
      this.#names.push(...names.filter((name) => !forbids(scope, name)));
      return;
    }
    const known = mentioned();
    for (const name of names) {
      const own = ownOrParameter(scope, name.node.name);
      const isMentioned = known.has(name.node.name) || known.has('eval') || scope.kind === 'eval';
      if (own ? own.kind === 'var' || own.kind === 'function' : isMentioned) scope.declare(name, 'var');
    }
  }
}

/** A declaration of that name does, unless it is the plain parameter of a `catch` (§B.3.4). */
function forbids(scope: Scope, { node, scope: block }: Occurrence): boolean {
  if (scope === block || scope.own(node.name) === undefined) return false;
  const { node: opener } = scope.place;
  return !(opener.type === 'CatchClause' && opener.param?.type === 'Identifier');
}

function ownOrParameter(scope: Scope, name: string): Binding | undefined {
  return scope.own(name) ?? (scope.parent?.kind === 'params' ? scope.parent.own(name) : undefined);
}
