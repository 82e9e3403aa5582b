import traverse, { type NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { ResolvedOptions } from '../options.js';
import type { ParsedFile } from '../parse/parse.js';
import { Activations } from './activation.js';
import { AssignedProperties } from './assigned-properties.js';
import { type BindingFacts, bindingFacts } from './bindings.js';
import { declareBlockFunctions } from './block-functions.js';
import { findImports, type Imports } from './imports.js';
import { findTopLevelClasses, type TopLevelClass } from './statics.js';
import { typedTargets } from './typed-targets.js';
import { fileUnit, type Unit, unitAround } from './unit.js';
import { findWrappers } from './wrappers.js';

/** What is known of one module body. */
export interface UnitFacts {
  readonly unit: Unit;
  readonly bindings: readonly BindingFacts[];
  readonly classes: readonly TopLevelClass[];
}

/** Everything the planner needs to know of a file. */
export interface ModuleFacts {
  readonly file: ParsedFile;
  readonly program: NodePath<t.Program>;
  /** The file itself, then the module wrappers in it. */
  readonly units: readonly [UnitFacts, ...UnitFacts[]];
  readonly imports: Imports;
  readonly activations: Activations;
  readonly assignedProperties: AssignedProperties;
  /** Calls that wrap modules in a way that is not handled. */
  readonly unsupportedWrappers: readonly NodePath<t.CallExpression>[];
}

/** Gathers the facts of a file. */
export function analyze(file: ParsedFile, options: ResolvedOptions): ModuleFacts {
  const program = programPath(file.ast);
  declareBlockFunctions(program);
  const main = fileUnit(program, file.kind, file.filename);
  const wrappers = findWrappers(program, main);
  const units = [main, ...wrappers.units];
  const activations = new Activations(units);
  const classes = findTopLevelClasses(program, activations);
  const assignedTyped = typedTargets(program);
  const factsOf = (unit: Unit): UnitFacts => ({
    unit,
    bindings: bindingFacts(unit, assignedTyped),
    classes: classes.filter((path) => unitAround(path, units) === unit),
  });
  return {
    file,
    program,
    units: [factsOf(main), ...wrappers.units.map(factsOf)],
    imports: findImports(program, options.imports),
    activations,
    assignedProperties: new AssignedProperties(program, units, activations),
    unsupportedWrappers: wrappers.unsupported,
  };
}

function programPath(ast: t.File): NodePath<t.Program> {
  let program: NodePath<t.Program> | undefined;
  traverse(ast, {
    Program(path) {
      program = path;
      path.stop();
    },
  });
  if (program === undefined) throw new Error('a file has a program');
  return program;
}
