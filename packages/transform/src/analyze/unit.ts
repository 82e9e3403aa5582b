import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { ModuleKind } from '../parse/parse.js';
import type { Names } from '../scope/names.js';
import type { Occurrence, Scope } from '../scope/scope.js';

/**
 * One module body: that of the file, or that of a module wrapper inside a bundle. Its bindings are the
 * module-level bindings, and its statements are the top-level code.
 */
export interface Unit {
  readonly id: string;
  readonly kind: ModuleKind;
  readonly strict: boolean;
  readonly block: NodePath<t.Program> | NodePath<t.BlockStatement>;
  readonly scope: Scope;
  /** What the names of the file mean. */
  readonly names: Names;
  /** What the body calls `exports` and `module`. */
  readonly exportsNames: CommonJsNames;
}

/** The names of a CommonJS module's own variables. */
export interface CommonJsNames {
  readonly exports: string;
  readonly module: string;
}

/** The top-level statements of a unit, without directives. */
export function statementsOf(unit: Unit): NodePath<t.Statement>[] {
  return (unit.block as NodePath<t.BlockStatement>).get('body');
}

/** The unit that is the file itself. */
export function fileUnit(names: Names, kind: ModuleKind, filename: string): Unit {
  const { program, scopes } = names;
  const strict = kind === 'module' || hasUseStrict(program.node);
  const exportsNames = { exports: 'exports', module: 'module' };
  return { id: filename, kind, strict, block: program, scope: scopes[0], names, exportsNames };
}

/** The unit of a module wrapper: a function that gets `exports` and `module`. */
export function wrapperUnit(path: NodePath<t.Function>, file: Unit, id: string): Unit | undefined {
  const body = path.get('body') as NodePath;
  const scope = file.names.scopeOf(body.node) ?? file.names.scopeOf(path.node);
  if (!body.isBlockStatement() || scope === undefined) return undefined;
  const [exports, module] = path.node.params.map((param) => (t.isIdentifier(param) ? param.name : ''));
  return {
    id: `${file.id} › ${id}`,
    kind: 'commonjs',
    strict: file.strict || hasUseStrict(body.node),
    block: body,
    scope,
    names: file.names,
    exportsNames: { exports: exports || 'exports', module: module || 'module' },
  };
}

function hasUseStrict({ directives }: t.Program | t.BlockStatement): boolean {
  return directives.some(({ value }) => value.value === 'use strict');
}

/** Whether `node` is the unit's own `exports` or `module`, which nothing in it shadows. */
export function isOwnVariable(node: t.Node, which: keyof CommonJsNames, unit: Unit): boolean {
  if (unit.kind !== 'commonjs' || !t.isIdentifier(node, { name: unit.exportsNames[which] })) return false;
  const binding = unit.scope.find(node.name);
  return binding === undefined || binding.kind === 'param';
}

/** The uses of a unit's own `exports` or `module`. */
export function ownVariable(unit: Unit, which: keyof CommonJsNames): readonly Occurrence[] {
  if (unit.kind !== 'commonjs') return [];
  const name = unit.exportsNames[which];
  const binding = unit.scope.find(name);
  if (binding === undefined) return unit.names.globals.get(name) ?? [];
  return binding.kind === 'param' ? binding.uses : [];
}

/** The innermost of `units` around `path`. */
export function unitAround(path: NodePath, units: readonly Unit[]): Unit | undefined {
  const around = (node: t.Node) => units.find(({ block }) => block.node === node);
  const block = path.find(({ node }) => around(node) !== undefined);
  return block ? around(block.node) : undefined;
}
