import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Binding, Occurrence, Scope } from '../scope/scope.js';
import { type Activation, type Activations, containsYield, isGenerator } from './activation.js';
import type { Evals } from './eval.js';
import type { Unit } from './unit.js';

/** A call of a function by its name: `f(x)`. */
export interface DirectCall {
  readonly path: NodePath<t.CallExpression>;
  /** The code that calls, `undefined` at top level. */
  readonly activation: Activation | undefined;
}

/** A function of which every call is known: it is called by its name, and nothing else is done with it. */
export interface DirectFunction {
  readonly path: NodePath<t.Function>;
  readonly activation: Activation;
  readonly binding: Binding;
  readonly calls: readonly DirectCall[];
}

/**
 * Finds the functions of top-level code of which every call is known. Nobody else can tell what they are given: not
 * by their `length`, nor by `arguments`, nor by calling them.
 */
export class DirectCalls {
  readonly #known = new Map<Activation, DirectFunction | undefined>();
  readonly #names: Names;
  readonly #activations: Activations;
  readonly #topLevel: ReadonlySet<t.Node>;
  readonly #scopesWithEval: ReadonlySet<Scope>;

  constructor(names: Names, units: readonly Unit[], activations: Activations, { codes, unknown }: Evals) {
    this.#names = names;
    this.#activations = activations;
    this.#topLevel = new Set(units.map(({ code }) => code.node));
    this.#scopesWithEval = new Set([...codes, ...unknown].flatMap(({ scope }) => withOuter(scope)));
  }

  /** The function that an activation is one of, if every call of it is known. */
  functionOf(activation: Activation): DirectFunction | undefined {
    if (!this.#known.has(activation)) this.#known.set(activation, this.#find(activation));
    return this.#known.get(activation);
  }

  /** Generators look records up anew whenever they resume. */
  #find(activation: Activation): DirectFunction | undefined {
    const { path, parent } = activation;
    const name = parent === undefined && this.#nameOf(path);
    const binding = name ? this.#names.bindingOf(name) : undefined;
    if (!binding || !path.isFunction() || isGenerator(activation) || this.#usesArguments(path))
      return undefined;
    if (this.#mayBeCalledUnseen(binding)) return undefined;
    const [declaration, ...uses] = binding.occurrences;
    if (declaration?.role !== 'declare' || !uses.every(isDirectCall)) return undefined;
    const calls = uses.map((use) => {
      const call = use.path.parentPath as NodePath<t.CallExpression>;
      return { path: call, activation: this.#activations.around(call) };
    });
    return calls.some(mayResume) ? undefined : { path, activation, binding, calls };
  }

  /** Whether code that only exists later may name it: that of an eval, or what compilers make of tags. */
  #mayBeCalledUnseen({ scope }: Binding): boolean {
    return this.#names.usesJsx || this.#scopesWithEval.has(scope);
  }

  /** What a function is called that stands directly in top-level code: `function f() {}`, `const f = () => {}`. */
  #nameOf(path: NodePath): t.Node | null | undefined {
    if (path.isFunctionDeclaration()) return this.#isTopLevel(path) ? path.node.id : undefined;
    const isNamed = path.isFunctionExpression() && path.node.id != null;
    const declarator = path.parentPath;
    if (isNamed || !declarator?.isVariableDeclarator() || path.key !== 'init') return undefined;
    return declarator.parentPath && this.#isTopLevel(declarator.parentPath) ? declarator.node.id : undefined;
  }

  #isTopLevel({ parent }: NodePath): boolean {
    return this.#topLevel.has(parent);
  }

  #usesArguments({ node }: NodePath<t.Function>): boolean {
    return [node, node.body].some((opener) => this.#names.scopeOf(opener)?.usesArguments);
  }
}

/** In `f(yield x)`, the function may run for another photon than the one for which the generator has stopped. */
function mayResume({ path }: DirectCall): boolean {
  return containsYield(path);
}

function withOuter(scope: Scope): Scope[] {
  return [scope, ...(scope.parent ? withOuter(scope.parent) : [])];
}

function isDirectCall({ role, key, parent }: Occurrence): boolean {
  return (
    role === 'read' && key === 'callee' && parent?.node.type === 'CallExpression' && !isInsideWith(parent)
  );
}

/** Whether the name may mean a property of an object instead. */
function isInsideWith({ key, parent }: Place): boolean {
  if (parent === undefined) return false;
  return (key === 'body' && parent.node.type === 'WithStatement') || isInsideWith(parent);
}
