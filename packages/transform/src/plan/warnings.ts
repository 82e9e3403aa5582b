import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Access } from '../analyze/accesses.js';
import type { ModuleFacts, UnitFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { callIn } from '../analyze/calls.js';
import { heritageOf } from '../analyze/heritage.js';
import { patternLoads } from '../analyze/imports.js';
import { isPrototype, requiredSource, rootOf, withoutTypes } from '../analyze/names.js';
import type { TopLevelClass } from '../analyze/statics.js';
import type { Piece, Unit } from '../analyze/unit.js';
import type { Collector } from '../diagnostics/collector.js';
import { importedModule, type ResolvedOptions } from '../options.js';
import { rangeOf } from '../parse/range.js';
import { type Binding, constructAround, type Occurrence } from '../scope/scope.js';
import { reportDirectives } from './directives.js';
import type { UnitFates } from './fate.js';
import { reportPinned } from './pinned.js';
import { REASONS, type Reason } from './plan.js';

/** What warnings are about. */
interface Decided {
  readonly fates: readonly UnitFates[];
  /** All isolated bindings of the file. */
  readonly isolated: ReadonlyMap<Binding, BindingFacts>;
  /** The bindings that stand for isolated state, imports included. */
  readonly state: ReadonlySet<Binding>;
  readonly accesses: readonly Access[];
}

/** Warns of what stays shared, or says nothing, although it looks otherwise. */
export function reportWarnings(
  facts: ModuleFacts,
  options: ResolvedOptions,
  { fates, isolated, state, accesses }: Decided,
  collector: Collector,
): void {
  for (const each of fates) {
    reportShared(each, isolated, collector);
    reportHeritage(each.facts, state, collector);
  }
  reportPrototypes(isolated, accesses, collector);
  reportPinned(facts, options, fates, accesses, collector);
  const { policy, finished } = options;
  if (finished) reportSingleFunction(facts.units[0].unit, collector);
  if (policy === 'shared') return;
  for (const { unit } of facts.units) reportBlockState(unit, collector);
  if (!finished) reportPatternLoads(facts, collector);
  reportDirectives(facts, options, collector);
  reportStars(facts, options, collector);
}

/** Warns of exports of instances that are passed on without being named: importers do not know whose they are. */
function reportStars({ program }: ModuleFacts, { imports }: ResolvedOptions, collector: Collector): void {
  for (const statement of program.node.body) {
    if (!t.isExportAllDeclaration(statement)) continue;
    const specifier = statement.source.value;
    if (importedModule(imports, specifier)?.instance !== undefined)
      collector.report('PHO3009', statement, { specifier });
  }
}

/** Warns of state that stays shared although it looks as if it were not. */
function reportShared(
  { facts: { unit }, verdicts }: UnitFates,
  isolated: ReadonlyMap<Binding, BindingFacts>,
  collector: Collector,
): void {
  for (const [{ name, binding }, { reason }] of verdicts) {
    if (reason === 'exportsObject') collector.report('PHO3001', binding.identifier, { name });
    if (reason === 'arguments')
      collector.report('PHO3005', binding.identifier, { name, why: REASONS[reason] });
  }
  for (const [{ name, kind, initializer }, { fate, reason }] of verdicts) {
    if (kind !== 'const' || fate === 'isolated' || isPinned(reason) || !initializer) continue;
    const copied = stateCopiedBy(initializer, unit, isolated);
    if (copied !== undefined) collector.report('PHO3002', initializer, { constant: name, name: copied });
  }
}

/** Whether something is shared because the user says so. */
function isPinned(reason: Reason): boolean {
  return reason === 'directive' || reason === 'policy';
}

/**
 * Warns of a shared class that extends an isolated one: it goes on extending the root's. Declarations do so only
 * where the isolated class is imported; others are isolated with it.
 *
 * @param state the bindings that stand for isolated state, imports included
 */
function reportHeritage(
  { unit, classes }: UnitFacts,
  state: ReadonlySet<Binding>,
  collector: Collector,
): void {
  for (const { path } of classes) {
    const base = heritageOf(path.node, unit.names).find((binding) => state.has(binding));
    const holder = holderOf(path, unit);
    if (base === undefined || (holder && state.has(holder))) continue;
    collector.report('PHO3002', path.node.superClass ?? path.node, {
      constant: holder?.name ?? 'class',
      name: base.name,
    });
  }
}

/** The binding that holds a class. */
function holderOf(path: TopLevelClass, { scope }: Unit): Binding | undefined {
  const holder: NodePath | null = path.isClassDeclaration()
    ? path
    : path.findParent((parent) => parent.isVariableDeclarator());
  const { id } = (holder?.node ?? {}) as Partial<t.ClassDeclaration | t.VariableDeclarator>;
  return t.isIdentifier(id) ? scope.own(id.name) : undefined;
}

/** Warns of prototypes that are given isolated state, as in `A.prototype = { cache }`: functions have only one. */
function reportPrototypes(
  isolated: ReadonlyMap<Binding, BindingFacts>,
  accesses: readonly Access[],
  collector: Collector,
): void {
  for (const { path, binding } of accesses) {
    const object = path.key === 'value' && path.parentPath?.isObjectProperty() && path.parentPath.parentPath;
    const assignment = object && object.key === 'right' && object.parentPath?.node;
    const facts = isolated.get(binding);
    if (!assignment || !t.isAssignmentExpression(assignment) || !isPrototype(assignment.left)) continue;
    if (!facts || isPrimitive(facts)) continue;
    const constant = `${rootOf(assignment.left)?.name ?? ''}.prototype`;
    collector.report('PHO3002', path.node, { constant, name: facts.name });
  }
}

/** The isolated binding that an initializer copies, if it may hold an object. */
function stateCopiedBy(
  initializer: t.Expression,
  unit: Unit,
  isolated: ReadonlyMap<Binding, BindingFacts>,
): string | undefined {
  const value = withoutTypes(initializer);
  const required = requiredSource(value, unit.names);
  if (required !== undefined && unit.loaded.mayBeInstance(required)) return required;
  const binding = t.isIdentifier(value) ? unit.scope.own(value.name) : undefined;
  const copied = binding && isolated.get(binding);
  return copied && !isPrimitive(copied) ? copied.name : undefined;
}

/** Whether a copy of the binding's first value shares nothing. */
function isPrimitive({ initializer }: BindingFacts): boolean {
  return initializer !== undefined && t.isLiteral(initializer);
}

/** Warns of state in blocks that run once: `{ let n = 0; exports.next = () => ++n; }`. */
function reportBlockState({ scope: { inner } }: Unit, collector: Collector): void {
  for (const binding of inner.flatMap(({ declared }) => declared)) {
    const isConstant = binding.kind === 'const' || binding.kind === 'self';
    const write = isConstant ? undefined : writeInFunction(binding);
    if (write) collector.report('PHO3004', constructAround(write).node, { name: binding.name });
  }
}

function writeInFunction({ scope, writes }: Binding): Occurrence | undefined {
  return writes.find((write) => write.scope.forVars !== scope.forVars);
}

/** Warns of a finished bundle whose code is all inside one function. */
function reportSingleFunction(unit: Unit, collector: Collector): void {
  const [only, ...others] = unit.pieces.filter((piece) => !piece.isEmptyStatement());
  if (only && others.length === 0 && isImmediatelyCalled(only, unit)) collector.report('PHO3003', only.node);
}

function isImmediatelyCalled(piece: Piece, { system }: Unit): boolean {
  const callee = callIn(piece)?.callee;
  const called = t.isMemberExpression(callee) ? callee.object : callee;
  return t.isFunction(called) && !system.called.has(called);
}

/** Warns of modules that are loaded by a pattern: the linker does not know which, so they give no view. */
function reportPatternLoads({ names, file }: ModuleFacts, collector: Collector): void {
  for (const node of patternLoads(names)) {
    const { start, end } = rangeOf(node);
    collector.report('PHO3006', node, { load: file.source.slice(start, end) });
  }
}
