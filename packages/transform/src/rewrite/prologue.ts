import * as t from '@babel/types';
import { GENERATED_NAMES, PHOTONIZED_MARKER, RUNTIME_KEY, TABLE_METHODS } from '@photonize/runtime/interface';
import type { BindingFacts } from '../analyze/bindings.js';
import type { Plainness } from '../analyze/closures.js';
import { isModuleExports } from '../analyze/exports-object.js';
import { memberName, withoutTypes } from '../analyze/names.js';
import type { ResolvedOptions } from '../options.js';
import type { ModuleKind } from '../parse/parse.js';
import type { Decisions } from '../plan/decide.js';
import { companionName } from '../plan/names.js';
import type { ForeignRecord } from '../plan/slots.js';
import type { UnitPlan } from '../plan/unit-plan.js';
import type { ExportedState } from '../summarize/exports.js';
import { memberText } from './member.js';

const { captured } = GENERATED_NAMES;

/** What a file takes from the runtime, by local name. */
export type RuntimeImports = ReadonlyMap<string, string>;

/** Where a file takes it from. */
type RuntimeSource = Pick<ResolvedOptions, 'runtime' | 'runtimeSpecifier'>;

/** What stands at the top of a photonized file. */
export interface Prologue {
  readonly runtime: RuntimeImports;
  readonly lines: readonly string[];
}

/** Prints the prologue. */
export function printPrologue({ runtime, lines }: Prologue, kind: ModuleKind, source: RuntimeSource): string {
  const all = [
    PHOTONIZED_MARKER,
    ...(runtime.size > 0 ? [importRuntime(runtime, kind, source)] : []),
    ...lines,
  ];
  return `${all.join('\n')}\n`;
}

function importRuntime(
  runtime: RuntimeImports,
  kind: ModuleKind,
  { runtime: mode, runtimeSpecifier }: RuntimeSource,
): string {
  const list = (separator: string) =>
    [...runtime].map(([local, name]) => `${name}${separator}${local}`).join(', ');
  if (mode === 'global') {
    return `const { ${list(': ')} } = globalThis[Symbol.for(${JSON.stringify(RUNTIME_KEY.description)})].runtime;`;
  }
  const specifier = JSON.stringify(runtimeSpecifier);
  return kind === 'module'
    ? `import { ${list(' as ')} } from ${specifier};`
    : `const { ${list(': ')} } = require(${specifier});`;
}

/**
 * The module's table, made on first use: a function that an import cycle calls before the module is evaluated
 * needs it already. The functions are hoisted; so is `var`.
 *
 * @param define what the file calls the runtime's `defineModule`
 * @param defaultVariable the variable behind an isolated default export
 */
export function tableLines(plan: UnitPlan, define: string, defaultVariable?: string): string[] {
  const { unit, names } = plan;
  const bindings = [...plan.isolated.values()];
  const variables = bindings.filter(({ isHidden }) => !isHidden);
  const accessors = variables.map(({ name, kind }) =>
    accessorText(name, name, kind === 'const' ? undefined : names.value),
  );
  if (defaultVariable !== undefined) accessors.push(accessorText('default', defaultVariable, names.value));
  const hoisted = variables.filter(movesToTop).map(({ name }) => name);
  return [
    ...(hoisted.length > 0 ? [`var ${hoisted.join(', ')};`] : []),
    `var ${names.table};`,
    `function ${names.module}() {`,
    `  return ${names.table} ??= ${define}(${JSON.stringify(unit.id)}, {`,
    ...accessors.map((accessor) => `    ${accessor},`),
    `  }, ${shapeText(bindings, plan, defaultVariable)});`,
    '}',
    `function ${names.photon}(${captured}) { return ${names.module}().${TABLE_METHODS.record}(${captured}); }`,
  ];
}

/** A getter for a variable, and a setter unless it is a constant. */
export function accessorText(slot: string, variable: string, value: string | undefined): string {
  if (value === undefined) return `get ${slot}() { return ${variable}; }`;
  return `get ${slot}() { return ${variable}; }, set ${slot}(${value}) { ${variable} = ${value}; }`;
}

/** A `var` of which every declaration is nested has become assignments, and that of a function in a block is implied. */
function movesToTop({ kind, nested, declarators }: BindingFacts): boolean {
  return kind === 'var' && nested.length === declarators.length;
}

/**
 * What the runtime has to know of the bindings. Functions begin as they were before any code ran.
 *
 *     let a; var b;     →  { lets: ["a"], Record: function () { this.b = undefined; } }
 *     function c() {}   →  { Record: ((c) => function () { this.c = c; })(c) }
 *                          { Record: function () { this.c = $make(); } }             each photon makes its own
 */
