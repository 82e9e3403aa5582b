import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Directive, directiveOf } from '../parse/directives.js';
import { contains, rangeOf } from '../parse/range.js';
import { isBlockFunction } from '../scope/block-functions.js';
import type { Place } from '../scope/place.js';
import { type Binding, constructAround } from '../scope/scope.js';
import { declarationStatement, isDeclarator, isTopLevelDeclaration } from './declarations.js';
import { EarlyReads } from './early-reads.js';
import { isModuleExports } from './exports-object.js';
import { heritageOf } from './heritage.js';
import { hiddenVariables, type NamespaceFacts } from './namespaces.js';
import { outsideTypes } from './positions.js';
import { isStatementLocal } from './statement-local.js';
import { type Table, tableOf } from './tables.js';
import { bindingsOf, expressionOf, type Unit } from './unit.js';

/** How a module-level binding was declared. */
export type BindingKind = 'let' | 'var' | 'const' | 'function' | 'class' | 'import' | 'other';

/** What is known of one module-level binding. */
export interface BindingFacts {
  readonly binding: Binding;
  /** Qualified for variables of namespaces: `Config.level`. */
  readonly name: string;
  /** Whether it is a variable of a namespace, which module-level code cannot name. */
  readonly isHidden: boolean;
  readonly kind: BindingKind;
  /** Its declarators; several for a `var` that is declared again. */
  readonly declarators: readonly NodePath<t.VariableDeclarator>[];
  /** Whether it is assigned other than by the one declaration that initializes it. */
  readonly reassigned: boolean;
  /** The one expression that initializes it, if there is one and it is not destructured. */
  readonly initializer: t.Expression | undefined;
  /** The assignment that initializes a variable which is declared outside of its module. */
  readonly initialAssignment: t.AssignmentExpression | undefined;
  /** Those of its declarators that stand inside a block, a loop head or the like. */
  readonly nested: readonly NodePath<t.VariableDeclarator>[];
  /** The functions in blocks that assign it when they are evaluated (ECMAScript §B.3.2). */
  readonly blockFunctions: readonly NodePath<t.FunctionDeclaration>[];
  /** What code may read it before its declaration is evaluated, and see that there is no value yet. */
  readonly earlyReader: 'top level' | 'function' | undefined;
  /** Whether no statement but one uses it, which assigns it before it reads it, nor does a function in that. */
  readonly isStatementLocal: boolean;
  /** The statement that declares it. */
  readonly statement: t.Node | undefined;
  /** What it holds, if it is an object that nobody sees before top-level code has filled it. */
  readonly table: Table | undefined;
  /** The bindings that the heritage of a class names. */
  readonly heritage: readonly Binding[];
  readonly directive: Directive | undefined;
  /** Whether the unit's top-level code hands its value to `module.exports`. */
  readonly isExportsObject: boolean;
}

/** The facts of all bindings of a unit, and of the variables that only namespaces in it can name. */
export function bindingFacts(unit: Unit, namespaces: readonly NamespaceFacts[]): BindingFacts[] {
  const reads = new EarlyReads(unit);
  return [
    ...bindingsOf(unit).map((binding) =>
      unit.system.isHoisted(binding)
        ? hoistedFacts(binding, unit, reads)
        : factsOf(binding, binding.name, unit, reads),
    ),
    ...namespaces.flatMap((namespace) =>
      hiddenVariables(namespace).map((binding) => ({
        ...factsOf(binding, `${namespace.id}.${binding.name}`, unit, reads),
        isHidden: true,
      })),
    ),
  ];
}

