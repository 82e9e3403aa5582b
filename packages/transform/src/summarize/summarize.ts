import { analyze, type ModuleFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { type ModuleRole, rolesOf } from '../analyze/bundle/roles.js';
import { type Dependency, findDependencies, findPatterns, nameOf } from '../analyze/imports.js';
import type { Unit } from '../analyze/unit.js';
import { effectivePolicy, resolveOptions, type TransformOptions } from '../options.js';
import { type ModuleKind, parse } from '../parse/parse.js';
import { type UnitFates, unitFates } from '../plan/fate.js';
import { hasNamespaceState } from '../plan/namespace-state.js';
import { hasStaticState } from '../plan/static-fate.js';
import { isDefaultOfState } from '../plan/top-level.js';
import type { Binding } from '../scope/scope.js';
import { type ExportEntry, exportEntries } from './exports.js';

/** What importers need to know of a module, from its own text alone. Plain data. */
export interface ModuleSummary {
  /** Isolated exports: the slot of the module's record for each name. */
  readonly isolated: Readonly<Record<string, string>>;
  /** The module inside the file that owns an isolated export, where that is not the file itself. */
  readonly owners: Readonly<Record<string, string>>;
  /** What exports are to the module system of a bundle. */
  readonly roles: Readonly<Record<string, ModuleRole>>;
  /** Exports of other modules that this one passes on, as they are. */
  readonly forwards: readonly Forward[];
  /** Exports that are isolated if some export of another module is. */
  readonly copies: readonly Copy[];
  /** Modules whose exports are all passed on by `export *`. */
  readonly stars: readonly string[];
  /** Modules that loading this one loads, or may load. */
  readonly dependencies: readonly Dependency[];
  /** What the names of modules start with that it loads by a pattern. */
  readonly patterns: readonly string[];
  readonly kind: ModuleKind;
  /** The names that it exports itself, those of `export *` left out. */
  readonly exportNames: readonly string[];
  /** Whether the module has state of its own. */
  readonly hasState: boolean;
}

/** `name` is the export `imported` of `specifier`. */
export interface Forward {
  readonly name: string;
  readonly specifier: string;
  readonly imported: string;
}

/** `name` holds a value made of the export `imported` of `specifier`: `export let name = imported`. */
export interface Copy extends Forward {
  /** Where it is in the module's record. */
  readonly slot: string;
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
  const [main, ...wrappers] = facts.units;
  const entries = exportEntries(facts.program);
  const isolatedIf = (importedState: ReadonlySet<Binding>) =>
    unitFates(main, resolved, importedState).isolated;
  const exportsIf = (importedState: ReadonlySet<Binding>) =>
    isolatedExports(facts, entries, isolatedIf(importedState), importedState);
  const own = isolatedIf(NO_STATE);
  const isolated = isolatedExports(facts, entries, own, NO_STATE);
  const exported = exportedBindings(entries, main.unit);
  const inside = wrappers.map((unit) => unitFates(unit, resolved, NO_STATE));
  const hoisted = hoistedExports(exported, inside);
  const hasProperties =
    resolved.policy !== 'shared' &&
    (main.classes.some(hasStaticState) || main.namespaces.some(hasNamespaceState));
  const assignsProperties =
    resolved.policy !== 'shared' && facts.assignedProperties.initializersIn(main.unit).length > 0;
  return {
    isolated: { ...isolated, ...Object.fromEntries(hoisted.map(({ name, slot }) => [name, slot])) },
    owners: Object.fromEntries(hoisted.map(({ name, owner }) => [name, owner])),
    roles: rolesOf(exported, main.unit.system),
    forwards: forwardsOf(facts, entries),
    copies: copiesOf(facts, isolated, exportsIf),
    stars: starsOf(facts),
    dependencies: findDependencies(facts.names),
    patterns: findPatterns(facts.names),
    kind: main.unit.kind,
    exportNames: exportNamesOf(facts, entries),
    hasState:
      own.size > 0 || hasProperties || assignsProperties || inside.some((unit) => unit.isolated.size > 0),
  };
}

/** No import is known to be isolated. */
const NO_STATE: ReadonlySet<Binding> = new Set();

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

/** @param inside the modules inside the file */
function hoistedExports(
  exported: readonly [string, Binding][],
  inside: readonly UnitFates[],
): HoistedExport[] {
  return inside.flatMap(({ facts: { unit }, isolated }) =>
    exported.flatMap(([name, binding]) =>
      unit.form === 'lazy' && isolated.has(binding) ? [{ name, slot: binding.name, owner: unit.id }] : [],
    ),
  );
}

function exportNamesOf({ program }: ModuleFacts, entries: readonly ExportEntry[]): string[] {
  const hasDefault = program.node.body.some(({ type }) => type === 'ExportDefaultDeclaration');
  const namespaces = program.node.body.flatMap((statement) =>
    statement.type === 'ExportNamedDeclaration' && statement.exportKind !== 'type'
      ? statement.specifiers.flatMap((each) =>
          each.type === 'ExportNamespaceSpecifier' ? nameOf(each.exported) : [],
        )
      : [],
  );
  return [
    ...new Set([...entries.map(({ name }) => name), ...namespaces, ...(hasDefault ? ['default'] : [])]),
  ];
}

/** The slots of isolated exports, by name. */
function isolatedExports(
  { program, names }: ModuleFacts,
  entries: readonly ExportEntry[],
  isolated: ReadonlyMap<Binding, BindingFacts>,
  importedState: ReadonlySet<Binding>,
): Record<string, string> {
  const slots = new Set([...isolated.values()].map(({ name }) => name));
  const own = entries.flatMap(({ name, from }) =>
    'local' in from && slots.has(from.local) ? [[name, from.local]] : [],
  );
  const isState = (binding: Binding | undefined) =>
    binding !== undefined && (isolated.has(binding) || importedState.has(binding));
  const copies = program.get('body').some((statement) => {
    if (!statement.isExportDefaultDeclaration()) return false;
    const declaration = statement.get('declaration');
    return declaration.isExpression() && isDefaultOfState(declaration, names, isState);
  });
  return Object.fromEntries(copies ? [...own, ['default', 'default']] : own) as Record<string, string>;
}

/** What is isolated only because an import is: found by supposing so of all of them, then of each. */
function copiesOf(
  { units: [{ unit }] }: ModuleFacts,
  certain: Readonly<Record<string, string>>,
  exportsIf: (importedState: ReadonlySet<Binding>) => Record<string, string>,
): Copy[] {
  const imports = unit.scope.declared.filter(({ name }) => importOf(unit, name) !== undefined);
  if (imports.length === 0) return [];
  const dependent = Object.keys(exportsIf(new Set(imports))).filter((name) => !Object.hasOwn(certain, name));
  if (dependent.length === 0) return [];
  return imports.flatMap((binding) => {
    const source = importOf(unit, binding.name);
    const supposed = exportsIf(new Set([binding]));
    return dependent.flatMap((name): Copy[] => {
      const slot = supposed[name];
      return source && slot !== undefined ? [{ name, slot, ...source }] : [];
    });
  });
}

/** `export { a } from "m"`, and `import { a } from "m"; export { a }`. */
function forwardsOf({ units }: ModuleFacts, entries: readonly ExportEntry[]): Forward[] {
  return entries.flatMap(({ name, from }): Forward[] => {
    if ('specifier' in from) return [{ name, ...from }];
    const source = importOf(units[0].unit, from.local);
    return source ? [{ name, ...source }] : [];
  });
}

/** The export that a local name was imported from. */
function importOf({ scope }: Unit, local: string): Omit<Forward, 'name'> | undefined {
  const [declared] = scope.own(local)?.declarations ?? [];
  const declaration = declared?.parent?.node;
  if (!declared || declaration?.type !== 'ImportDeclaration') return undefined;
  const specifier = declaration.source.value;
  const { node } = declared;
  if (node.type === 'ImportDefaultSpecifier') return { specifier, imported: 'default' };
  return node.type === 'ImportSpecifier' ? { specifier, imported: nameOf(node.imported) } : undefined;
}

function starsOf({ program }: ModuleFacts): string[] {
  return program.node.body.flatMap((statement) =>
    statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type'
      ? [statement.source.value]
      : [],
  );
}
