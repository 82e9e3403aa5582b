import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { TABLE_METHODS } from '@photonize/runtime/interface';
import { isInert } from '../analyze/inert.js';
import { isReadonly, type StaticField, staticFields, type TopLevelClass } from '../analyze/statics.js';
import type { Collector } from '../diagnostics/collector.js';
import type { Decisions } from '../plan/decide.js';
import { callTable } from './declarations.js';
import type { Edits } from './edits.js';
import { isAnonymousFunction } from './naming.js';
import { rangeOf, startWithParentheses } from './range.js';

/** What the rewriting of classes needs. */
interface ClassContext {
  readonly edits: Edits;
  readonly decisions: Decisions;
  readonly collector: Collector;
  /** Whether the class is part of a step, and so made again where the step runs again. */
  readonly inStep: boolean;
}

/** Rewrites the static side of a class that is defined at top level: that is where its code runs at once. */
export function rewriteClass(
  edits: Edits,
  decisions: Decisions,
  collector: Collector,
  path: TopLevelClass,
): void {
  const inStep = decisions.regions.recordAt(path) === 'given' || isInitialized(decisions, path);
  const context = { edits, decisions, collector, inStep };
  for (const field of staticFields(path)) {
    if (isReadonly(field)) rewriteFinalField(context, field);
    else rewriteStaticField(context, path, field);
  }
  if (inStep) return;
  rewriteHeritage(context, path);
  for (const block of staticBlocks(path)) rewriteStaticBlock(context, block);
  for (const decorator of decoratorsOf(path)) rewriteDecorator(context, decorator);
}

function isInitialized({ actions }: Decisions, path: TopLevelClass): boolean {
  return actions.some((action) => action.kind === 'initClass' && action.path.node === path.node);
}

/**
 * A static field becomes an accessor on the photon's record; a private one is read and written through
 * accessors of the same name, so that brand checks stay.
 *
 *     static count = 0;   →  static { $module().staticField(this, "count", ($r) => 0); }
 *     static #seq = 0;    →  static get #seq() { return $photon()["A.#seq"]; }
 *                            static set #seq($v) { $photon()["A.#seq"] = $v; }
 *                            static { $module().cell("A.#seq", ($r) => 0); }
 */
function rewriteStaticField(context: ClassContext, path: TopLevelClass, field: StaticField): void {
  const { edits, decisions, inStep } = context;
  const { module, record } = decisions.own;
  const { node } = field;
  if (!isSupported(context, field)) return;
  const { start, end } = rangeOf(node);
  const owner = inStep ? `, ${record}` : '';
  const slot = `${path.node.id?.name ?? 'class'}.${keyName(node)}`;
  const call = t.isPrivateName(node.key)
    ? `${privateAccessors(context, node.key.id.name, slot)}static { ${module}().${TABLE_METHODS.cell}(${JSON.stringify(slot)}`
    : `static { ${module}().${TABLE_METHODS.staticField}(this, ${keyExpression(edits, node)}`;
  const head = `${call}, (${record}) => `;
  const tail = `${owner}); }`;
  if (node.value == null) {
    edits.replace(start, end, `${head}undefined${tail}`);
    return;
  }
  const valueStart = startWithParentheses(node.value);
  const named = isAnonymousFunction(node.value) ? `[${JSON.stringify(keyName(node))}]` : undefined;
  const isObject = edits.original(valueStart, valueStart + 1) === '{';
  const [before, after] = named ? [`({ ${named}: `, ` })${named}`] : isObject ? ['(', ')'] : ['', ''];
  const valueEnd = rangeOf(node.value).end;
  const rest = edits.original(valueEnd, end).replace(/;\s*$/, '');
  edits.replace(start, valueStart, '');
  if (end > valueEnd) edits.replace(valueEnd, end, '');
  edits.wrap(valueStart, valueEnd, `${head}${before}`, `${rest}${after}${tail}`);
}

