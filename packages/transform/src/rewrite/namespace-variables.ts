import type * as t from '@babel/types';
import { rangeOf } from '../parse/range.js';
import type { TopLevelAction } from '../plan/actions.js';
import type { UnitNames } from '../plan/names.js';
import { isAnonymousFunction, nameWrapper } from './naming.js';
import type { MapPoint } from './print.js';
import { callStatics, needsParentheses, type TopLevelContext } from './table-calls.js';

type VariablesAction = Extract<TopLevelAction, { kind: 'namespaceVariables' }>;

/**
 * Variables of a TypeScript namespace. Those that it exports are properties of an object, and become accessors of
 * it, like static fields; declared without a value they have their name, and nothing is emitted for them. The
 * others live in the record alone, like private static fields.
 *
 *     export let level = 1, log = [];  →  $module().statics.field(Config, "level", ($r) => 1);
 *                                         $module().statics.field(Config, "log", ($r) => []); export let level, log;
 *     let hits = 0;                    →  $module().statics.hidden("Config.hits", ($r) => 0);
 */
export function rewriteNamespaceVariables({ edits, names }: TopLevelContext, action: VariablesAction): void {
  const { path, isExported } = action;
  const { declarations, kind } = path.node;
  const outer = rangeOf(isExported ? path.parent : path.node);
  let { start } = outer;
  let before = '';
  let points: MapPoint[] = [];
  for (const { id, init } of declarations) {
    if (!isExported && init == null && kind === 'var') continue;
    const { name } = id as t.Identifier;
    if (id !== declarations[0]?.id) before += ' ';
    const opening = openingOf(names, action, name);
    const nameEnd = opening.lastIndexOf('",');
    const offset = before.length + opening.lastIndexOf('"', nameEnd - 1);
    points.push({ offset, original: rangeOf(id).start, name });
    before += opening;
    if (init == null) {
      before += 'undefined);';
      continue;
    }
    const { start: from, end } = rangeOf(init);
    edits.replace(start, from, before, points);
    edits.wrap(from, end, '', ');');
    if (isAnonymousFunction(init)) edits.wrap(from, end, ...nameWrapper(name));
    else if (needsParentheses(edits, init)) edits.wrap(from, end, '(', ')');
    start = end;
    before = '';
    points = [];
  }
  const list = declarations.map(({ id }) => (id as t.Identifier).name).join(', ');
  edits.replace(start, outer.end, `${before}${isExported ? ` export ${kind} ${list};` : ''}`, points);
}

function openingOf(names: UnitNames, { namespace, isExported }: VariablesAction, name: string): string {
  const call = isExported
    ? `${callStatics(names, 'field')}${namespace.object}, ${JSON.stringify(name)}`
    : `${callStatics(names, 'hidden')}${JSON.stringify(`${namespace.id}.${name}`)}`;
  return `${call}, (${names.record}) => `;
}
