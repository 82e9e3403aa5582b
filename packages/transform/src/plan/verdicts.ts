import * as t from '@babel/types';
import type { UnitFacts } from '../analyze/analyze.js';
import { setsStateProperty } from '../analyze/assigned-properties.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { mayChangeProperties } from '../analyze/changed-functions.js';
import { isSameByConstruction, takesSame } from '../analyze/constancy.js';
import { isOwnGlobal } from '../analyze/global-object.js';
import { isHarmless } from '../analyze/harmless.js';
import { isLiteral } from '../analyze/literals.js';
import { requiredSource, rootOf, withoutTypes } from '../analyze/names.js';
import { someOwn } from '../analyze/own-code.js';
import { isPrimitive } from '../analyze/primitives.js';
import { isReadOnly, type Trust } from '../analyze/read-only.js';
import { replacementOf } from '../analyze/self-replacing.js';
import type { ModulePolicy, ResolvedOptions } from '../options.js';
import type { Place } from '../scope/place.js';
import type { Binding } from '../scope/scope.js';
import { isNamespaceState } from './namespace-state.js';
import type { Fate, Reason } from './plan.js';

/** A decision and its reason. */
export interface Verdict {
  readonly fate: Fate;
  readonly reason: Reason;
}

export const shared = (reason: Reason): Verdict => ({ fate: 'shared', reason });
export const isolated = (reason: Reason): Verdict => ({ fate: 'isolated', reason });

type VerdictOptions = Pick<ResolvedOptions, 'policy' | 'importersRead' | 'readonlyTypes'>;

/** The decisions about the bindings of a unit, each made when it is first asked for: they depend on each other. */
export class Verdicts {
  readonly #facts: UnitFacts;
  readonly #policy: ModulePolicy;
  readonly #importedState: ReadonlySet<Binding>;
  readonly #trust: Trust;
  readonly #byBinding: ReadonlyMap<Binding, BindingFacts>;
  readonly #verdicts = new Map<BindingFacts, Verdict>();

  constructor(
    facts: UnitFacts,
    { policy, importersRead, readonlyTypes }: VerdictOptions,
    importedState: ReadonlySet<Binding>,
  ) {
    this.#facts = facts;
    this.#policy = policy;
    this.#trust = { importersRead, readonlyTypes: new Set(readonlyTypes) };
    this.#importedState = importedState;
    this.#byBinding = new Map(facts.bindings.map((fact) => [fact.binding, fact]));
  }

