import type { Random } from 'fast-check';
import { writeCallable } from './callables.ts';
import { Dice } from './dice.ts';
import { ModuleDraft, ProgramDraft } from './drafts.ts';
import type { Binding } from './entities.ts';
import { replaceExports } from './exports.ts';
import { type Event, writeHandler, writeObserver, writeObserverImports } from './handler.ts';
import { linkModules } from './linking.ts';
import { file, fixed, type Piece, print, statement } from './piece.ts';
import { writeState } from './state.ts';
import { writeTopLevel } from './top-level.ts';
import { WEIGHTS } from './weights.ts';

export type { Event };

/** A program as it was generated: what shrinking works on. */
export interface Draft {
  readonly files: readonly { readonly name: string; readonly code: Piece }[];
  readonly events: readonly Event[];
}

/** What kind of program to generate. */
export interface ProgramOptions {
  /** Whether everything that may be is assigned somewhere: for compilers that lose the difference of `let` and `const`. */
  readonly isReassigned?: boolean;
  /**
   * Whether modules may look at what bundlers change: dead zones are gone when a `let` has become a `var`, and functions
   * of a namespace are called without a receiver.
   */
  readonly mayProbe?: boolean;
  /**
   * Whether modules may dispose of resources. esbuild makes one statement of such a module, exports and all, which
   * photons can only run again as a whole; and in modules that it loads lazily, functions lose their variables.
   */
  readonly mayDispose?: boolean;
  /** Whether names may be looked up while code runs, by `eval` and `with`: bundlers rename them. */
  readonly mayNameLate?: boolean;
  /** Whether top-level code may leave something running: photons do not wait for that of their instances. */
  readonly mayLeaveRunning?: boolean;
}

/** Generates a program. */
export function generateProgram(random: Random, options: ProgramOptions = {}): Draft {
  const program = new ProgramDraft(new Dice(random));
  program.mayProbe = options.mayProbe ?? true;
  program.mayDispose = options.mayDispose ?? true;
  program.mayNameLate = options.mayNameLate ?? true;
  program.mayLeaveRunning = options.mayLeaveRunning ?? true;
  planModules(program, options);
  const order = evaluationOrder(program.modules);
  link(program, order);
  writeMembers(program);
  const code = writeCode(program, order);
  const { pieces: handler, events } = writeHandler(program);
  const files = program.modules.map((module, i) => {
    const pieces = [
      ...module.first,
      ...module.head,
      ...(i === 0 ? writeObserverImports(program.modules) : []),
      ...(code.get(module) ?? []),
      ...module.tail,
      writeObserver(module),
      ...(i === 0 ? handler : []),
    ];
    const header = headerOf(module, pieces);
    return { name: module.name, code: fixed(`module.${module.kind}`, [file([...header, ...pieces])]) };
  });
  return { files, events };
}

/** What stands before everything else. */
function headerOf({ kind, isStrict }: ModuleDraft, pieces: readonly Piece[]): Piece[] {
  const mode = kind === 'commonjs' && isStrict ? [statement('', ["'use strict';"])] : [];
  if (!pieces.some((piece) => print(piece).includes('pause('))) return mode;
  const [names, source] = ['setImmediate', "'node:timers/promises'"];
  const text =
    kind === 'module'
      ? `import { ${names} as pause } from ${source};`
      : `const { ${names}: pause } = require(${source});`;
  return [...mode, statement('', [text])];
}

