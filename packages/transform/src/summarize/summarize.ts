import * as t from '@babel/types';
import { analyze, type ModuleFacts, type UnitFacts } from '../analyze/analyze.js';
import { type ModuleRole, rolesOf } from '../analyze/bundle/roles.js';
import { type Dependency, findDependencies, findPatterns } from '../analyze/imports.js';
import type { Unit } from '../analyze/unit.js';
import type { Demand } from '../analyze/uses/demand.js';
import { demandsOnImports, type ImportDemands } from '../analyze/uses/imported.js';
import type { Shape } from '../analyze/uses/shape.js';
import { effectivePolicy, type ResolvedOptions, resolveOptions, type TransformOptions } from '../options.js';
import { type ModuleKind, parse } from '../parse/parse.js';
import { hasState, type UnitFates, unitFates } from '../plan/fate.js';
import { hasGlobals } from '../plan/globals.js';
import { isInstance } from '../plan/instance.js';
import type { Binding } from '../scope/scope.js';
import { type ExportEntry, exportEntries, exportNames } from './exports.js';
import { type Copy, copiesOf, type Forward, forwardsOf, starsOf } from './forwards.js';
import { moduleWithTables, pureModule, type ReadModule } from './if-read.js';

/** What a module says of its state to its importers. */
export interface ModuleState {
  /** Isolated exports: the slot of the module's record for each name. */
  readonly isolated: Readonly<Record<string, string>>;
  /** The module inside the file that owns an isolated export, where that is not the file itself. */
  readonly owners: Readonly<Record<string, string>>;
  /** Exports that are isolated if some export of another module is. */
  readonly copies: readonly Copy[];
  /** Whether the module has state of its own. */
  readonly hasState: boolean;
  /** Whether it is a CommonJS module of which each photon has an instance. */
  readonly isInstance: boolean;
}

/** What importers need to know of a module, from its own text alone. Plain data. */
export interface ModuleSummary extends ModuleState {
  /** What exports are to the module system of a bundle. */
  readonly roles: Readonly<Record<string, ModuleRole>>;
  /** Exports of other modules that this one passes on, as they are. */
  readonly forwards: readonly Forward[];
  /** Modules whose exports are all passed on by `export *`. */
  readonly stars: readonly string[];
  /** Modules that loading this one loads, or may load. */
  readonly dependencies: readonly Dependency[];
  /** What the names of modules start with that it loads by a pattern. */
  readonly patterns: readonly string[];
  /** Whether it loads modules that its text does not name one by one. */
  readonly loadsUnknown: boolean;
  readonly kind: ModuleKind;
  /** The names that it exports itself, those of `export *` left out. */
  readonly exportNames: readonly string[];
  /** What it does with the exports of other modules, by specifier. */
  readonly demands: ImportDemands;
  /** The tables of which it matters whether their types say that nobody may change them. */
  readonly typedTables: readonly string[];
  /** Those of them of which that is known. */
  readonly readonlyTypes: readonly string[];
  /** What it says if all that importers do with its exports is to read, where that makes a difference. */
  readonly ifRead?: IfRead;
}

/** What a module says of its state if all demands on its exports, its own included, leave them as they are. */
export interface IfRead extends ModuleState {
  /** Those of its exports that could be changed. */
  readonly shape: Shape;
  readonly own: readonly Demand[];
}

/**
 * Summarizes a module for its importers.
 * @param options of `imports`, only the roles count
 * @throws {CompileError} for syntax errors and wrong options
 */
export function summarize(source: string, options: TransformOptions): ModuleSummary {
  const file = parse(source, options.filename, options.sourceType);
  const resolved = effectivePolicy(resolveOptions(options), file);
  const facts = analyze(file, resolved);
  const [main] = facts.units;
  const entries = exportEntries(facts.program);
  const read = resolved.policy === 'strict' ? readModule(facts, entries, resolved) : undefined;
  const patterns = findPatterns(facts.names);
  const dependencies = findDependencies(facts.names, facts.evals);
  return {
    ...stateOf(facts, entries, resolved),
    roles: rolesOf(exportedBindings(entries, main.unit), main.unit.system),
    forwards: forwardsOf(main.unit, entries),
    stars: starsOf(facts.program),
    dependencies,
    patterns,
    loadsUnknown: patterns.length > 0 || facts.program.node.body.some(isImportAssignment),
    kind: main.unit.kind,
    exportNames: exportNames(facts.program, entries),
    typedTables: resolved.policy === 'strict' && main.unit.kind === 'module' ? typedTables(main) : [],
    readonlyTypes: resolved.readonlyTypes,
    demands: demandsOnImports(main.unit, dependencies, (node) => read?.placed.has(node) === true),
    ...(read && {
      ifRead: {
        ...stateOf(facts, entries, { ...resolved, importersRead: true }, read.fates),
        shape: read.shape,
        own: read.own,
      },
    }),
  };
}

