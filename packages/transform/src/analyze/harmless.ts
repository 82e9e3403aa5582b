import * as t from '@babel/types';
import { contains } from '../parse/range.js';
import type { Names } from '../scope/names.js';
import type { Binding } from '../scope/scope.js';
import { builtLiteral } from './building.js';
import { constantOf } from './declarations.js';
import { containerKind, isTypedArray } from './literals.js';
import { globalName, isGlobal, isMember, memberName, rootOf, withoutTypes } from './names.js';
import { isPrimitive } from './primitives.js';
import { operandsOf } from './pure-calls.js';
import type { Unit } from './unit.js';

/** What is known of the names in code. */
export interface Surroundings {
  readonly unit: Unit;
  /** The variable with the object that the code is there to fill. */
  readonly builder: Binding;
  /** Whether a module-level variable is the same for all photons. */
  readonly isShared: (name: t.Identifier) => boolean;
}

/**
 * Whether code does nothing but build: all that it changes is its own variables and what it is there to fill, it runs
 * no function of the program but callbacks in it, and it names nothing that photons have of their own. So running it
 * once gives the same as running it for each photon.
 *
 *     for (const word of WORDS) index.set(word, index.size);          // harmless
 *     for (const word of WORDS) index.set(word, register(word));      // not
 *
 * Methods are taken to be those of the language where their objects are literals, lists or primitives.
 */
export function isHarmless(code: t.Node, surroundings: Surroundings): boolean {
  const building = new BuildingCode(code, surroundings);
  return !t.traverseFast(code, (node) => (building.allows(node) ? undefined : t.traverseFast.stop));
}

/** Looks at the nodes of code, one by one. */
class BuildingCode {
  readonly #code: t.Node;
  readonly #surroundings: Surroundings;
  readonly #names: Names;

  constructor(code: t.Node, surroundings: Surroundings) {
    this.#code = code;
    this.#surroundings = surroundings;
    this.#names = surroundings.unit.names;
  }

  allows(node: t.Node): boolean {
    switch (node.type) {
      case 'Identifier':
        return (
          this.#names.bindingOf(node) === undefined || this.#isOwn(node) || this.#surroundings.isShared(node)
        );
      case 'AssignmentExpression':
        return !t.isPattern(node.left) && this.#isOwn(rootOf(node.left));
      case 'UpdateExpression':
        return this.#isOwn(rootOf(node.argument));
      case 'UnaryExpression':
        return node.operator !== 'delete';
      case 'ForInStatement':
        return t.isVariableDeclaration(node.left);
      case 'ForOfStatement':
        return t.isVariableDeclaration(node.left) && !node.await;
      case 'VariableDeclaration':
        return !/using/.test(node.kind);
      case 'NewExpression':
        return /^(?:Array|Map|Set)$/.test(globalName(node.callee, this.#names) ?? '') || this.#isKnown(node);
      case 'CallExpression':
        return this.#allowsCall(node);
      default:
        return !REFUSED.test(node.type);
    }
  }

  #allowsCall(call: t.CallExpression): boolean {
    const { callee, arguments: args } = call;
    if (operandsOf(call, this.#names) || isGlobal(callee, 'Array', this.#names)) return true;
    if (!isMember(callee)) return false;
    const method = memberName(callee) ?? '';
    if (TAKES_FUNCTIONS.test(method) && args.some((argument) => this.#mayBeFunction(argument))) return false;
    const holder = globalName(callee.object, this.#names);
    if (holder !== undefined) return isBuilder(holder, method);
    return isPrimitive(callee.object, this.#names) || (METHODS.test(method) && this.#isKnown(callee.object));
  }

  /** Whether an object is one of the language, with methods of the language. */
  #isKnown(object: t.Node): boolean {
    const node = withoutTypes(object);
    const binding = this.#names.bindingOf(node);
    if (binding) {
      const value = constantOf(binding);
      return (
        this.#surroundings.builder === binding ||
        (value !== undefined && value !== node && this.#isKnown(value))
      );
    }
    if (t.isCallExpression(node))
      return isMember(node.callee) && !/^(?:at|get)$/.test(memberName(node.callee) ?? '');
    const literal = builtLiteral(node, this.#names);
    return literal !== undefined && containerKind(literal, this.#names) !== 'object';
  }

  /** Functions that stand in the code are looked at with it. */
  #mayBeFunction(argument: t.Node): boolean {
    return (
      !t.isFunction(argument) &&
      !isPrimitive(argument, this.#names) &&
      builtLiteral(argument, this.#names) === undefined
    );
  }

  /** Whether a name is one of the code's own variables, or of what it fills. */
  #isOwn(name: t.Node | undefined): boolean {
    const binding = name && this.#names.bindingOf(name);
    if (!binding) return false;
    const { builder, unit } = this.#surroundings;
    const isLocal = binding.scope !== unit.scope && contains(this.#code, binding.identifier);
    return binding === builder || isLocal;
  }
}

const REFUSED =
  /^(?:Await|Class|Decorator|DebuggerStatement|Import|JSX|OptionalCall|Static|Super|TaggedTemplate|This|With|Yield)/;

/** Functions of the language that build something, by the global that has them. */
function isBuilder(holder: string, method: string): boolean {
  if (holder === 'Array' || isTypedArray(holder)) return /^(?:from|of)$/.test(method);
  if (holder === 'Buffer') return method === 'alloc';
  return (
    holder === 'Object' &&
    /^(?:create|entries|freeze|fromEntries|keys|preventExtensions|seal|values)$/.test(method)
  );
}

/** Methods of lists and the like that call nothing but the functions that they are given. */
const METHODS =
  /^(?:add|at|concat|entries|fill|filter|flat|flatMap|forEach|get|has|includes|indexOf|join|keys|map|push|reverse|set|slice|sort|toReversed|toSorted|unshift|values)$/;

const TAKES_FUNCTIONS = /^(?:filter|flatMap|forEach|from|map|sort|toSorted)$/;
