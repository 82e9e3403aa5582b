import * as t from '@babel/types';
import { isTypeScriptHelper } from '../../analyze/constancy.js';
import { constantOf } from '../../analyze/declarations.js';
import { isModuleExports } from '../../analyze/exports-object.js';
import { isInertClass } from '../../analyze/inert.js';
import {
  isGlobal,
  isMember,
  isPrototype,
  literalKey,
  literalText,
  memberName,
  moduleSource,
  requiredSource,
  withoutTypes,
} from '../../analyze/names.js';
import type { Unit } from '../../analyze/unit.js';
import type { Shape } from '../../analyze/uses/shape.js';
import type { UnitFates } from '../../plan/fate.js';
import { Exported } from './exported.js';
import { Values } from './values.js';

/**
 * Reads the top-level code of a CommonJS module, piece by piece, as long as it only declares and exports.
 *
 * | | |
 * |---|---|
 * | `const a = require("./a")`, `function f() {}`, `class A {}`, `f.prototype.run = function …` | declares |
 * | `exports.f = f`, `module.exports = { f }`, `module.exports = require("./a")` | exports |
 * | `Object.defineProperty(exports, "f", { get: () => a_1.f })`, `__exportStar(require("./a"), exports)` | exports |
 * | `if (process.env.NODE_ENV === "production") …` | does what is in it |
 * | anything else, such as a call | may do anything |
 */
export class Exporting {
  readonly #unit: Unit;
  readonly #values: Values;
  /** The statements that fill tables. */
  readonly #fills: ReadonlySet<t.Node>;
  readonly #exported = new Exported();

  constructor(fates: UnitFates) {
    this.#unit = fates.facts.unit;
    this.#values = new Values(fates);
    this.#fills = new Set(fates.facts.bindings.flatMap(({ table }) => table?.code ?? []));
  }

  /** The expressions by which values become exports, and the mentions of the exports object that are told of. */
  get placed(): ReadonlySet<t.Node> {
    return this.#values.placed;
  }

  /** What the module exports after all pieces. */
  shape(): Shape | undefined {
    return this.#exported.shape();
  }

