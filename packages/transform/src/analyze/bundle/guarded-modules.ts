import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding } from '../../scope/scope.js';
import { memberName } from '../names.js';
import { isWithin } from '../places.js';
import { type Block, expressionOf, type Piece, piecesOf } from '../unit.js';

/** A function that evaluates a module on its first call, and gives its exports on every call. */
export interface GuardedModule extends Target {
  readonly place: Place<t.Function>;
  /** What the module itself consists of: no bookkeeping. */
  readonly pieces: readonly Piece[];
  readonly flag: Binding;
}

/** What a module function returns: `config`, or `config.exports`. */
interface Target {
  /** The variable of its exports object, or of its module object. */
  readonly exports: Binding;
  readonly isModuleObject: boolean;
}

/** Only chooses the files that are worth a search. */
const GUARD =
  /\b([\w$]+)\s*(?:\)\s*\{?\s*return\b[^;{}]*;?\s*\}?\s*(?:return\s*)?|\|\|\s*\(|\?[^;{}]{1,99}?:\s*\()\1\s*=\s*1\b/;

/**
 * Finds the modules that Rollup's CommonJS plugin has put into functions:
 *
 *     var config = {}, hasRequiredConfig;
 *     function requireConfig() {
 *       if (hasRequiredConfig) return config;
 *       hasRequiredConfig = 1;
 *       …
 *       return config;
 *     }
 *
 * Minifiers make `return h || (h = 1, …), config` of that where a module declares nothing, and
 * `return h ? config : (h = 1, config = …)`.
 */
export function findGuardedModules(names: Names, source: string): GuardedModule[] {
  if (!GUARD.test(source)) return [];
  const flags = names.scopes.flatMap(({ declared }) => declared.filter(isFlag));
  return flags.flatMap((flag) => guardedModule(flag, names) ?? []);
}

/** A `var` that starts out unset, and that is asked and set once. */
function isFlag({ kind, occurrences, declarations: [only] }: Binding): boolean {
  const isUnset = kind === 'var' && t.isVariableDeclarator(only?.node) && only.node.init == null;
  return isUnset && occurrences.map(({ role }) => role).join() === 'declare,read,write';
}

function guardedModule(flag: Binding, names: Names): GuardedModule | undefined {
  const [asked, set] = flag.uses;
  const place = asked && functionOf(asked);
  if (!place || !set || !isWithin(set, place.node) || place.node.params.length > 0) return undefined;
  const body = place.path.get('body') as NodePath;
  const guard = body.isBlockStatement() ? guardOf(body) : undefined;
  const target = guard && targetOf(guard.result, names);
  if (guard?.flag !== asked.node || target?.exports.scope !== flag.scope) return undefined;
  const isResult = (node: t.Node) => {
    const named = targetOf(node, names);
    return named?.exports === target.exports && named.isModuleObject === target.isModuleObject;
  };
  const pieces = guard.pieces.filter(({ node }) => !isResult(node));
  return { place, pieces, flag, ...target };
}

/** The function whose body begins with the place: `function f() { if (place) … }`. */
function functionOf(place: Place): Place<t.Function> | undefined {
  const statement = place.parent?.node.type === 'IfStatement' ? place.parent : returnAround(place);
  const owner = statement?.index === 0 ? statement.parent?.parent : undefined;
  return t.isFunction(owner?.node) ? (owner as Place<t.Function>) : undefined;
}

function returnAround(place: Place): Place | undefined {
  let current: Place | undefined = place;
  while (current && t.isExpression(current.node)) current = current.parent;
  return t.isReturnStatement(current?.node) ? current : undefined;
}

interface Guard {
  readonly flag: t.Identifier;
  readonly result: t.Node;
  readonly pieces: readonly Piece[];
}

function guardOf(body: Block): Guard | undefined {
  const [first, ...others] = body.get('body') as NodePath<t.Statement>[];
  if (first?.isIfStatement()) {
    const { test, consequent, alternate } = first.node;
    const returned = onlyStatement(consequent);
    if (alternate || !t.isReturnStatement(returned) || !returned.argument || !t.isIdentifier(test))
      return undefined;
    return afterFlag(test, returned.argument, others.flatMap(piecesOf));
  }
  const [check, ...rest] = first?.isReturnStatement() && others.length === 0 ? piecesOf(first) : [];
  if (check?.isLogicalExpression({ operator: '||' })) {
    const [result] = rest;
    const { left } = check.node;
    if (!result || rest.length > 1 || !t.isIdentifier(left)) return undefined;
    return afterFlag(left, result.node, piecesOf(check.get('right')));
  }
  if (!check?.isConditionalExpression() || !t.isIdentifier(check.node.test)) return undefined;
  return afterFlag(check.node.test, check.node.consequent, piecesOf(check.get('alternate')));
}

function onlyStatement(node: t.Statement): t.Statement | undefined {
  if (!t.isBlockStatement(node)) return node;
  return node.body.length === 1 ? node.body[0] : undefined;
}

/** The rest of a module whose first piece is `flag = 1`. */
function afterFlag(
  flag: t.Identifier,
  result: t.Node,
  [first, ...pieces]: readonly Piece[],
): Guard | undefined {
  const node = first && expressionOf(first);
  const isSet =
    t.isAssignmentExpression(node, { operator: '=' }) &&
    t.isIdentifier(node.left, { name: flag.name }) &&
    t.isNumericLiteral(node.right, { value: 1 });
  return isSet ? { flag, result, pieces } : undefined;
}

function targetOf(result: t.Node, names: Names): Target | undefined {
  const isModuleObject = t.isMemberExpression(result) && memberName(result) === 'exports';
  const exports = names.bindingOf(isModuleObject ? result.object : result);
  return exports && { exports, isModuleObject };
}
