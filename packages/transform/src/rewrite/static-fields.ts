import * as t from '@babel/types';
import { rangeOf, startWithParentheses } from '../parse/range.js';
import type { UnitNames } from '../plan/names.js';
import { privateName, privateSlot, type StaticFieldAction } from '../plan/static-fields.js';
import type { Edits } from './edits.js';
import { memberText } from './member.js';
import { computedNameWrapper, isAnonymousFunction, nameWrapper } from './naming.js';
import { callStatics, needsParentheses, type TopLevelContext } from './table-calls.js';

/** What takes the place of a field, around its key, if that is computed, and its value. */
interface FieldText {
  readonly beforeKey: string;
  readonly beforeValue: string;
  readonly afterValue: string;
}

/**
 * Rewrites an isolated static field.
 *
 * A computed key is evaluated where it stands, among the keys of the other members.
 *
 *     static [f()] = 0;  →  static [$module().statics.key("key 1", ($r) => (f()))];
 *                           static { $module().statics.field(this, $module().statics.keyOf("key 1"), ($r, $k) => 0, "A"); }
 *
 * In a step, a class that the photon makes has a key of its own.
 *
 *     static [f()] = 0;  →  static [$module().statics.key("key 1", ($r) => (f()), $r)]; …
 */
export function rewriteStaticField(context: TopLevelContext, action: StaticFieldAction): void {
  const { edits, names } = context;
  const { node } = action.path;
  const { beforeKey, beforeValue, afterValue } = textOf(names, action);
  const start = node.decorators?.at(-1)?.end ?? rangeOf(node).start;
  if (action.key.kind === 'computed') {
    edits.replace(start, startWithParentheses(node.key), beforeKey);
    wrapKey(context, action);
    replaceAroundValue(context, action, rangeOf(node.key).end, beforeValue, afterValue);
  } else replaceAroundValue(context, action, start, `${beforeKey}${beforeValue}`, afterValue);
}

function textOf(names: UnitNames, action: StaticFieldAction): FieldText {
  const { path, decorated } = action;
  if (decorated !== undefined)
    return path.isClassAccessorProperty()
      ? decoratedAccessor(names, action, decorated)
      : decoratedField(names, action, decorated);
  const hidden = privateName(action);
  if (hidden === undefined) return publicField(names, action);
  return t.isPrivateName(path.node.key)
    ? privateField(names, action, hidden)
    : autoAccessor(names, action, hidden);
}

/**
 * A public field becomes an accessor on what the photon's record holds for the class. In a step, photons may
 * have a class of their own.
 *
 *     static count = 0;  →  static { $module().statics.field(this, "count", ($r) => 0, "Counter"); }
 *     static count = 0;  →  static { $module().statics.field(this, "count", ($r) => 0, $r); }           in a step
 */
function publicField(names: UnitNames, action: StaticFieldAction): FieldText {
  const isComputed = action.key.kind === 'computed';
  const call = `static { ${callStatics(names, 'field')}this, ${keyText(names, action)}, ${codeHead(names, action)}`;
  return {
    beforeKey: isComputed ? 'static [' : '',
    beforeValue: isComputed ? `]; ${call}` : call,
    afterValue: `, ${placeText(names, action)}); }`,
  };
}

/**
 * A private field is read and written through accessors of its name, so that brand checks stay.
 *
 *     static #seq = 0;  →  static get #seq() { return $photon()["A.#seq"]; }
 *                          static set #seq($v) { $photon()["A.#seq"] = $v; }
 *                          static { $module().statics.hidden("A.#seq", ($r) => 0); }
 *
 * In a step, each class has a cell of its own:
 *
 *     static #seq = 0;  →  static #seq$ = $module().statics.privateCell(($r) => 0, $r);
 *                          static get #seq() { return this.#seq$.value; }
 *                          static set #seq($v) { this.#seq$.value = $v; }
 */
function privateField(names: UnitNames, action: StaticFieldAction, name: string): FieldText {
  const slot = privateSlot(action);
  const place = slot === undefined ? `this.${action.cell}.value` : `${names.photon}()${memberText(slot)}`;
  const pair = `static get ${name}() { return ${place}; } ${setter(names, name, place)}`;
  if (slot === undefined) {
    const call = `${callStatics(names, 'privateCell')}(${names.record}) => `;
    const beforeValue = `static ${action.cell} = ${call}`;
    return { beforeKey: '', beforeValue, afterValue: `, ${names.record}); ${pair}` };
  }
  const call = `${callStatics(names, 'hidden')}${JSON.stringify(slot)}, (${names.record}) => `;
  return { beforeKey: '', beforeValue: `${pair} static { ${call}`, afterValue: '); }' };
}

/**
 * An auto-accessor is a pair of accessors for a private field.
 *
 *     static accessor x = 0;  →  static get "x"() { return this.#x$; } static set "x"($v) { this.#x$ = $v; }
 *                                followed by what becomes of  static #x$ = 0;
 */