function privateAccessors({ decisions }: ClassContext, name: string, slot: string): string {
  const place = `${decisions.own.photon}()[${JSON.stringify(slot)}]`;
  return `static get #${name}() { return ${place}; } static set #${name}($v) { ${place} = $v; } `;
}

function isSupported({ collector }: ClassContext, field: StaticField): boolean {
  const { node } = field;
  const refuse = (construct: string, alternative: string) => {
    collector.report('PHO2006', node, { construct, alternative });
    return false;
  };
  if (t.isClassAccessorProperty(node)) return refuse('`static accessor`', 'a static field');
  if (node.decorators?.length) return refuse('a decorated static field', 'a field without decorators');
  if ('computed' in node && node.computed && !t.isIdentifier(node.key) && !t.isMemberExpression(node.key)) {
    return refuse('a static field with a computed key', 'a field with a constant for its key');
  }
  const inLoop = field.findParent((parent) => parent.isLoop()) !== null;
  if (inLoop && t.isPrivateName(node.key))
    return refuse('a private static field of a class in a loop', 'a public one');
  return true;
}

function keyName({ key }: StaticField['node']): string {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isIdentifier(key)) return key.name;
  return t.isStringLiteral(key) || t.isNumericLiteral(key) ? String(key.value) : 'computed';
}

function keyExpression(edits: Edits, node: StaticField['node']): string {
  const { key } = node;
  const { start, end } = rangeOf(key);
  return t.isIdentifier(key) && !('computed' in node && node.computed)
    ? JSON.stringify(key.name)
    : edits.original(start, end);
}

/** `static readonly table = build()`: runs once, like the initializer of a `const`. */
function rewriteFinalField({ edits, decisions, inStep }: ClassContext, field: StaticField): void {
  const { value } = field.node;
  if (inStep || value == null || isAnonymousFunction(value) || isInert(value, field.scope)) return;
  wrapOnce(edits, decisions, value);
}

/** `class A extends mixin(B)`: the call runs once, watched. */
function rewriteHeritage({ edits, decisions }: ClassContext, path: TopLevelClass): void {
  const { superClass } = path.node;
  if (superClass && decisions.watches && !isInert(superClass, path.scope))
    wrapOnce(edits, decisions, superClass);
}

function wrapOnce(edits: Edits, { own }: Decisions, node: t.Expression): void {
  const { start, end } = rangeOf(node);
  edits.wrap(start, end, callTable(own, 'once', false), ')');
}

function staticBlocks(path: TopLevelClass): NodePath<t.StaticBlock>[] {
  const members = (path as NodePath<t.Class>).get('body').get('body') as NodePath[];
  return members.filter((member): member is NodePath<t.StaticBlock> => member.isStaticBlock());
}

/** `static { register(this); }`: a step. */
function rewriteStaticBlock(
  { edits, decisions }: ClassContext,
  { node, scope }: NodePath<t.StaticBlock>,
): void {
  const [first] = node.body;
  const last = node.body.at(-1);
  if (!first || !last || !decisions.watches || node.body.every((statement) => isInert(statement, scope)))
    return;
  edits.wrap(rangeOf(first).start, rangeOf(last).end, `${callTable(decisions.own, 'step', false)}{ `, ' });');
}

function decoratorsOf(path: TopLevelClass): t.Decorator[] {
  const members = path.node.body.body.flatMap((member) =>
    'decorators' in member ? (member.decorators ?? []) : [],
  );
  return [...(path.node.decorators ?? []), ...members];
}

/**
 * A decorator is evaluated, and applied, once.
 *
 *     @register("a") class A {}  →  @($module().decorator(($r) => register("a"))) class A {}
 */
function rewriteDecorator({ edits, decisions }: ClassContext, { expression }: t.Decorator): void {
  if (!decisions.watches) return;
  const { start, end } = rangeOf(expression);
  const { module, record } = decisions.own;
  edits.wrap(start, end, `(${module}().${TABLE_METHODS.decorator}((${record}) => `, '))');
}
