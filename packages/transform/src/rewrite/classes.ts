import type * as t from '@babel/types';
import { rangeOf } from '../parse/range.js';
import type { ClassAction } from '../plan/classes.js';
import type { StaticDeletion } from '../plan/static-accesses.js';
import type { Edits } from './edits.js';
import { nameWrapperOf } from './naming.js';
import { rewriteStaticField } from './static-fields.js';
import { callStatics, callTable, type TopLevelContext } from './table-calls.js';

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
      rewriteDecorator(context, action);
      break;
  }
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
  const [before, after] = nameWrapperOf(path.node, path.parent) ?? ['(', ')'];
  const [open, close] = callTable(names, 'once', async);
  edits.wrap(start, end, `(${open}${before}`, `${after}${close})`);
}

/** `static { register(this); }`  →  `static { $module().step(($r) => { register(this); }); }` */
function rewriteStaticBlock({ edits, names }: TopLevelContext, { body }: t.StaticBlock): void {
  const [first] = body;
  const last = body.at(-1);
  const [open, close] = callTable(names, 'step', false);
  if (first && last) edits.wrap(rangeOf(first).start, rangeOf(last).end, `${open}{ `, ` }${close};`);
}

/**
 * A decorator is evaluated and applied once. One of an isolated field may map its initial value.
 *
 *     @register("a") class A {}  →  @($module().statics.decorator(($r) => register("a"))) class A {}
 *     @upper static name = "a";  →  @($module().statics.decorator(($r) => upper, "field 1")) static …
 */
function rewriteDecorator(
  { edits, names }: TopLevelContext,
  { path, field }: Extract<ClassAction, { kind: 'decorator' }>,
): void {
  const { start, end } = rangeOf(path.node.expression);
  const suffix = field === undefined ? '' : `, ${JSON.stringify(field)}`;
  edits.wrap(start, end, `(${callStatics(names, 'decorator')}(${names.record}) => `, `${suffix}))`);
}

/** `delete A.count`  →  `$module().statics.delete(A, "count")`: for the running photon alone. */
export function rewriteStaticDeletion(edits: Edits, { path, object, name, names }: StaticDeletion): void {
  const whole = rangeOf(path.node);
  const { start, end } = rangeOf(object);
  edits.replace(whole.start, start, callStatics(names, 'delete'));
  edits.replace(end, whole.end, `, ${JSON.stringify(name)})`);
}