function autoAccessor(names: UnitNames, action: StaticFieldAction, hidden: string): FieldText {
  const isComputed = action.key.kind === 'computed';
  const cell = privateField(names, action, hidden);
  const place = `this.${hidden}`;
  const name = isComputed ? `[${keyText(names, action)}]` : keyText(names, action);
  const setterText = setter(names, name, place);
  return {
    ...cell,
    beforeKey: isComputed ? 'static get [' : `static get ${name}`,
    beforeValue: `${isComputed ? ']' : ''}() { return ${place}; } ${setterText} ${cell.beforeValue}`,
  };
}

/**
 * A field with decorators is defined by the language, and becomes isolated then.
 *
 *     @dec static x = 0;  →  @… static "x" = $module().statics.decorated("field 1", this, "x", ($r) => 0, "A");
 *                            static { $module().statics.expose("field 1", this, "x", "A"); }
 */
function decoratedField(names: UnitNames, action: StaticFieldAction, id: string): FieldText {
  const isComputed = action.key.kind === 'computed';
  const key = keyText(names, action);
  const call = `${callStatics(names, 'decorated')}${JSON.stringify(id)}, this, ${key}, ${codeHead(names, action)}`;
  const place = placeText(names, action);
  const expose = `static { ${callStatics(names, 'expose')}${JSON.stringify(id)}, this, ${key}, ${place}); }`;
  return {
    beforeKey: ` static ${isComputed ? '[' : key}`,
    beforeValue: `${isComputed ? ']' : ''} = ${call}`,
    afterValue: `, ${place}); ${expose}`,
  };
}

/**
 * An auto-accessor with decorators gets one more, which keeps what photons assign.
 *
 *     @dec static accessor x = 0;  →  @… @($module().statics.storage("field 1", "A.#x$"))
 *         static accessor "x" = $module().statics.accessor("field 1", this, "x", ($r) => 0, "A.#x$");
 */
function decoratedAccessor(names: UnitNames, action: StaticFieldAction, id: string): FieldText {
  const { key, path } = action;
  const isComputed = key.kind === 'computed';
  const keyString = keyText(names, action);
  const name = t.isPrivateName(path.node.key) && key.kind === 'name' ? key.name : keyString;
  const place = JSON.stringify(privateSlot(action)) ?? names.record;
  const storage = `@(${callStatics(names, 'storage')}${JSON.stringify(id)}, ${place}))`;
  const call = `${callStatics(names, 'accessor')}${JSON.stringify(id)}, this, ${keyString}, ${codeHead(names, action)}`;
  return {
    beforeKey: ` ${storage} static accessor ${isComputed ? '[' : name}`,
    beforeValue: `${isComputed ? ']' : ''} = ${call}`,
    afterValue: `, ${place});`,
  };
}

function setter({ value }: UnitNames, name: string, place: string): string {
  return `static set ${name}(${value}) { ${place} = ${value}; }`;
}

/** The key as an expression. */
function keyText(names: UnitNames, { key }: StaticFieldAction): string {
  if (key.kind === 'name') return JSON.stringify(key.name);
  return `${callStatics(names, 'keyOf')}${JSON.stringify(key.id)})`;
}

/** The parameters of the initializer, which is told a computed key. */
function codeHead({ record, key: variable }: UnitNames, { key }: StaticFieldAction): string {
  return key.kind === 'computed' ? `(${record}, ${variable}) => ` : `(${record}) => `;
}

function placeText({ record }: UnitNames, { place }: StaticFieldAction): string {
  return place.kind === 'slot' ? JSON.stringify(place.slot) : record;
}

function wrapKey({ edits, names }: TopLevelContext, { path, key, place }: StaticFieldAction): void {
  if (key.kind !== 'computed') return;
  const { start, end } = rangeOf(path.node.key);
  const opening = startWithParentheses(path.node.key);
  if (opening < start) edits.replace(opening, start, '');
  const [before, method] = key.async ? (['await ', 'keyAsync'] as const) : (['', 'key'] as const);
  const call = `${before}${callStatics(names, method)}${JSON.stringify(key.id)}, `;
  const close = place.kind === 'step' ? `), ${names.record})` : '))';
  edits.wrap(start, end, `${call}${key.async ? 'async ' : ''}(${names.record}) => (`, close);
}

/** Replaces all of a field from `from` on but its value, which keeps its parentheses. */
function replaceAroundValue(
  { edits, names }: TopLevelContext,
  { path, key }: StaticFieldAction,
  from: number,
  before: string,
  after: string,
): void {
  const { start, end } = rangeOf(path.node);
  const { value } = path.node;
  if (value == null) {
    edits.replace(from, end, `${before}undefined${after}`);
    return;
  }
  edits.replace(from, startWithParentheses(value), before);
  const [open, close] = wrapperOf(edits, names, value, key);
  edits.wrap(rangeOf(value).start, rangeOf(value).end, open, close);
  const isTerminated = edits.original(end - 1, end) === ';';
  if (isTerminated) edits.replace(end - 1, end, '');
  edits.wrap(start, isTerminated ? end - 1 : end, '', after);
}

function wrapperOf(
  edits: Edits,
  names: UnitNames,
  value: t.Expression,
  key: StaticFieldAction['key'],
): readonly [string, string] {
  if (isAnonymousFunction(value))
    return key.kind === 'name' ? nameWrapper(key.name) : computedNameWrapper(names.key);
  return needsParentheses(edits, value) ? ['(', ')'] : ['', ''];
}