  allows(node: t.Node | null | undefined): boolean {
    switch (node?.type) {
      case undefined:
      case 'EmptyStatement':
      case 'FunctionDeclaration':
        return true;
      case 'ClassDeclaration':
        return isInertClass(node, this.#unit);
      case 'VariableDeclaration':
        return node.declarations.every((each) => this.#allowsDeclarator(each));
      case 'BlockStatement':
        return node.body.every((each) => this.allows(each));
      case 'IfStatement':
        return this.#isTest(node.test) && this.allows(node.consequent) && this.allows(node.alternate);
      case 'ExpressionStatement':
        return this.#fills.has(node) || this.#allowsExpression(node.expression);
      default:
        return this.#fills.has(node as t.Node) || (t.isExpression(node) && this.#allowsExpression(node));
    }
  }

  #allowsDeclarator({ id, init }: t.VariableDeclarator): boolean {
    if (init == null) return true;
    if (t.isAssignmentExpression(init)) return this.#allowsAssignment(init);
    return Object.values(t.getBindingIdentifiers(id)).every((name) => this.#values.isSettled(name));
  }

  #allowsExpression(node: t.Expression): boolean {
    const expression = withoutTypes(node);
    if (t.isAssignmentExpression(expression)) return this.#allowsAssignment(expression);
    if (t.isCallExpression(expression)) return this.#allowsCall(expression);
    // `0 && (module.exports = { … })`, for those who read names only
    if (t.isLogicalExpression(expression, { operator: '&&' }))
      return t.isNumericLiteral(expression.left, { value: 0 });
    return t.isLiteral(expression) || t.isUnaryExpression(expression, { operator: 'void' });
  }

  /** `exports.a = exports.b = value` */
  #allowsAssignment(assignment: t.AssignmentExpression): boolean {
    const targets: t.Node[] = [];
    let value: t.Node = assignment;
    while (t.isAssignmentExpression(value, { operator: '=' })) {
      targets.push(withoutTypes(value.left));
      value = withoutTypes(value.right);
    }
    const shape = this.#exported.settled(this.#values.shapeOf(value));
    if (shape === undefined || !targets.every((target) => this.#allowsTarget(target, shape))) return false;
    if (targets.some((target) => isModuleExports(target, this.#unit))) this.#exported.replace(shape);
    return true;
  }

  #allowsTarget(target: t.Node, shape: Shape): boolean {
    if (isModuleExports(target, this.#unit)) {
      this.#values.placed.add(target);
      return true;
    }
    if (!t.isMemberExpression(target)) return false;
    const name = memberName(target);
    const object = withoutTypes(target.object);
    if (name === undefined) return false;
    if (isModuleExports(object, this.#unit)) return this.#addPart(object, name, shape);
    // Which properties functions have is decided with them; what is called on one must leave it as it is.
    if (isPrototype(object)) return this.#isFunction((object as t.MemberExpression).object);
    return shape === 'same' && this.#isFunction(object);
  }

  #addPart(exports: t.Node, name: string, shape: Shape): boolean {
    this.#values.placed.add(exports);
    this.#exported.add({ name, shape });
    return true;
  }

  #isFunction(node: t.Node): boolean {
    const [declaration] = this.#unit.names.bindingOf(node)?.declarations ?? [];
    const held = t.isVariableDeclarator(declaration?.node) ? declaration.node.init : declaration?.node;
    return t.isFunction(held) || t.isClass(held);
  }

  #allowsCall(call: t.CallExpression): boolean {
    const { names } = this.#unit;
    if (requiredSource(call, names) !== undefined) return true;
    const [first, second, third] = call.arguments.map(withoutTypes);
    const target = first && isModuleExports(first, this.#unit) ? first : undefined;
    const { callee } = call;
    if (t.isMemberExpression(callee) && isGlobal(callee.object, 'Object', names)) {
      const method = memberName(callee);
      if (method === 'freeze') return first !== undefined && this.#values.shapeOf(first) !== undefined;
      const name = literalText(second);
      if (method !== 'defineProperty' || !target || name === undefined) return false;
      return this.#defines(target, name, third);
    }
    if (target && this.#unit.system.isArrangement(call)) return this.#definesAll(target, second);
    return this.#exportsAll(callee, first, second);
  }

  /** `Object.defineProperty(exports, "a", { enumerable: true, get: () => a_1.a })` */
  #defines(target: t.Node, name: string, descriptor: t.Node | undefined): boolean {
    if (!t.isObjectExpression(descriptor)) return false;
    let shape: Shape | undefined = 'same';
    for (const property of descriptor.properties) {
      if (t.isSpreadElement(property)) return false;
      const value = t.isObjectMethod(property) ? property : withoutTypes(property.value);
      const key = literalKey(property);
      if (key === 'get') shape = this.#resultOf(value);
      else if (key === 'value') shape = this.#values.shapeOf(value);
      else if (!t.isLiteral(value)) return false;
    }
    return shape !== undefined && this.#addPart(target, name, shape);
  }

  /** `_export(exports, { a: () => a })` */
  #definesAll(target: t.Node, getters: t.Node | undefined): boolean {
    if (!t.isObjectExpression(getters)) return false;
    return getters.properties.every((property) => {
      if (t.isSpreadElement(property)) return false;
      const name = literalKey(property);
      const shape = this.#resultOf(t.isObjectMethod(property) ? property : property.value);
      return name !== undefined && shape !== undefined && this.#addPart(target, name, shape);
    });
  }

  /** What a function gives that does nothing but return. */
  #resultOf(getter: t.Node): Shape | undefined {
    if (!t.isFunction(getter) || getter.async || getter.generator) return undefined;
    const [only, ...others] = t.isBlockStatement(getter.body) ? getter.body.body : [];
    const result = t.isReturnStatement(only) && others.length === 0 ? only.argument : getter.body;
    return result && t.isExpression(result) ? this.#values.shapeOf(result) : undefined;
  }

  /** `__exportStar(require("./a"), exports)`, as TypeScript prints it */
  #exportsAll(callee: t.Node, from: t.Node | undefined, target: t.Node | undefined): boolean {
    const source = requiredSource(from, this.#unit.names);
    if (source === undefined || !target || !isModuleExports(target, this.#unit)) return false;
    if (!this.#isExportStar(withoutTypes(callee))) return false;
    for (const node of [from as t.Node, target]) this.#values.placed.add(node);
    this.#exported.addAll(source);
    return true;
  }

  #isExportStar(callee: t.Node): boolean {
    const { names } = this.#unit;
    if (isMember(callee))
      return memberName(callee) === '__exportStar' && moduleSource(callee.object, names) !== undefined;
    const helper = constantOf(names.bindingOf(callee));
    if (!t.isLogicalExpression(helper) || !isTypeScriptHelper(helper)) return false;
    const { right } = helper.left as t.LogicalExpression;
    return t.isMemberExpression(right) && memberName(right) === '__exportStar';
  }

  /** Whether an expression only looks at globals and literals: `process.env.NODE_ENV === "production"` */
  #isTest(test: t.Node): boolean {
    const { names } = this.#unit;
    return !t.traverseFast(test, (node) => {
      const isGlobalName = t.isIdentifier(node) && names.bindingOf(node) === undefined;
      return isGlobalName || TESTS.test(node.type) ? undefined : t.traverseFast.stop;
    });
  }
}

const TESTS = /^(?:(?:Boolean|Null|Numeric|String)Literal|(?:Binary|Logical|Member|Unary)Expression)$/;
