import traverse, { type NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { ResolvedOptions } from '../options.js';
import type { ParsedFile } from '../parse/parse.js';
import { Activations } from './activation.js';
import { type BindingFacts, bindingFacts } from './bindings.js';
import { findImports, type Imports } from './imports.js';
import { findTopLevelClasses, type TopLevelClass } from './statics.js';
import { fileUnit, type Unit } from './unit.js';

/** Everything the planner needs to know of a file. */
export interface ModuleFacts {
  readonly file: ParsedFile;
  readonly program: NodePath<t.Program>;
  readonly unit: Unit;
  readonly bindings: readonly BindingFacts[];
  readonly imports: Imports;
  readonly classes: readonly TopLevelClass[];
  readonly activations: Activations;
}

/** Gathers the facts of a file. */
export function analyze(file: ParsedFile, options: ResolvedOptions): ModuleFacts {
  const program = programPath(file.ast);
  const unit = fileUnit(program, file.kind, file.filename);
  const activations = new Activations([unit]);
  return {
    file,
    program,
    unit,
    bindings: bindingFacts(unit),
    imports: findImports(program, options.imports),
    classes: findTopLevelClasses(program, activations),
    activations,
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
