import type { NodePath, Scope } from '@babel/traverse';
import type { BlockStatement, Program, Statement } from '@babel/types';
import type { ModuleKind } from '../parse/parse.js';

/**
 * One module body: that of the file, or that of a module wrapper inside a bundle. Its bindings are the
 * module-level bindings, and its statements are the top-level code.
 */
export interface Unit {
  readonly id: string;
  readonly kind: ModuleKind;
  readonly strict: boolean;
  readonly block: NodePath<Program> | NodePath<BlockStatement>;
  readonly scope: Scope;
}

/** The top-level statements of a unit, without directives. */
export function statementsOf(unit: Unit): NodePath<Statement>[] {
  return (unit.block as NodePath<BlockStatement>).get('body');
}

/** The unit that is the file itself. */
export function fileUnit(program: NodePath<Program>, kind: ModuleKind, filename: string): Unit {
  const strict = kind === 'module' || hasUseStrict(program.node);
  return { id: filename, kind, strict, block: program, scope: program.scope };
}

function hasUseStrict({ directives }: Program | BlockStatement): boolean {
  return directives.some(({ value }) => value.value === 'use strict');
}
