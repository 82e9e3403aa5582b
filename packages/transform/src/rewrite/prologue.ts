import type * as t from '@babel/types';
import { PHOTONIZED_MARKER, RUNTIME_KEY, RUNTIME_SPECIFIER } from '@photonize/runtime/interface';
import type { BindingFacts } from '../analyze/bindings.js';
import type { ModuleKind } from '../parse/parse.js';
import type { Decisions } from '../plan/decide.js';
import { companionName } from '../plan/names.js';
import type { ExportedState } from '../summarize/exports.js';

/** What a file takes from the runtime, by local name. */
export type RuntimeImports = ReadonlyMap<string, string>;

/** What stands at the top of a photonized file. */
export interface Prologue {
  readonly runtime: RuntimeImports;
  readonly lines: readonly string[];
}

/** Prints the prologue. */
export function printPrologue(
  { runtime, lines }: Prologue,
  kind: ModuleKind,
  mode: 'import' | 'global',
): string {
  const all = [
    PHOTONIZED_MARKER,
    ...(runtime.size > 0 ? [importRuntime(runtime, kind, mode)] : []),
    ...lines,
  ];
  return `${all.join('\n')}\n`;
}

function importRuntime(runtime: RuntimeImports, kind: ModuleKind, mode: 'import' | 'global'): string {
  const list = (separator: string) =>
    [...runtime].map(([local, name]) => `${name}${separator}${local}`).join(', ');
  if (mode === 'global') {
    return `const { ${list(': ')} } = globalThis[Symbol.for(${JSON.stringify(RUNTIME_KEY.description)})].runtime;`;
  }
  const specifier = JSON.stringify(RUNTIME_SPECIFIER);
  return kind === 'module'
    ? `import { ${list(' as ')} } from ${specifier};`
    : `const { ${list(': ')} } = require(${specifier});`;
}

/**
 * The module's table, made on first use: a function that an import cycle calls before the module is evaluated
 * needs it already. The functions are hoisted; so is `var`.
 */
export function tableLines(
  { own, isolated, facts }: Decisions,
  defaultVariable: string | undefined,
): string[] {
  const bindings = [...isolated.values()];
  const accessors = bindings.map(({ name }) => accessorText(name, name));
  if (defaultVariable !== undefined) accessors.push(accessorText('default', defaultVariable));
  const hoisted = bindings.filter(movesToTop).map(({ name }) => name);
  return [
    ...(hoisted.length > 0 ? [`var ${hoisted.join(', ')};`] : []),
    `var ${own.table};`,
    `function ${own.module}() {`,
    `  return ${own.table} ??= ${own.define}(${JSON.stringify(facts.file.filename)}, {`,
    ...accessors.map((accessor) => `    ${accessor},`),
    `  }, ${shapeText(bindings, defaultVariable)});`,
    '}',
    `function ${own.photon}($captured) { return ${own.module}().record($captured); }`,
  ];
}

function accessorText(slot: string, variable: string): string {
  return `get ${slot}() { return ${variable}; }, set ${slot}($v) { ${variable} = $v; }`;
}

/** A `var` of which every declaration is nested has become assignments. */
export function movesToTop({ nested, declarators }: BindingFacts): boolean {
  return nested.length > 0 && nested.length === declarators.length;
}

function shapeText(bindings: readonly BindingFacts[], defaultVariable: string | undefined): string {
  const named = (kinds: readonly string[]) =>
    bindings.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const lets = [...named(['let', 'class']), ...(defaultVariable === undefined ? [] : ['default'])];
  const vars = named(['var']);
  const functions = named(['function']);
  const parts = [
    ...(lets.length > 0 ? [`lets: ${JSON.stringify(lets)}`] : []),
    ...(vars.length > 0 ? [`vars: ${JSON.stringify(vars)}`] : []),
    ...(functions.length > 0 ? [`functions: { ${functions.join(', ')} }`] : []),
  ];
  return `{ ${parts.join(', ')} }`;
}

/** Imports of the records behind isolated imports. */
export function foreignLines({ foreign }: Decisions): string[] {
  return foreign.map(
    ({ specifier, exported, photon }) =>
      `import { ${companionName(exported)} as ${photon} } from ${JSON.stringify(specifier)};`,
  );
}

/** Exports of the records behind isolated exports. */
export function companionLines(exported: readonly ExportedState[], decisions: Decisions): string[] {
  return exported.map((state) => {
    const companion = companionName(state.name);
    if (state.kind === 'forward') {
      return `export { ${companionName(state.imported)} as ${companion} } from ${JSON.stringify(state.specifier)};`;
    }
    return `export { ${photonOf(state, decisions)} as ${companion} };`;
  });
}

function photonOf(state: Exclude<ExportedState, { kind: 'forward' }>, { own, foreign }: Decisions): string {
  if (state.kind === 'own') return own.photon;
  return foreign.find(({ bindings }) => bindings.includes(state.binding))?.photon ?? own.photon;
}

/** A helper that gives the view of an imported namespace. */
export function viewLine(view: string, helper: string, namespace: string, args: string): string {
  return `function ${helper}() { return ${view}(${namespace}, ${args}); }`;
}

/** Where the prologue goes: after the hashbang and the directives. */
export function prologuePosition({ program }: t.File, source: string): { position: number; lead: string } {
  const lastDirective = program.directives.at(-1);
  if (lastDirective)
    return {
      position: lastDirective.end ?? 0,
      lead: source[(lastDirective.end ?? 1) - 1] === ';' ? '\n' : ';\n',
    };
  return { position: program.interpreter?.end ?? 0, lead: program.interpreter ? '\n' : '' };
}