/** Decides which modules there are and which loads which. */
function planModules(program: ProgramDraft, { isReassigned = false }: ProgramOptions): void {
  const { dice, modules } = program;
  const shape = dice.weighted(WEIGHTS.program);
  const count = Number(dice.weighted(WEIGHTS.modules));
  program.mayCycle = shape === 'modules' || shape === 'commonjs';
  for (let i = 0; i < count; i++) {
    const isModule = shape === 'mixed' ? dice.chance(50) : shape !== 'commonjs';
    // Of TypeScript's imports, esbuild does not join those with what they mean that only the compiler uses.
    const isTypeScript = isModule && program.mayProbe && dice.chance(WEIGHTS.percent.typescript);
    const extension = isTypeScript ? 'mts' : isModule ? 'mjs' : 'cjs';
    const isLazy = i > 0 && shape === 'commonjs' && dice.chance(WEIGHTS.percent.lazyModule);
    const module = new ModuleDraft({
      name: `${i === 0 ? 'index' : 'abc'[i - 1]}.${extension}`,
      prefix: 'mabc'[i] ?? '',
      kind: isModule ? 'module' : 'commonjs',
      isTypeScript,
      // What is no strict code shows only when it is loaded.
      isStrict: isModule || isLazy || dice.chance(40),
      mayAwait: shape === 'awaiting' && (i === 0 || i === count - 1) && dice.chance(70),
      isReassigned: isReassigned || dice.chance(WEIGHTS.percent.reassigned),
    });
    const isReplaced = !isModule && !program.mayCycle && dice.chance(WEIGHTS.percent.replacedExports);
    if (isReplaced) replaceExports(module, dice.weighted(WEIGHTS.replacedExports));
    module.isLazy = isLazy;
    modules.push(module);
  }
  connect(program);
}

/** Every module is loaded; cycles are made only where modules are of one kind. */
function connect({ dice, modules, mayCycle }: ProgramDraft): void {
  for (const [i, module] of modules.entries()) {
    const later = modules.slice(i + 1).filter((_, j) => j === 0 || dice.chance(60));
    const earlier = mayCycle ? modules.slice(0, i).filter(() => dice.chance(30)) : [];
    module.dependencies.push(...dice.shuffled([...later, ...earlier]));
  }
}

/** Modules in the order in which their code runs: the entry loads all but lazy ones, which come last. */
function evaluationOrder([entry, ...others]: readonly ModuleDraft[]): ModuleDraft[] {
  const visited = new Set<ModuleDraft>(entry && [entry]);
  const visit = (module: ModuleDraft): ModuleDraft[] => {
    if (visited.has(module)) return [];
    visited.add(module);
    return [...eager(module.dependencies).flatMap(visit), module];
  };
  const loaded = [...eager(entry?.dependencies ?? []), ...eager(others)].flatMap(visit);
  return [...loaded, ...(entry ? [entry] : []), ...others.flatMap(visit)];
}

function eager(modules: readonly ModuleDraft[]): ModuleDraft[] {
  return modules.filter(({ isLazy }) => !isLazy);
}

function link(program: ProgramDraft, order: readonly ModuleDraft[]): void {
  for (const module of program.modules) {
    for (const target of module.dependencies) {
      linkModules(program, module, target, order.indexOf(target) < order.indexOf(module));
    }
  }
}

/** Decides what state the modules have, and writes what can be called. */
function writeMembers(program: ProgramDraft): void {
  const { dice, modules } = program;
  for (const module of modules) dice.times(dice.int(1, 3), () => writeState(program, module));
  const owners = modules.flatMap((module) => dice.times(dice.int(1, 3), () => module));
  for (const module of dice.shuffled(owners)) writeCallable(program, module);
}

/** Writes the code of the modules, in the order in which it runs. */
function writeCode(program: ProgramDraft, order: readonly ModuleDraft[]): Map<ModuleDraft, Piece[]> {
  const initialised = new Set(hoistedBindings(program.modules.filter(({ kind }) => kind === 'module')));
  const code = new Map<ModuleDraft, Piece[]>();
  for (const module of order) {
    for (const binding of hoistedBindings([module])) initialised.add(binding);
    code.set(module, writeTopLevel(program, module, initialised));
  }
  return code;
}

function hoistedBindings(modules: readonly ModuleDraft[]): Binding[] {
  return modules
    .flatMap(({ declarations }) => declarations.flatMap(({ bindings }) => bindings))
    .filter(({ isHoisted }) => isHoisted);
}
