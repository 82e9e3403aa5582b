import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Binding, Occurrence } from '../../scope/scope.js';
import { callOf } from '../calls.js';
import { isExportedVariable } from '../declarations.js';
import { importedName } from '../imports.js';
import type { Runs } from '../keeps/runs.js';
import { memberName, moduleSource, withoutTypes } from '../names.js';
import { isCalled, memberAround } from '../positions.js';

/** The export of another module that has made what a variable holds. Plain data. */
export interface MadeBy {
  readonly specifier: string;
  readonly exported: string;
  /** The methods that later code calls of it: `*` if anybody may call any; an empty name where it is called itself. */
  readonly used: readonly string[];
}

/**
 * What has made the value of a variable, if that is an export of another module:
 *
 *     const bus = mitt();                    the default export of `mitt`
 *     const logger = new Logger({ level });  the export `Logger`
 *     const app = winston.createLogger();    the export `createLogger`
 *
 * Nothing of values that no later code calls anything of.
 */
export function madeBy(
  binding: Binding,
  initializer: t.Node | undefined,
  names: Names,
  runs: Runs,
): MadeBy | undefined {
  const source = makerOf(initializer, names);
  if (source === undefined) return undefined;
  const used = new Set(binding.uses.flatMap((use) => usesOf(use, runs)));
  if (binding.declarations.some(isExportedVariable)) used.add(ANYTHING);
  return used.size > 0 ? { ...source, used: [...used] } : undefined;
}

/** The same for a default export, of which importers may call anything. */
export function defaultMadeBy(value: t.Node, names: Names): MadeBy | undefined {
  const source = makerOf(value, names);
  return source && { ...source, used: [ANYTHING] };
}

/** Stands for all methods among those that are used. */
export const ANYTHING = '*';

function usesOf(use: Occurrence, runs: Runs): string[] {
  if (use.role === 'export') return [ANYTHING];
  if (!runs.isLater(use)) return [];
  const member = memberAround(use);
  if (member) return isCalled(member) ? [memberName(member.node) ?? ANYTHING] : [];
  return callOf(use) ? [''] : [];
}

function makerOf(
  value: t.Node | undefined,
  names: Names,
): Pick<MadeBy, 'specifier' | 'exported'> | undefined {
  const call = value && firstCall(withoutTypes(value));
  return call && sourceOf(call.callee, names);
}

/** `new A()` in `new A().start().connect()`: methods that are called at once give their object, as a rule. */
function firstCall(node: t.Node): t.CallExpression | t.NewExpression | undefined {
  if (t.isAwaitExpression(node)) return firstCall(node.argument);
  if (t.isNewExpression(node)) return node;
  if (!t.isCallExpression(node)) return undefined;
  const inner = t.isMemberExpression(node.callee) ? firstCall(node.callee.object) : undefined;
  return inner ?? node;
}

function sourceOf(callee: t.Node, names: Names): Pick<MadeBy, 'specifier' | 'exported'> | undefined {
  if (t.isMemberExpression(callee)) {
    const specifier = moduleSource(callee.object, names);
    const exported = memberName(callee);
    return specifier === undefined || exported === undefined ? undefined : { specifier, exported };
  }
  const specifier = moduleSource(callee, names);
  if (specifier === undefined) return undefined;
  const declared = names.bindingOf(callee)?.declarations[0]?.node;
  const isSpecifier = t.isImportSpecifier(declared) || t.isImportDefaultSpecifier(declared);
  return { specifier, exported: isSpecifier ? (importedName(declared) ?? 'default') : 'default' };
}
