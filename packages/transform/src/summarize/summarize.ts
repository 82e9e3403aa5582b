import { analyze, type ModuleFacts, type UnitFacts } from '../analyze/analyze.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { type ModuleRole, rolesOf } from '../analyze/bundle/roles.js';
import { type Dependency, findDependencies, findPatterns, nameOf } from '../analyze/imports.js';
import type { Unit } from '../analyze/unit.js';
import { effectivePolicy, type ResolvedOptions, resolveOptions, type TransformOptions } from '../options.js';
import { type ModuleKind, parse } from '../parse/parse.js';
import { decideFates, isolatedBindings } from '../plan/fate.js';
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
  /** Whether the value is copied when the module is evaluated: `export default imported`. */
  readonly copies?: boolean;
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
  const isolated = isolatedBindings(decideFates(main, resolved, facts.imports));
  const names = new Set([...isolated.keys()].map(({ name }) => name));
  const entries = exportEntries(facts.program);
  const exported = exportedBindings(entries, main.unit);
  const hoisted = hoistedExports(exported, wrappers, resolved, facts);
  const hasStatics = resolved.policy !== 'shared' && main.classes.some(hasStaticState);
  const assignsProperties =
    resolved.policy !== 'shared' && facts.assignedProperties.initializersIn(main.unit).length > 0;
  return {
    isolated: {
      ...isolatedExports(entries, names),
      ...isolatedDefault(facts, isolated),
      ...Object.fromEntries(hoisted.map(({ name, slot }) => [name, slot])),
    },
    owners: Object.fromEntries(hoisted.map(({ name, owner }) => [name, owner])),
    roles: rolesOf(exported, main.unit.system),
    forwards: [...forwardsOf(facts, entries), ...copiedDefault(facts)],
    stars: starsOf(facts),
    dependencies: findDependencies(facts.names),
    patterns: findPatterns(facts.names),
    kind: main.unit.kind,
    exportNames: exportNamesOf(facts, entries),
    hasState:
      names.size > 0 ||
      hasStatics ||
      assignsProperties ||
      wrappers.some((unit) => hasBindings(unit, resolved, facts)),
  };
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
  wrappers: readonly UnitFacts[],
  options: ResolvedOptions,
  { imports }: ModuleFacts,
): HoistedExport[] {
  const lazy = wrappers.filter(({ unit }) => unit.form === 'lazy');
  return lazy.flatMap((facts) => {
    const isolated = isolatedBindings(decideFates(facts, options, imports));
    return exported.flatMap(([name, binding]) =>
      isolated.has(binding) ? [{ name, slot: binding.name, owner: facts.unit.id }] : [],
    );
  });
}

function hasBindings(unit: UnitFacts, options: ResolvedOptions, { imports }: ModuleFacts): boolean {
  return isolatedBindings(decideFates(unit, options, imports)).size > 0;
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

function isolatedExports(
  entries: readonly ExportEntry[],
  names: ReadonlySet<string>,
): Record<string, string> {
  const own = entries.flatMap(({ name, from }) =>
    'local' in from && names.has(from.local) ? [[name, from.local]] : [],
  );
  return Object.fromEntries(own) as Record<string, string>;
}

function isolatedDefault(
  { program, names }: ModuleFacts,
  isolated: ReadonlyMap<Binding, BindingFacts>,
): Record<string, string> {
  const isIsolated = (binding: Binding | undefined) => binding !== undefined && isolated.has(binding);
  const copies = program.get('body').some((statement) => {
    if (!statement.isExportDefaultDeclaration()) return false;
    const declaration = statement.get('declaration');
    return declaration.isExpression() && isDefaultOfState(declaration, names, isIsolated);
  });
  return copies ? { default: 'default' } : {};
}

/** `import { a } from "m"; export default a`. */
function copiedDefault({ program, units }: ModuleFacts): Forward[] {
  return program.node.body.flatMap((statement) => {
    if (statement.type !== 'ExportDefaultDeclaration') return [];
    const { declaration } = statement;
    const source = declaration.type === 'Identifier' ? importOf(units[0].unit, declaration.name) : undefined;
    return source ? [{ name: 'default', ...source, copies: true }] : [];
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