function factsOf(binding: Binding, name: string, unit: Unit, reads: EarlyReads): BindingFacts {
  const kind = kindOf(binding);
  const declarations = binding.declarations;
  const declarators = declarations.filter(isDeclarator);
  const [first] = declarations;
  const [only] = declarators;
  const nested = declarators.filter((declarator) => !isTopLevelDeclaration(declarator, unit));
  const blockFunctions = declarations.filter(isBlockFunction);
  const statement = first && declarationStatement(first).node;
  const single = declarators.length === 1 && only !== undefined && t.isIdentifier(only.node.id);
  const reassigned =
    nested.length > 0 || blockFunctions.length > 0 || isReassigned(binding, kind, declarators);
  return {
    binding,
    name,
    isHidden: false,
    kind,
    declarators: declarators.map(({ path }) => path),
    reassigned,
    initializer: single ? (only.node.init ?? undefined) : undefined,
    initialAssignment: undefined,
    nested: nested.map(({ path }) => path),
    blockFunctions: blockFunctions.map(({ path }) => path as NodePath<t.FunctionDeclaration>),
    earlyReader:
      only && !reassigned && /^(?:let|var)$/.test(binding.kind)
        ? reads.readerBefore(only.node, binding.uses)
        : undefined,
    table: reassigned ? undefined : finishedTable(binding, unit, reads),
    isStatementLocal: isStatementLocal(binding, unit),
    heritage: t.isClassDeclaration(first?.node) ? heritageOf(first.node, unit.names) : [],
    statement,
    directive: statement && directiveOf(statement),
    isExportsObject: binding.uses.some((use) => isAssignedToExports(use, unit)),
  };
}

function finishedTable(binding: Binding, unit: Unit, reads: EarlyReads): Table | undefined {
  const table = tableOf(binding, unit);
  if (table?.lastFill === undefined) return table;
  const building = table.code.map(rangeOf);
  const isBuilding = ({ node }: Place) => building.some((range) => contains(range, rangeOf(node)));
  const others = binding.uses.filter((use) => !isBuilding(use));
  return reads.readerBefore(table.lastFill, others) === undefined ? table : undefined;
}

/** The facts of a variable that a lazy module has outside of its code, where its declaration was. */
function hoistedFacts(binding: Binding, unit: Unit, reads: EarlyReads): BindingFacts {
  const { writes } = binding;
  const assignment = writes[0] && constructAround(writes[0]).node;
  const isInitial =
    t.isAssignmentExpression(assignment, { operator: '=' }) &&
    unit.pieces.some((piece) => expressionOf(piece) === assignment);
  return {
    ...factsOf(binding, binding.name, unit, reads),
    declarators: [],
    nested: [],
    earlyReader: undefined,
    reassigned: !isInitial || writes.length > 1,
    initializer: isInitial && t.isIdentifier(assignment.left) ? assignment.right : undefined,
    initialAssignment: isInitial ? assignment : undefined,
  };
}

/** What is declared by `using` is disposed of at the end of the module, once; it is no constant like others. */
function kindOf({ kind, declarations: [first] }: Binding): BindingKind {
  const declaration = first?.parent?.node;
  if (t.isVariableDeclaration(declaration) && /using/.test(declaration.kind)) return 'other';
  return KINDS.find((known) => known === kind) ?? 'other';
}

const KINDS = ['let', 'var', 'const', 'function', 'class', 'import'] as const;

/**
 * Two functions of one name are one declaration: the last wins before any code runs (ECMAScript §10.2.11). Assigning a
 * constant throws (§9.1.1.1.5).
 */
function isReassigned(
  { writes }: Binding,
  kind: BindingKind,
  declarators: readonly Place<t.VariableDeclarator>[],
): boolean {
  if (kind === 'const') return false;
  if (writes.length > 0) return true;
  if (kind !== 'function') return declarators.length > 1;
  return declarators.some(({ node }) => node.init != null);
}

function isAssignedToExports(use: Place, unit: Unit): boolean {
  const { parent, key } = outsideTypes(use);
  if (t.isTSExportAssignment(parent?.node)) return true;
  if (!parent || key !== 'right' || !t.isAssignmentExpression(parent.node, { operator: '=' })) return false;
  return isModuleExports(parent.node.left, unit) || isAssignedToExports(parent, unit);
}
