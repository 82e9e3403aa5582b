import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { directiveOf } from '../parse/directives.js';
import type { ModuleKind, ParsedFile } from '../parse/parse.js';
import type { Names } from '../scope/names.js';
import type { Binding, Occurrence, Scope } from '../scope/scope.js';
import type { ModuleSystem } from './bundle/module-system.js';

/** The code of a unit: a program, the body of a function, or the expression that is an arrow function's body. */
export type Code = NodePath<t.Program> | NodePath<t.BlockStatement> | NodePath<t.Expression>;

/** Where declarations can stand. */
export type Block = NodePath<t.Program> | NodePath<t.BlockStatement>;

/** A piece of top-level code: a statement, or one of several expressions that a minifier joined into one. */
export type Piece = NodePath<t.Statement> | NodePath<t.Expression>;

/**
 * How a unit came about: it is the file, or the one function around all of a bundle; a bundler like esbuild gave it
 * to a helper, or took its variables out of it; or it is a function in the form that its module was written in, of
 * which webpack keeps a table.
 */
export type UnitForm = 'file' | 'bundle' | 'wrapper' | 'lazy' | 'factory';

/**
 * One module body: that of the file, or that of a module wrapper inside a bundle. Its bindings are the
 * module-level bindings, and its pieces are the top-level code.
 */
export interface Unit {
  readonly id: string;
  readonly form: UnitForm;
  readonly kind: ModuleKind;
  readonly strict: boolean;
  readonly code: Code;
  /** The pieces of its code, without what only decides whether it runs. */
  readonly pieces: readonly Piece[];
  /** Where the functions that find its records are declared: wherever its bindings are. */
  readonly home: Block;
  readonly scope: Scope;
  /** What the names of the file mean. */
  readonly names: Names;
  /** What it calls `exports` and `module`: bindings, or names where the file declares none. */
  readonly own: OwnVariables;
  /** The module system of the bundle that it is part of. */
  readonly system: ModuleSystem;
  /** What is known of the modules that the file loads. */
  readonly loaded: LoadedModules;
}

/** What is known of the modules that a file loads, by the names that it has for them. */
export interface LoadedModules {
  /** Whether each photon may have an instance of the module. */
  readonly mayBeInstance: (specifier: string) => boolean;
  /** Whether what it exports may be state. */
  readonly mayExportState: (specifier: string) => boolean;
}

/** What modules are that all photons share. */
export const SHARED_MODULES: LoadedModules = { mayBeInstance: () => false, mayExportState: () => false };

/** A CommonJS module's own variables, with all that mean the same. */
export interface OwnVariables {
  readonly exports: Set<Binding | string>;
  readonly module: Set<Binding | string>;
}

/** The top-level statements of a unit, without directives. */
export function statementsOf({ code: { node } }: Unit): t.Statement[] {
  return t.isProgram(node) || t.isBlockStatement(node) ? node.body : [];
}

/**
 * The pieces of code, in their order.
 *
 *     a(), b();         is the two pieces a() and b()
 *     return a(), b;    is the same, as is `() => (a(), b)`
 */
export function piecesOf(code: Code | Piece): Piece[] {
  if (code.isProgram() || code.isBlockStatement())
    return (code.get('body') as NodePath<t.Statement>[]).flatMap(piecesOfStatement);
  return code.isStatement() ? piecesOfStatement(code) : expressionsOf(code as NodePath<t.Expression>);
}

function piecesOfStatement(statement: NodePath<t.Statement>): Piece[] {
  if (statement.isReturnStatement()) {
    const argument = statement.get('argument') as NodePath<t.Expression | null>;
    return argument.isExpression() ? expressionsOf(argument) : [];
  }
  const expression = statement.isExpressionStatement() ? statement.get('expression') : undefined;
  const isOne = !expression?.isSequenceExpression() || directiveOf(statement.node) !== undefined;
  return isOne ? [statement] : expressionsOf(expression);
}

function expressionsOf(expression: NodePath<t.Expression>): NodePath<t.Expression>[] {
  return expression.isSequenceExpression() ? expression.get('expressions') : [expression];
}