function shapeText(
  bindings: readonly BindingFacts[],
  { plainness, functions: remade, classSlots: { statics, privates } }: UnitPlan,
  defaultVariable: string | undefined,
): string {
  const named = (kinds: readonly string[]) =>
    bindings.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const lets = [
    ...named(['let', 'const', 'class']),
    ...(defaultVariable === undefined ? [] : ['default']),
    ...statics,
  ];
  const makers = new Map(remade.map(({ name, maker }) => [name, `${maker}()`]));
  const functions = named(['function']).filter((name) => !makers.has(name));
  const hoisted = [
    ...named(['var']).map((name) => `this${memberText(name)} = undefined;`),
    ...functions.map((name) => `this${memberText(name)} = ${name};`),
    ...[...makers].map(([name, made]) => `this${memberText(name)} = ${made};`),
  ];
  const constructorText = `function () { ${hoisted.join(' ')} }`;
  const namesOf = (when: Plainness) => [...plainness].flatMap(([name, its]) => (its === when ? [name] : []));
  const plain = namesOf('always');
  const plainAtFirst = namesOf('until it is assigned');
  const parts = [
    ...(lets.length > 0 ? [`lets: ${JSON.stringify(lets)}`] : []),
    ...(hoisted.length > 0 ? [`Record: ${withValues(functions, constructorText)}`] : []),
    ...(plain.length > 0 ? [`plain: ${JSON.stringify(plain)}`] : []),
    ...(plainAtFirst.length > 0 ? [`plainAtFirst: ${JSON.stringify(plainAtFirst)}`] : []),
    ...(privates.length > 0 ? [`privates: ${JSON.stringify(privates)}`] : []),
  ];
  return `{ ${parts.join(', ')} }`;
}

/** A function that has the present values of variables for good. */
function withValues(variables: readonly string[], text: string): string {
  const list = variables.join(', ');
  return variables.length > 0 ? `((${list}) => ${text})(${list})` : text;
}

/**
 * Names properties of `exports` whose assignments have become calls: Node looks for assignments in the text of a
 * CommonJS module to find out what ES modules can import from it by name.
 *
 *     exports.n = 0; exports.hit = () => exports.n++;   →  0 && (exports.n = 0); …
 */
export function exportedNames({ unit, actions, propertyAssignments }: UnitPlan): string[] {
  const assignments = [
    ...actions.flatMap((action) => (action.kind === 'property' ? action.assignment : [])),
    ...propertyAssignments.map(({ node }) => node),
  ];
  const members = assignments.map(({ left }) => withoutTypes(left));
  const places = members.flatMap((left) =>
    t.isMemberExpression(left) && isModuleExports(left.object, unit)
      ? `exports${memberText(memberName(left) ?? '')}`
      : [],
  );
  return places.length > 0 ? [`0 && (${[...new Set(places)].join(' = ')} = 0);`] : [];
}

/** Imports the record behind an isolated import. */
export function foreignImport({ specifier, exported, photon, imported }: ForeignRecord): string {
  const text = `import { ${companionName(exported)} as ${imported} } from ${JSON.stringify(specifier)};`;
  if (photon === imported) return text;
  return `${text} function ${photon}(${captured}) { return ${imported}(${captured}); }`;
}

/** Exports the record behind an isolated export. */
export function companionExport(state: ExportedState, decisions: Decisions): string {
  const companion = companionName(state.name);
  if (state.kind === 'forward') {
    return `export { ${companionName(state.imported)} as ${companion} } from ${JSON.stringify(state.specifier)};`;
  }
  return `export { ${photonOf(state, decisions)} as ${companion} };`;
}

function photonOf(state: Exclude<ExportedState, { kind: 'forward' }>, { units, foreign }: Decisions): string {
  const [{ names }] = units;
  if (state.kind === 'default') return names.photon;
  const owner = units.find(({ isolated }) => isolated.has(state.binding));
  if (owner) return owner.names.photon;
  return foreign.find(({ bindings }) => bindings.includes(state.binding))?.photon ?? names.photon;
}

/** A place for generated lines, and what has to stand before them. */
export interface ProloguePosition {
  readonly position: number;
  readonly lead: string;
}

/** Where a unit's prologue goes: after the hashbang and the directives. */
export function prologuePosition(block: t.Program | t.BlockStatement, source: string): ProloguePosition {
  const lastDirective = block.directives.at(-1);
  if (lastDirective) {
    const position = lastDirective.end ?? 0;
    return { position, lead: source[position - 1] === ';' ? '\n' : ';\n' };
  }
  return block.type === 'BlockStatement'
    ? { position: (block.start ?? 0) + 1, lead: '\n' }
    : startOfFile(block);
}

/** Before everything but the hashbang. */
export function startOfFile({ interpreter }: t.Program): ProloguePosition {
  return { position: interpreter?.end ?? 0, lead: interpreter ? '\n' : '' };
}
