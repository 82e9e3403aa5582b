import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Activations } from './activation.js';
import { isModuleExports } from './bindings.js';
import { memberName } from './names.js';
import { resolveBinding } from './resolve.js';
import { type Unit, unitAround } from './unit.js';

/**
 * Properties of `exports` and of top-level functions and classes that functions assign: `exports.count++`,
 * `Pool.instance = new Pool()`. They are module-level variables by another name, and what compilers make of
 * `export let count` and `static instance` for older targets.
 */
export class AssignedProperties {
  /** Names by holder: the binding of a function or class, or the unit whose `exports` it is. */
  readonly #names = new Map<Holder, Set<string>>();
  readonly #atTopLevel: TopLevelAssignment[] = [];

  constructor(program: NodePath<t.Program>, units: readonly Unit[], activations: Activations) {
    const note = (path: NodePath<t.AssignmentExpression | t.UpdateExpression>, target: t.Node) => {
      const name = t.isMemberExpression(target) ? memberName(target) : undefined;
      if (name === undefined) return;
      const unit = unitAround(path, units);
      const holder = holderOf(target as t.MemberExpression, path, unit);
      if (holder === undefined) return;
      if (activations.around(path) !== undefined) this.#add(holder, name);
      else if (unit && path.isAssignmentExpression({ operator: '=' })) {
        this.#atTopLevel.push({ path, unit, holder, name });
      }
    };
    program.traverse({
      AssignmentExpression: (path) => note(path, path.node.left),
      UpdateExpression: (path) => note(path, path.node.argument),
    });
  }

  #add(holder: Holder, name: string): void {
    const known = this.#names.get(holder);
    if (known) known.add(name);
    else this.#names.set(holder, new Set([name]));
  }

  /** The assignments of such properties in a unit's top-level code. */
  initializersIn(unit: Unit): NodePath<t.AssignmentExpression>[] {
    return this.#atTopLevel
      .filter((each) => each.unit === unit && this.#names.get(each.holder)?.has(each.name))
      .map(({ path }) => path);
  }
}

type Holder = Binding | Unit;

interface TopLevelAssignment {
  readonly path: NodePath<t.AssignmentExpression>;
  readonly unit: Unit;
  readonly holder: Holder;
  readonly name: string;
}

function holderOf(
  { object }: t.MemberExpression,
  path: NodePath,
  unit: Unit | undefined,
): Holder | undefined {
  if (unit && isModuleExports(object, unit)) return unit;
  const binding = t.isIdentifier(object) ? resolveBinding(path, object.name) : undefined;
  return binding && isFunctionOrClass(binding) ? binding : undefined;
}

/** Whether a binding is a function or class for good. */
function isFunctionOrClass({ path, constant }: Binding): boolean {
  if (!constant) return false;
  let value: t.Node | null | undefined = path.isVariableDeclarator() ? path.node.init : path.node;
  while (t.isAssignmentExpression(value, { operator: '=' })) value = value.right;
  return t.isFunction(value) || t.isClass(value);
}
