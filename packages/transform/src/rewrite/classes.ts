import * as t from '@babel/types';
import { TABLE_METHODS } from '@photonize/runtime/interface';
import type { StaticField, TopLevelClass } from '../analyze/statics.js';
import { rangeOf, startWithParentheses } from '../parse/range.js';
import type { ClassAction } from '../plan/classes.js';
import type { UnitNames } from '../plan/names.js';
import { callTable, needsParentheses, type TopLevelContext } from './declarations.js';
import type { Edits } from './edits.js';
import { memberText } from './member.js';
import { isAnonymousFunction, nameWrapper } from './naming.js';

/** Rewrites code that runs when a class is defined at top level. */
export function rewriteClass(context: TopLevelContext, action: ClassAction): void {
  switch (action.kind) {
    case 'staticField':
      rewriteStaticField(context, action);
      break;
    case 'classOnce':
      rewriteOnce(context, action);
      break;
    case 'staticBlock':
      rewriteStaticBlock(context, action.path.node);
      break;
    case 'decorator':
      rewriteDecorator(context, action.path.node);
      break;
  }
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
function rewriteStaticField(
  { edits, names }: TopLevelContext,
  action: Extract<ClassAction, { kind: 'staticField' }>,
): void {
  const { node } = action.path;
  const { start, end } = rangeOf(node);
  const head = `${definition(edits, names, node, action.owner)}, (${names.record}) => `;
  const tail = `${action.inStep ? `, ${names.record}` : ''}); }`;
  if (node.value == null) {
    edits.replace(start, end, `${head}undefined${tail}`);
    return;
  }
  const [before, after] = isAnonymousFunction(node.value) ? nameWrapper(keyName(node)) : ['(', ')'];
  const needsWrapper = isAnonymousFunction(node.value) || needsParentheses(edits, node.value);
  const [open, close] = needsWrapper ? [before, after] : ['', ''];
  const valueStart = startWithParentheses(node.value);
  const valueEnd = edits.original(end - 1, end) === ';' ? end - 1 : end;
  edits.replace(start, valueStart, '');
  if (end > valueEnd) edits.replace(valueEnd, end, '');
  edits.wrap(valueStart, valueEnd, `${head}${open}`, `${close}${tail}`);
}

/** The call that defines the field, up to its name. */
function definition(
  edits: Edits,
  { module, photon, value }: UnitNames,
  node: StaticField['node'],
  owner: TopLevelClass,
): string {
  if (!t.isPrivateName(node.key)) {
    return `static { ${module}().${TABLE_METHODS.staticField}(this, ${keyExpression(edits, node)}`;
  }
  const name = node.key.id.name;
  const slot = `${owner.node.id?.name ?? 'class'}.#${name}`;
  const place = `${photon}()${memberText(slot)}`;
  return [
    `static get #${name}() { return ${place}; }`,
    `static set #${name}(${value}) { ${place} = ${value}; }`,
    `static { ${module}().${TABLE_METHODS.cell}(${JSON.stringify(slot)}`,
  ].join(' ');
}

function keyName({ key }: StaticField['node']): string {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isIdentifier(key)) return key.name;
  return t.isStringLiteral(key) || t.isNumericLiteral(key) ? String(key.value) : 'computed';
}

function keyExpression(edits: Edits, node: StaticField['node']): string {
  const { key } = node;
  const isName = t.isIdentifier(key) && !('computed' in node && node.computed);
  return isName ? JSON.stringify(key.name) : edits.original(rangeOf(key).start, rangeOf(key).end);
}

/**
 * What a constant is made from runs once, watched.
 *
 *     class A extends mixin(B) {}      →  class A extends ($module().once(($r) => (mixin(B)))) {}
 *     static readonly table = build()  →  static readonly table = ($module().once(($r) => (build())))
 */
function rewriteOnce(
  { edits, names }: TopLevelContext,
  { path, async }: Extract<ClassAction, { kind: 'classOnce' }>,
): void {
  const { start, end } = rangeOf(path.node);
  edits.wrap(start, end, `(${callTable(names, 'once', async)}(`, ')))');
}

/** `static { register(this); }`  →  `static { $module().step(($r) => { register(this); }); }` */
function rewriteStaticBlock({ edits, names }: TopLevelContext, { body }: t.StaticBlock): void {
  const [first] = body;
  const last = body.at(-1);
  if (first && last)
    edits.wrap(rangeOf(first).start, rangeOf(last).end, `${callTable(names, 'step', false)}{ `, ' });');
}

/** `@register("a") class A {}`  →  `@($module().decorator(($r) => register("a"))) class A {}` */
function rewriteDecorator({ edits, names }: TopLevelContext, { expression }: t.Decorator): void {
  const { start, end } = rangeOf(expression);
  edits.wrap(start, end, `(${names.module}().${TABLE_METHODS.decorator}((${names.record}) => `, '))');
}
