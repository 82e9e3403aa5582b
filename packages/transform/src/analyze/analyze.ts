import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { ResolvedOptions } from '../options.js';
import type { ParsedFile } from '../parse/parse.js';
import { type Names, resolveNames } from '../scope/names.js';
import { Activations } from './activation.js';
import { AssignedProperties } from './assigned-properties.js';
import { type BindingFacts, bindingFacts } from './bindings.js';
import { type Evals, findEvals } from './eval.js';
import { findDeclaringCalls, findHidings, type Hiding } from './eval-uses.js';
import { findImports, type Imports } from './imports.js';
import { type ClassFacts, findTopLevelClasses } from './statics.js';
import { fileUnit, type Unit, unitAround } from './unit.js';
import { findWrappers } from './wrappers.js';

/** What is known of one module body. */
export interface UnitFacts {
  readonly unit: Unit;
  readonly bindings: readonly BindingFacts[];
  readonly classes: readonly ClassFacts[];
}

/** Everything the planner needs to know of a file. */
export interface ModuleFacts {
  readonly file: ParsedFile;
  readonly names: Names;
  readonly program: NodePath<t.Program>;
  /** The file itself, then the module wrappers in it. */
  readonly units: readonly [UnitFacts, ...UnitFacts[]];
  readonly imports: Imports;
  readonly activations: Activations;
  readonly evals: Evals;
  /** Variables that evals declare over others. */
  readonly hidings: readonly Hiding[];
  /** Calls of eval that declare variables of the module. */
  readonly declaringCalls: readonly t.CallExpression[];
  readonly assignedProperties: AssignedProperties;
  /** Calls that wrap modules in a way that is not handled. */
  readonly unsupportedWrappers: readonly NodePath<t.CallExpression>[];
}

/** Gathers the facts of a file. */
export function analyze(file: ParsedFile, options: ResolvedOptions): ModuleFacts {
  const names = resolveNames(file.ast);
  const main = fileUnit(names, file.kind, file.filename);
  const wrappers = findWrappers(main);
  const units = [main, ...wrappers.units];
  const activations = new Activations(units);
  const evals = findEvals(names, activations);
  const classes = findTopLevelClasses(names, activations);
  const factsOf = (unit: Unit): UnitFacts => ({
    unit,
    bindings: bindingFacts(unit),
    classes: classes.filter(({ path }) => unitAround(path, units) === unit),
  });
  return {
    file,
    names,
    program: names.program,
    units: [factsOf(main), ...wrappers.units.map(factsOf)],
    imports: findImports(main, options.imports),
    activations,
    evals,
    hidings: findHidings(evals),
    declaringCalls: findDeclaringCalls(names, evals),
    assignedProperties: new AssignedProperties(units, activations),
    unsupportedWrappers: wrappers.unsupported,
  };
}