/** The tables whose types are more than what TypeScript finds for a literal, which anybody may change. */
function typedTables({ bindings }: UnitFacts): string[] {
  return bindings.flatMap(({ table, binding, initializer, isHidden }) => {
    const isTyped = binding.identifier.typeAnnotation != null || initializer?.type === 'CallExpression';
    return table && !isHidden && (isTyped || isAsserted(initializer)) ? [binding.name] : [];
  });
}

/** `{ a: 1 } as const`, `{ a: 1 } as const satisfies Config` */
function isAsserted(node: t.Expression | undefined): boolean {
  if (t.isTSSatisfiesExpression(node)) return isAsserted(node.expression);
  return t.isTSAsExpression(node) || t.isTSTypeAssertion(node);
}

/** `import a = require("./a")` */
function isImportAssignment(statement: t.Statement): boolean {
  return t.isTSImportEqualsDeclaration(statement) && t.isTSExternalModuleReference(statement.moduleReference);
}

/** What a file says of its state, given the fates of what is directly in it. */
function stateOf(
  facts: ModuleFacts,
  entries: readonly ExportEntry[],
  options: ResolvedOptions,
  own: UnitFates = unitFates(facts.units[0], options),
): ModuleState {
  const [main, ...wrappers] = facts.units;
  const exportsIf = (importedState: ReadonlySet<Binding>) =>
    isolatedExports(entries, unitFates(main, options, importedState));
  const fates = [own, ...wrappers.map((unit) => unitFates(unit, options))];
  const isolated = isolatedExports(entries, own);
  const hoisted = hoistedExports(exportedBindings(entries, main.unit), fates);
  const asInstance = isInstance(main.unit, options);
  return {
    isolated: { ...isolated, ...Object.fromEntries(hoisted.map(({ name, slot }) => [name, slot])) },
    owners: Object.fromEntries(hoisted.map(({ name, owner }) => [name, owner])),
    copies: copiesOf(main.unit, isolated, exportsIf),
    hasState:
      asInstance || hasGlobals(facts.names, options) || fates.some((unit) => hasState(unit, facts, options)),
    isInstance: asInstance,
  };
}

/** What the file is if its importers only read. */
function readModule(
  facts: ModuleFacts,
  entries: readonly ExportEntry[],
  options: ResolvedOptions,
): ReadModule | undefined {
  const [main] = facts.units;
  if (hasGlobals(facts.names, options)) return undefined;
  return isInstance(main.unit, options)
    ? pureModule(main, options, (fates) => hasState(fates, facts, options))
    : moduleWithTables(main, entries, options);
}

function exportedBindings(entries: readonly ExportEntry[], { scope }: Unit): [string, Binding][] {
  return entries.flatMap(({ name, from }): [string, Binding][] => {
    const binding = 'local' in from ? scope.own(from.local) : undefined;
    return binding ? [[name, binding]] : [];
  });
}

/** An export of the file that is a variable of a module inside it. */
interface HoistedExport {
  readonly name: string;
  readonly slot: string;
  readonly owner: string;
}

function hoistedExports(
  exported: readonly [string, Binding][],
  fates: readonly UnitFates[],
): HoistedExport[] {
  return fates.flatMap(({ facts: { unit }, isolated }) =>
    exported.flatMap(([name, binding]) =>
      unit.form === 'lazy' && isolated.has(binding) ? [{ name, slot: binding.name, owner: unit.id }] : [],
    ),
  );
}

/** The slots of isolated exports, by name. */
function isolatedExports(
  entries: readonly ExportEntry[],
  { isolated, isolatesDefault }: UnitFates,
): Record<string, string> {
  const slots = new Set([...isolated.values()].map(({ name }) => name));
  const own = entries.flatMap(({ name, from }) =>
    'local' in from && slots.has(from.local) ? [[name, from.local]] : [],
  );
  return Object.fromEntries(isolatesDefault ? [...own, ['default', 'default']] : own) as Record<
    string,
    string
  >;
}