  all(): ReadonlyMap<BindingFacts, Verdict> {
    for (const fact of this.#facts.bindings) this.#of(fact);
    // In the order of the source: deciding about one may have decided about later ones.
    return new Map(this.#facts.bindings.map((fact) => [fact, this.#of(fact)]));
  }

  #of(fact: BindingFacts): Verdict {
    const known = this.#verdicts.get(fact);
    if (known) return known;
    // A binding that is initialized from itself has no constant value.
    this.#verdicts.set(fact, isolated('mutable'));
    const verdict = this.#decide(fact);
    this.#verdicts.set(fact, verdict);
    return verdict;
  }

  /** Isolates a binding because it is declared together with others. */
  join(fact: BindingFacts): void {
    this.#verdicts.set(fact, isolated('together'));
  }

  /** Whether what `export default` gives is isolated. */
  isState(expression: t.Expression): boolean {
    if (this.#policy === 'strict') return !this.#isSame(expression) && !this.#isReadOnlyLiteral(expression);
    const binding = this.#facts.unit.names.bindingOf(withoutTypes(expression));
    if (this.#policy === 'shared' || binding === undefined) return false;
    return this.#isIsolated(binding) || this.#importedState.has(binding);
  }

  #decide(fact: BindingFacts): Verdict {
    const { kind, directive, binding } = fact;
    const policy = this.#policy;
    if (policy === 'shared') return shared('policy');
    if (this.#facts.unit.system.bookkeeping.has(binding)) return shared('bookkeeping');
    if (kind === 'import') return shared('import');
    if (directive === 'shared') return shared('directive');
    if (kind === 'other' || (kind === 'const' && policy !== 'strict' && !this.#requiresInstance(fact)))
      return shared('const');
    if (fact.name === 'arguments') return shared('arguments');
    if (directive === 'private') return isolated('directive');
    if (this.#replacesItself(fact)) return shared('constant');
    if (policy === 'strict' && this.#isChangedFunction(fact)) return isolated('changed');
    if (kind === 'function' || kind === 'class') return this.#decideDeclaration(fact);
    if (fact.isStatementLocal) return shared('local');
    if (fact.reassigned) return isolated('reassigned');
    return this.#decideVariable(fact);
  }

  /** A class that extends an isolated one is each photon's own as well: it would go on extending the root's. */
  #decideDeclaration({ binding, reassigned, heritage }: BindingFacts): Verdict {
    if (reassigned) return isolated('reassigned');
    const isBaseIsolated = (base: Binding) =>
      this.#isIsolated(base) || (this.#policy === 'strict' && this.#importedState.has(base));
    return heritage.some((base) => base !== binding && isBaseIsolated(base))
      ? isolated('heritage')
      : shared('declaration');
  }

  /** A variable that nothing assigns but its declaration. */
  #decideVariable(fact: BindingFacts): Verdict {
    const { initializer, kind } = fact;
    const mayBeConst = this.#facts.hasLostConsts && kind === 'var';
    if (isReadEarly(fact, mayBeConst || kind === 'const')) return isolated('early');
    const countsAsConst = mayBeConst && this.#policy === 'bindings';
    if (initializer === undefined) return this.#decideWithoutInitializer(fact, countsAsConst);
    if (this.#isSame(initializer)) return shared('constant');
    if (this.#isAliased(initializer)) return shared('aliased');
    if (fact.isExportsObject && !this.#trust.importersRead) return shared('exportsObject');
    if (countsAsConst) return this.#readsState(initializer) ? isolated('mutable') : shared('lostConst');
    return this.#isReadOnlyTable(fact) ? shared('readOnly') : isolated('mutable');
  }

  /** Whether importers only read what `export default` gives. */
  #isReadOnlyLiteral(expression: t.Expression): boolean {
    const { names } = this.#facts.unit;
    return this.#trust.importersRead && isLiteral(expression, names, (part) => this.#isSame(part));
  }

  /** Whether a variable holds an object that is the same for all, and nobody changes. */
  #isReadOnlyTable(fact: BindingFacts): boolean {
    const { unit } = this.#facts;
    const { table, binding } = fact;
    if (table === undefined) return false;
    const isShared = (name: t.Identifier) => this.#isShared(name);
    if (!table.code.every((code) => isHarmless(code, { unit, builder: table.builder, isShared })))
      return false;
    const isWritten = (node: t.Node) =>
      t.isFunction(node) ? !this.#capturesState(node, fact) : this.#isSame(node);
    // Functions that building code makes may share its variables.
    const isMade = (node: t.Node) =>
      isPrimitive(node, unit.names) || !(t.isFunction(node) || t.isClass(node) || !this.#isSame(node));
    return isReadOnly(binding, table, unit, table.code.length > 0 ? isMade : isWritten, this.#trust);
  }

  /** Whether a variable holds what a module exports of which each photon has an instance, or a part of that. */
  #requiresInstance({ declarators }: BindingFacts): boolean {
    const { names, loaded, kind } = this.#facts.unit;
    // What ES modules export is summarized without knowing of instances; they import them.
    if (kind !== 'commonjs') return false;
    return declarators.some(({ node: { init } }) => {
      const source = init && requiredSource(holderOf(init), names);
      return source !== undefined && source !== null && loaded.mayBeInstance(source);
    });
  }

  #decideWithoutInitializer(
    { declarators, initialAssignment }: BindingFacts,
    countsAsConst: boolean,
  ): Verdict {
    const { unit } = this.#facts;
    const [only, ...others] = declarators;
    const isSame = only && takesSame(only.node, unit, (name) => this.#isShared(name));
    if (isSame && others.length === 0) return shared('constant');
    const isDestructured =
      initialAssignment !== undefined || declarators.some(({ node }) => node.init != null);
    if (!isDestructured) return shared('unassigned');
    return countsAsConst ? shared('lostConst') : isolated('mutable');
  }

  /** Whether a binding is or holds a function or a class whose properties may change. */
  #isChangedFunction({ kind, initializer, binding }: BindingFacts): boolean {
    const holdsFunction =
      kind === 'class' || kind === 'function' || t.isFunction(initializer) || t.isClass(initializer);
    return holdsFunction && mayChangeProperties(binding, this.#facts.unit, (node) => this.#isSame(node));
  }

  #replacesItself(fact: BindingFacts): boolean {
    const replacement = fact.reassigned ? replacementOf(fact.binding, this.#facts.unit) : undefined;
    return replacement !== undefined && this.#isSame(replacement) && !this.#capturesState(replacement, fact);
  }

  /**
   * `var app = module.exports = {}`: running it again would replace what everybody else sees there. Where the other
   * place is isolated, or becomes so with the variable, it runs again with it.
   */
  #isAliased(initializer: t.Expression): boolean {
    if (!t.isAssignmentExpression(initializer, { operator: '=' })) return false;
    const { left, right } = initializer;
    const root = rootOf(left);
    const isSharedPlace = t.isMemberExpression(withoutTypes(left)) && !(root && !this.#isShared(root));
    return (isSharedPlace && !this.#setsState(initializer)) || this.#isAliased(right);
  }

  /** Whether an assignment is one to a property that is isolated, or becomes so with the variable. */
  #setsState(assignment: t.AssignmentExpression): boolean {
    const { unit, namespaces } = this.#facts;
    return setsStateProperty(assignment, unit) || isNamespaceState(assignment.left, namespaces, unit.names);
  }

  #isSame(node: t.Node): boolean {
    return isSameByConstruction(node, this.#facts.unit, (name) => this.#isShared(name));
  }

  #isShared(name: t.Identifier): boolean {
    const binding = this.#facts.unit.names.bindingOf(name);
    if (binding === undefined) return !isOwnGlobal(name, this.#facts.unit);
    const fact = this.#byBinding.get(binding);
    return fact !== undefined && !this.#importedState.has(binding) && this.#of(fact).fate === 'shared';
  }

  #isIsolated(binding: Binding): boolean {
    const fact = this.#byBinding.get(binding);
    return fact !== undefined && this.#of(fact).fate === 'isolated';
  }

  /**
   * Whether an initializer names isolated state, functions in it left out: `var hooks = options`. What it makes belongs
   * to that state, so each photon makes its own.
   */
  #readsState(initializer: t.Expression): boolean {
    return someOwn(initializer, (node) => {
      const binding = this.#facts.unit.names.bindingOf(node);
      return binding !== undefined && this.#isIsolated(binding);
    });
  }

  /** Whether functions, as parts of what a binding holds, name state: they belong to the photon that made them then. */
  #capturesState(code: t.Node, { binding: holder }: BindingFacts): boolean {
    return t.traverseFast(code, (node) => {
      const binding = this.#facts.unit.names.bindingOf(node);
      return binding && binding !== holder && this.#mayBeState(binding) ? t.traverseFast.stop : undefined;
    });
  }

  /** Whether a binding may lead to isolated state: imported state, namespaces, classes with static fields. */
  #mayBeState(binding: Binding): boolean {
    if (this.#isIsolated(binding) || this.#importedState.has(binding)) return true;
    return binding.declarations.some(isNamespaceOrClass);
  }
}

/** What a chain of members starts with. */
function holderOf(node: t.Node): t.Node {
  const bare = withoutTypes(node);
  return t.isMemberExpression(bare) ? holderOf(bare.object) : bare;
}

function isNamespaceOrClass({ node }: Place): boolean {
  const value = t.isVariableDeclarator(node) ? node.init : node;
  return t.isClass(value) || t.isImportNamespaceSpecifier(value);
}

/** Reading a `const` before its declaration would have thrown, so that what only might happen has not happened. */
function isReadEarly({ earlyReader }: BindingFacts, isConst: boolean): boolean {
  return earlyReader === 'top level' || (earlyReader === 'function' && !isConst);
}