/** The expression that a piece is. */
export function expressionOf({ node }: Piece): t.Expression | undefined {
  if (t.isExpressionStatement(node)) return node.expression;
  return t.isExpression(node) ? node : undefined;
}

/** The statement that a piece is, or is a part of. */
export function statementOf(piece: Piece): NodePath<t.Statement> | undefined {
  const around = piece.find((path) => path.isStatement() || path.isFunction());
  return around?.isStatement() ? around : undefined;
}

/** Whether the value of a piece is what its function returns. */
export function isResult({ parentPath, key, node }: Piece): boolean {
  if (!parentPath || !t.isExpression(node)) return false;
  if (!parentPath.isSequenceExpression()) return !parentPath.isExpressionStatement();
  return key === parentPath.node.expressions.length - 1 && isResult(parentPath);
}

/** The unit that is the file itself. */
export function fileUnit(
  names: Names,
  { kind, filename }: Pick<ParsedFile, 'kind' | 'filename'>,
  system: ModuleSystem,
  loaded: LoadedModules,
): Unit {
  const { program, scopes } = names;
  const isModule = kind === 'module';
  return {
    id: filename,
    form: 'file',
    kind,
    strict: isModule || scopes[0].strict,
    code: program,
    pieces: piecesOf(program),
    home: program,
    scope: scopes[0],
    names,
    // What Node's CommonJS wrapper gives a file.
    own: { exports: new Set(isModule ? [] : ['exports']), module: new Set(isModule ? [] : ['module']) },
    system,
    loaded,
  };
}

/** What sets the unit of one function apart from that of another. */
export type FunctionUnit = Pick<Unit, 'id' | 'form' | 'own'> & Partial<Pick<Unit, 'pieces'>>;

/** The unit of a function that runs once, as the body of a module. */
export function functionUnit(path: NodePath<t.Function>, file: Unit, own: FunctionUnit): Unit {
  const code = path.get('body') as Code;
  const isLazy = own.form === 'lazy';
  const scope = file.names.scopeOf(code.node) ?? file.names.scopeOf(path.node);
  if (scope === undefined) throw new Error('a function has a scope');
  return {
    kind: isLazy ? 'module' : 'commonjs',
    strict: file.strict || scope.strict,
    code,
    pieces: piecesOf(code),
    home: blockAround(isLazy ? path : code),
    scope,
    names: file.names,
    system: file.system,
    loaded: file.loaded,
    ...own,
  };
}

/** The program or function body that `path` is or stands in. */
function blockAround(path: NodePath): Block {
  const isBlock = ({ node, parent }: NodePath) =>
    t.isProgram(node) || (t.isBlockStatement(node) && t.isFunction(parent));
  return path.find(isBlock) as Block;
}

/** The module-level bindings of a unit. Those of a lazy ES module are declared outside of its code. */
export function bindingsOf({ scope, code, system }: Unit): Binding[] {
  const declared = scope.declared.filter((binding) => binding.kind !== 'param' && !system.isHoisted(binding));
  return [...declared, ...system.hoistedFrom(code.parent)];
}

/** Whether `node` is the unit's own `exports` or `module`, which nothing in it shadows. */
export function isOwnVariable(node: t.Node, which: keyof OwnVariables, { own, names }: Unit): boolean {
  if (own[which].size === 0 || !t.isIdentifier(node)) return false;
  return own[which].has(names.bindingOf(node) ?? node.name);
}

/** The uses of a unit's own `exports` or `module`. */
export function ownVariable({ own, names }: Unit, which: keyof OwnVariables): readonly Occurrence[] {
  return [...own[which]].flatMap((variable) =>
    typeof variable === 'string' ? (names.globals.get(variable) ?? []) : variable.uses,
  );
}

/** Finds the innermost unit around a path. */
export class UnitFinder {
  readonly #byCode: ReadonlyMap<t.Node, Unit>;

  constructor(units: readonly Unit[]) {
    this.#byCode = new Map(units.map((unit) => [unit.code.node, unit]));
  }

  around(path: NodePath): Unit | undefined {
    for (let current: NodePath | null = path; current; current = current.parentPath) {
      const unit = this.#byCode.get(current.node);
      if (unit) return unit;
    }
    return undefined;
  }
}
