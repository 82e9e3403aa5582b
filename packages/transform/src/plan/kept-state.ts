import * as t from '@babel/types';
import type { ModuleFacts, UnitFacts } from '../analyze/analyze.js';
import { usesOfExports } from '../analyze/exports-object.js';
import { importedName } from '../analyze/imports.js';
import { type ClosureState, closureState } from '../analyze/keeps/closures.js';
import type { Runs } from '../analyze/keeps/runs.js';
import type { Writer, Writers } from '../analyze/keeps/writers.js';
import { exportsReplacement } from '../analyze/makers/exported-values.js';
import { defaultMadeBy, type MadeBy, madeBy } from '../analyze/makers/made.js';
import { positionOf } from '../analyze/positions.js';
import { statementsOf } from '../analyze/unit.js';
import type { Binding } from '../scope/scope.js';
import type { BindingPlan, StateKind } from './plan.js';
import { Verdicts } from './verdicts.js';

/** An export of another module, as a file names it. */
export interface ImportSource {
  readonly specifier: string;
  readonly exported: string;
}

/** Something that a module may keep from one invocation to the next. */
export interface KeptState {
  readonly name: string;
  readonly kind: StateKind;
  readonly line: number;
  readonly column: number;
  /** The code that changes it after the module has been evaluated, as far as one can see. */
  readonly writers: readonly Writer[];
  /** Whether it may be mutable, as far as anybody knows: policy `strict` would make it private. */
  readonly mayChange: boolean;
  /** What has made it, if that is an export of another module. */
  readonly madeBy?: MadeBy;
  /** The export of another module that it is. */
  readonly from?: ImportSource;
  /** The expression that makes it, if one does at top level, and it is more than a function or a literal. */
  readonly initializer?: t.Expression;
  /** For what belongs to a function that runs once: its call in top-level code. */
  readonly evaluation?: t.Node;
}

/**
 * Finds what the modules of a file may keep, whatever the policy.
 * @param plans the decisions about the file under policy `bindings`
 */
export function findKept(
  facts: ModuleFacts,
  runs: Runs,
  writers: Writers,
  plans: readonly BindingPlan[],
): KeptState[] {
  const units = facts.units.map(({ unit }) => unit);
  const closures = closureState(units, facts.names, runs, writers);
  const properties = new Properties(plans);
  return [
    ...facts.units.flatMap((unit) => {
      const verdicts = new Verdicts(
        unit,
        { policy: 'strict', importersRead: false, readonlyTypes: [] },
        NO_IMPORTS,
      );
      return [
        ...keptBindings(unit, verdicts, runs, writers, properties).map((kept) => withEvaluation(kept, unit)),
        ...keptExports(unit, writers, properties),
        ...keptDefault(unit, verdicts, writers),
      ];
    }),
    ...properties.all(),
    ...closures.map(keptByClosure),
  ];
}

function keptBindings(
  facts: UnitFacts,
  verdicts: Verdicts,
  runs: Runs,
  writers: Writers,
  properties: Properties,
): KeptState[] {
  return [...verdicts.all()].map(([{ name, kind, binding, initializer }, { fate }]) => {
    const maker = fate === 'isolated' ? madeBy(binding, initializer, facts.unit.names, runs) : undefined;
    return {
      name,
      kind,
      ...positionOf(binding.identifier),
      writers: properties.take(name, writers.of(binding, facts.unit.code.node)),
      mayChange: fate === 'isolated',
      ...(maker && { madeBy: maker }),
      ...(initializer && takesTime(initializer) && { initializer }),
      ...(kind === 'import' && { from: sourceOf(binding) }),
    };
  });
}

/** The export that an import names; `*` for all of a module's. */
function sourceOf({ declarations: [declared] }: Binding): ImportSource {
  const statement = declared?.parent?.node as t.ImportDeclaration;
  const exported = importedName(declared?.node as t.ImportSpecifier) ?? '*';
  return { specifier: statement.source.value, exported };
}

const NO_IMPORTS: ReadonlySet<Binding> = new Set();

/** Properties of the exports object that hold something which functions change: `exports.list.push(x)`. */
function keptExports({ unit }: UnitFacts, writers: Writers, properties: Properties): KeptState[] {
  const found = writers.at(usesOfExports(unit), unit.code.node);
  const byProperty = Map.groupBy(properties.take('exports', found), ({ property }) => property);
  return [...byProperty].map(([property, [first, ...others]]) => ({
    name: property === undefined ? 'exports' : `exports.${property}`,
    kind: 'property',
    line: first?.line ?? 0,
    column: first?.column ?? 0,
    writers: first ? [first, ...others] : [],
    mayChange: true,
  }));
}

/** `export default new Store()`, `module.exports = new Store()` */
function keptDefault({ unit }: UnitFacts, verdicts: Verdicts, writers: Writers): KeptState[] {
  const exported = statementsOf(unit).flatMap((statement) => {
    const value = t.isExportDefaultDeclaration(statement) ? statement.declaration : undefined;
    return t.isExpression(value) && !t.isIdentifier(value)
      ? [{ value, mayChange: verdicts.isState(value) }]
      : [];
  });
  const replacement = exportsReplacement(unit);
  const made = t.isNewExpression(replacement) ? [{ value: replacement, mayChange: true }] : [];
  return [...exported, ...made].map(({ value, mayChange }) => {
    const maker = mayChange ? defaultMadeBy(value, unit.names) : undefined;
    const state = { name: 'default', kind: 'default', ...positionOf(value) } as const;
    return {
      ...state,
      writers: writers.ofValue(value),
      mayChange,
      ...(maker && { madeBy: maker }),
      ...(takesTime(value) && { initializer: value }),
    };
  });
}

/** Functions and classes have their names from where they stand, and take no time to be made. */
function takesTime(initializer: t.Expression): boolean {
  return !t.isFunction(initializer) && !t.isClass(initializer) && !t.isLiteral(initializer);
}

function keptByClosure(closure: ClosureState): KeptState {
  const { binding, writers } = closure;
  const state = { name: binding.name, kind: 'closure', ...positionOf(binding.identifier) } as const;
  return { ...state, writers, mayChange: true, evaluation: closure.evaluation.node };
}

/** The variables of a module inside the file are those of a function that runs once, where it does not count as one. */
function withEvaluation(kept: KeptState, { unit: { code } }: UnitFacts): KeptState {
  return code.isProgram() ? kept : { ...kept, evaluation: code.parent };
}

/** The properties and static fields that are variables by another name, with the code that changes them. */
class Properties {
  readonly #plans: readonly BindingPlan[];
  readonly #writers = new Map<string, Writer[]>();

  constructor(plans: readonly BindingPlan[]) {
    this.#plans = plans.filter(({ kind }) => kind === 'property' || kind === 'static');
    for (const { name } of this.#plans) this.#writers.set(name, []);
  }

  /** Takes those writers of an object away that change one of the properties. */
  take(object: string, writers: readonly Writer[]): Writer[] {
    return writers.filter((writer) => {
      const known = this.#writers.get(`${object}.${writer.property}`);
      known?.push(writer);
      return known === undefined;
    });
  }

  all(): KeptState[] {
    return this.#plans.map(({ name, kind, line, column, fate, reason }) => ({
      name,
      kind,
      line,
      column,
      writers: this.#writers.get(name) ?? [],
      mayChange: fate === 'isolated' || reason === 'readonly',
    }));
  }
}
