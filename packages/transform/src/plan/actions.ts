import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { NamespaceFacts } from '../analyze/namespaces.js';
import type { Piece, Unit } from '../analyze/unit.js';
import type { Binding, Scope } from '../scope/scope.js';
import type { ChangesShared } from './shared-changes.js';

/**
 * When photons run a statement again: in any case, if it touches isolated state, or only if it touches objects there.
 * What it assigns otherwise is repeated.
 */
export type Repeats = 'always' | 'ifItTouchesState' | 'ifItTouchesObjects';

/** What becomes of a piece of top-level code. `async` tells that it awaits. */
export type TopLevelAction =
  /** `let a = x`: runs for root and for each photon */
  | { readonly kind: 'init'; readonly declarator: NodePath<t.VariableDeclarator>; readonly async: boolean }
  /** `let { a, b } = x`: the same */
  | {
      readonly kind: 'initPattern';
      readonly declarator: NodePath<t.VariableDeclarator>;
      readonly async: boolean;
    }
  /** `class A {}` whose name is assigned later */
  | { readonly kind: 'initClass'; readonly path: NodePath<t.ClassDeclaration>; readonly async: boolean }
  /** `export default a`, a copy of isolated state */
  | {
      readonly kind: 'initDefault';
      readonly path: NodePath<t.ExportDefaultDeclaration>;
      readonly async: boolean;
    }
  /** a statement, or an expression in its place, that may touch isolated state */
  | {
      readonly kind: 'step';
      readonly path: Piece;
      readonly async: boolean;
      readonly repeats: Repeats;
    }
  /** a statement that must not run again */
  | { readonly kind: 'onceStatement'; readonly path: Piece; readonly async: boolean }
  /** `exports.a = a` of isolated `a`, or `exports.n = 0` where functions assign `exports.n`: an isolated property */
  | { readonly kind: 'property'; readonly path: Piece; readonly assignment: t.AssignmentExpression }
  /** an expression that must not run again */
  | { readonly kind: 'once'; readonly path: NodePath<t.Expression>; readonly async: boolean }
  /** `using a = x`: the initializer is an action of its own */
  | {
      readonly kind: 'using';
      readonly path: NodePath<t.VariableDeclaration>;
      readonly async: boolean;
    }
  /** a statement with an eval that declares variables of the module, which a closure would keep to itself */
  | { readonly kind: 'inPlace'; readonly path: NodePath<t.Statement>; readonly assigned: readonly string[] }
  /** `0 && (module.exports = { a, b })`: stays as it is, for Node to read the names of the exports in it */
  | { readonly kind: 'unreachable'; readonly path: Piece }
  /** `let a = 1, b = f()` in a namespace; if it is exported, as properties of `object` */
  | {
      readonly kind: 'namespaceVariables';
      readonly path: NodePath<t.VariableDeclaration>;
      readonly namespace: NamespaceFacts;
      readonly isExported: boolean;
    }
  /** `const { a = f() } = x`, of which more than `x` runs code */
  | {
      readonly kind: 'oncePattern';
      readonly declarator: NodePath<t.VariableDeclarator>;
      readonly async: boolean;
    };

/** What the planner of top-level code needs to know of the unit. */
export interface TopLevelFacts {
  readonly unit: Unit;
  /** The assignments that initialize shared variables from outside of the unit's code: those must not run again. */
  readonly constants: ReadonlySet<t.AssignmentExpression>;
  readonly namespaces: readonly NamespaceFacts[];
  readonly isIsolated: (binding: Binding | undefined) => boolean;
  /** The same for imports of isolated exports. */
  readonly isImportedState: (binding: Binding | undefined) => boolean;
  /** Whether the value of `export default` is isolated. */
  readonly isolatesDefault: boolean;
  /** The assignments of properties that are state: `exports.n = 0`. */
  readonly propertyInitializers: ReadonlySet<t.Node>;
  /** Whether an eval in a node declares variables of the module. */
  readonly declares: (node: t.Node) => boolean;
  /** The isolated bindings that code in a node assigns, functions left out. */
  readonly assignedIn: (node: t.Node) => readonly string[];
  readonly changesShared: ChangesShared;
  /** Whether code between two nodes' ends, outside functions, touches an isolated binding directly. */
  readonly touches: (node: t.Node) => boolean;
}

/** A list of statements: those of the unit, or those of a namespace. */
export interface StatementList extends TopLevelFacts {
  readonly scope: Scope;
  readonly namespace: NamespaceFacts | undefined;
}
