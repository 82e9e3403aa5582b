import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { type Range, rangeOf } from '../parse/range.js';
import type { ClassAction } from './classes.js';
import type { TopLevelAction } from './top-level.js';

/**
 * The stretches of top-level code that are wrapped into steps. Inside, the record is at hand as a parameter:
 * the root's, or that of the photon for which the step runs again.
 */
export class Regions {
  readonly #block: NodePath;
  readonly #wrapped: readonly Range[];
  readonly #inPlace: readonly Range[];
  readonly #patterns: ReadonlySet<t.Node>;

  constructor(block: NodePath, actions: readonly TopLevelAction[], classActions: readonly ClassAction[]) {
    this.#block = block;
    const inPlace = actions.filter(({ kind }) => kind === 'inPlace');
    const wrapped = actions.filter(({ kind }) => kind !== 'inPlace');
    const nodes = [...wrapped.flatMap(wrappedNodes), ...classActions.flatMap(wrappedNodesOfClass)];
    this.#inPlace = inPlace.flatMap(wrappedNodes).map(rangeOf);
    this.#wrapped = nodes.map(rangeOf);
    this.#patterns = new Set(
      actions.flatMap((action) => (action.kind === 'initPattern' ? [action.declarator.node] : [])),
    );
  }

  /** Whether top-level code at `path` is given its record; other code asks for the root's. */
  isGiven({ node }: NodePath): boolean {
    return isIn(node, this.#wrapped);
  }

  /** Whether top-level code at `path` is left as it is, for root alone. */
  isInPlace({ node }: NodePath): boolean {
    return isIn(node, this.#inPlace);
  }

  /**
   * Whether `path` is a name that its own declaration declares, rather than an access: the declaration keeps
   * its variable. Within a destructuring declaration that goes for every mention, because the pattern is moved
   * with its variables.
   */
  isDeclared(path: NodePath): boolean {
    const declarator = path.findParent((parent) => parent.isVariableDeclarator() || parent.isFunction());
    if (!declarator?.isVariableDeclarator()) return false;
    if (this.#patterns.has(declarator.node)) return isNameOf(path, declarator);
    const holder = declarator.parentPath?.parentPath;
    const isTopLevel =
      holder === this.#block || holder?.isExportNamedDeclaration() || holder?.isTSModuleBlock();
    return path.key === 'id' && path.parent === declarator.node && Boolean(isTopLevel);
  }
}

function isIn(node: t.Node, ranges: readonly Range[]): boolean {
  const { start } = rangeOf(node);
  return ranges.some((range) => range.start <= start && start < range.end);
}

function isNameOf(path: NodePath, declarator: NodePath<t.VariableDeclarator>): boolean {
  const { name } = path.node as t.Identifier;
  return Object.keys(declarator.getBindingIdentifiers()).includes(name);
}

function wrappedNodesOfClass(action: ClassAction): t.Node[] {
  const { kind, path } = action;
  if (kind === 'decorator') return [path.node.expression];
  if (kind !== 'staticField') return [path.node];
  const { key, value } = path.node;
  return [...(action.key.kind === 'computed' ? [key] : []), ...(value ? [value] : [])];
}

function wrappedNodes(action: TopLevelAction): t.Node[] {
  switch (action.kind) {
    case 'init':
      return [action.declarator.node.init ?? action.declarator.node];
    case 'initPattern':
    case 'oncePattern':
      return [action.declarator.node];
    case 'property':
      return [action.assignment.right];
    case 'initDefault':
      return [action.path.node.declaration];
    case 'namespaceVariables':
      return action.path.node.declarations.flatMap(({ init }) => init ?? []);
    default:
      return [action.path.node];
  }
}
