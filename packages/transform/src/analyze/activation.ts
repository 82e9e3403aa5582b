import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { someOwn } from './own-code.js';
import type { Unit } from './unit.js';

/**
 * Code that runs anew at each call: a function, a method, or the initializer of an instance field. An
 * activation looks a record up for itself; what is nested in it captures its record.
 */
export interface Activation {
  readonly path:
    | NodePath<t.Function>
    | NodePath<t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty>;
  readonly parent: Activation | undefined;
  /** How many activations are around it. */
  readonly depth: number;
}

/** Finds activations, and keeps one object for each. */
export class Activations {
  readonly #known = new Map<t.Node, Activation>();
  readonly #unitFunctions: ReadonlySet<t.Node>;

  /** @param units the module bodies of the file: the function of a module wrapper is no activation */
  constructor(units: readonly Unit[]) {
    this.#unitFunctions = new Set(units.map(({ code }) => code.parent));
  }

  /** The activation whose code `path` is, or `undefined` for top-level code. */
  around(path: NodePath): Activation | undefined {
    for (let child = path; child.parentPath; child = child.parentPath) {
      const parent = child.parentPath;
      if (this.#unitFunctions.has(parent.node)) return undefined;
      if (entersActivation(parent.node, child.listKey ?? String(child.key)))
        return this.#activationOf(parent as Activation['path']);
    }
    return undefined;
  }

  #activationOf(path: Activation['path']): Activation {
    const known = this.#known.get(path.node);
    if (known) return known;
    const parent = this.around(path);
    const activation = { path, parent, depth: parent ? parent.depth + 1 : 0 };
    this.#known.set(path.node, activation);
    return activation;
  }
}

/** Whether code that `key` of `parent` holds runs when that is called, rather than when it is created. */
export function entersActivation(parent: t.Node, key: string): boolean {
  if (t.isFunction(parent)) return key === 'body' || key === 'params';
  if (t.isClassProperty(parent) || t.isClassPrivateProperty(parent) || t.isClassAccessorProperty(parent)) {
    return key === 'value' && parent.static !== true;
  }
  return false;
}

/** Whether an activation can stop and go on in the async context of another caller. */
export function isGenerator({ path }: Activation): boolean {
  return path.isFunction() && path.node.generator === true;
}

/** Whether code of a generator may stop inside `path`. */
export function containsYield({ node }: NodePath): boolean {
  return someOwn(node, (inner) => t.isYieldExpression(inner));
}

/** The body whose statements an activation runs, if it has one. */
export function blockOf({ path }: Activation): NodePath<t.BlockStatement> | undefined {
  const body = path.get('body') as NodePath | NodePath[];
  return !Array.isArray(body) && body.isBlockStatement() ? body : undefined;
}
