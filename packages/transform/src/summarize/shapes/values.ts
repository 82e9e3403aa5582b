import { isBuiltin } from 'node:module';
import * as t from '@babel/types';
import type { BindingFacts } from '../../analyze/bindings.js';
import { builtLiteral } from '../../analyze/building.js';
import { isSameByConstruction } from '../../analyze/constancy.js';
import { initializerOf } from '../../analyze/declarations.js';
import { isExportsPlace, isModuleExports } from '../../analyze/exports-object.js';
import { literalKey, memberName, requiredSource, withoutTypes } from '../../analyze/names.js';
import { isPrimitive } from '../../analyze/primitives.js';
import type { Unit } from '../../analyze/unit.js';
import type { Path } from '../../analyze/uses/demand.js';
import { isInterop } from '../../analyze/uses/demands.js';
import { functionShape } from '../../analyze/uses/receivers.js';
import { literalShape, type Reference, type Shape } from '../../analyze/uses/shape.js';
import type { UnitFates } from '../../plan/fate.js';
import type { Verdict } from '../../plan/verdicts.js';
import type { Binding } from '../../scope/scope.js';
import { parsedShape } from './json.js';

/** Tells what expressions are to those who get their values from a module. */
export class Values {
  /** The expressions by which values of other modules, and tables, become parts of what is told of. */
  readonly placed = new Set<t.Node>();
  readonly #unit: Unit;
  readonly #verdicts: ReadonlyMap<Binding, readonly [BindingFacts, Verdict]>;

  constructor({ facts: { unit }, verdicts }: UnitFates) {
    this.#unit = unit;
    this.#verdicts = new Map([...verdicts].map((each) => [each[0].binding, each]));
  }

  /** What an expression gives, as far as that is known. */
  shapeOf(node: t.Node): Shape | undefined {
    const value = withoutTypes(node);
    const reference = this.#referenceOf(value);
    if (reference) {
      this.placed.add(value);
      return isBuiltin(reference.module) ? 'same' : reference;
    }
    if (t.isFunction(value)) return functionShape(value);
    if (t.isIdentifier(value)) return this.#ofName(value);
    if (t.isAssignmentExpression(value, { operator: '=' })) return this.shapeOf(value.right);
    const literal = builtLiteral(value, this.#unit.names);
    if (literal) return literalShape(literal, this.#unit.names, (part) => this.shapeOf(part));
    if (this.isSame(value) || isPrimitive(value, this.#unit.names)) return 'same';
    return parsedShape(value, this.#unit.names);
  }

  /** Whether an expression is the same at every evaluation. */
  isSame(node: t.Node): boolean {
    return isSameByConstruction(node, this.#unit, (name) => this.#isShared(name));
  }

  /** Whether what a variable is declared with does nothing but give it a value that nobody changes. */
  isSettled(name: t.Identifier): boolean {
    const binding = this.#unit.names.bindingOf(name);
    const verdict = binding && this.#verdicts.get(binding)?.[1];
    return verdict?.reason === 'constant' || verdict?.reason === 'readOnly';
  }

  #isShared(name: t.Identifier): boolean {
    const binding = this.#unit.names.bindingOf(name);
    return binding === undefined || this.#verdicts.get(binding)?.[1].fate === 'shared';
  }

  #ofName(name: t.Identifier): Shape | undefined {
    const binding = this.#unit.names.bindingOf(name);
    if (binding === undefined) return isPrimitive(name, this.#unit.names) ? 'same' : undefined;
    const [fact, verdict] = this.#verdicts.get(binding) ?? [];
    if (fact === undefined || verdict?.fate !== 'shared') return undefined;
    const held = initializerOf(binding);
    if (t.isFunction(held)) return functionShape(held);
    if (verdict.reason !== 'readOnly') return held && this.isSame(held) ? 'same' : this.#ofOther(fact);
    this.placed.add(name);
    return literalShape(fact.table?.literal ?? name, this.#unit.names, (part) => this.shapeOf(part));
  }

  /** Classes, and variables that are never given a value. */
  #ofOther({ kind, initializer }: BindingFacts): Shape | undefined {
    if (kind === 'class') return 'same';
    return initializer ? this.shapeOf(initializer) : undefined;
  }

  /** What is a part of another module's exports, or of the module's own: `require("./a").b`, `a_1.b`, `exports.b` */
  #referenceOf(value: t.Node): Reference | undefined {
    const { names } = this.#unit;
    if (isModuleExports(value, this.#unit)) return { module: '', path: [] };
    const required = requiredSource(value, names);
    if (required !== undefined) return { module: required, path: [] };
    if (t.isCallExpression(value) && isInterop(value, this.#unit))
      return this.#referenceOf(withoutTypes(value.arguments[0] as t.Node));
    if (t.isMemberExpression(value)) {
      const name = memberName(value);
      const object = this.#referenceOf(withoutTypes(value.object));
      return object && name !== undefined ? { ...object, path: [...object.path, name] } : undefined;
    }
    return this.#loadedBy(value);
  }

  /** What a variable holds of another module: `const a_1 = require("./a")`, `const { b } = require("./a")` */
  #loadedBy(name: t.Node): Reference | undefined {
    const binding = this.#unit.names.bindingOf(name);
    const [only, ...others] = binding?.declarations ?? [];
    if (!binding || !t.isVariableDeclarator(only?.node) || others.length > 0 || binding.writes.length > 0)
      return undefined;
    const { id, init } = only.node;
    const path = pathIn(id, binding.identifier);
    const held = init && withoutTypes(init);
    if (!path || !held || isExportsPlace(held, this.#unit)) return undefined;
    const module = this.#referenceOf(held);
    return module && { ...module, path: [...module.path, ...path] };
  }
}

/** The way to what a pattern gives a name: `a` in `{ a: name }`. */
function pathIn(id: t.LVal | t.VoidPattern, name: t.Identifier): Path | undefined {
  if (t.isIdentifier(id)) return [];
  if (!t.isObjectPattern(id)) return undefined;
  const property = id.properties.find((each) => t.isObjectProperty(each) && each.value === name);
  const key = t.isObjectProperty(property) ? literalKey(property) : undefined;
  return key === undefined ? undefined : [key];
}
