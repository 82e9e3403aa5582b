import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { rangeOf } from '../parse/range.js';
import { Ranges } from '../parse/ranges.js';
import type { TopLevelAction } from './actions.js';
import type { ClassAction } from './classes.js';

/**
 * The stretches of top-level code that are wrapped into steps. Inside, the record is at hand as a parameter:
 * the root's, or that of the photon for which the step runs again.
 */
export class Regions {
  readonly #block: NodePath;
  readonly #wrapped: Ranges;
  readonly #inPlace: Ranges;
  readonly #initialised: ReadonlySet<t.Node>;

  constructor(block: NodePath, actions: readonly TopLevelAction[], classActions: readonly ClassAction[]) {
    this.#block = block;
    const isUntouched = ({ kind }: TopLevelAction) => kind === 'inPlace' || kind === 'unreachable';
    const inPlace = actions.filter(isUntouched);
    const wrapped = actions.filter((action) => !isUntouched(action));
    const nodes = [...wrapped.flatMap(wrappedNodes), ...classActions.flatMap(wrappedNodesOfClass)];
    this.#inPlace = new Ranges(inPlace.flatMap(wrappedNodes).map(rangeOf));
    this.#wrapped = new Ranges(nodes.map(rangeOf));
    this.#initialised = new Set(
      actions.flatMap((action) => (action.kind === 'initPattern' ? namesIn(action.declarator) : [])),
    );
  }

  /** Whether top-level code at `path` is given its record; other code asks for the root's. */
  isGiven({ node }: NodePath): boolean {
    return this.#wrapped.cover(rangeOf(node).start);
  }

  /** Whether any top-level code is left as it is. */
  get hasInPlace(): boolean {
    return !this.#inPlace.isEmpty;
  }

  /** Whether top-level code at `path` is left as it is, for root alone. */
  isInPlace({ node }: NodePath): boolean {
    return this.#inPlace.cover(rangeOf(node).start);
  }

  /** Whether `path` is a name in a destructuring declaration, which initializes the variable. */
  isInitialised({ node }: NodePath): boolean {
    return this.#initialised.has(node);
  }

  /** Whether `path` is a name that its own declaration declares, rather than an access: the declaration keeps it. */
  isDeclared({ key, parentPath }: NodePath): boolean {
    if (key !== 'id' || !parentPath?.isVariableDeclarator()) return false;
    const holder = parentPath.parentPath.parentPath;
    return Boolean(holder === this.#block || holder?.isExportNamedDeclaration() || holder?.isTSModuleBlock());
  }
}

/** The names that a declaration declares, as often as it does. */
function namesIn({ node }: NodePath<t.VariableDeclarator>): t.Node[] {
  return Object.values(t.getBindingIdentifiers(node.id, true)).flat();
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
    case 'using':
      return [];
    case 'namespaceVariables':
      return action.path.node.declarations.flatMap(({ init }) => init ?? []);
    default:
      return [action.path.node];
  }
}
