import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Activation, blockOf, containsYield, isGenerator } from '../analyze/activation.js';
import type { RecordUse } from './targets.js';

/** Where a record variable is declared. */
export type Placement =
  /** before a statement of a list, on its own */
  | { readonly at: 'statement'; readonly path: NodePath<t.Statement> }
  /** before a statement that needs braces, such as the body of an `if` */
  | { readonly at: 'braces'; readonly path: NodePath<t.Statement> }
  /** in front of the expression that is an arrow function's body */
  | { readonly at: 'body'; readonly path: NodePath<t.ArrowFunctionExpression> }
  /** as the parameter of an arrow function called on the spot, around an expression */
  | { readonly at: 'expression'; readonly path: NodePath<t.Expression> };

/** Something inside an activation that needs a record: a use, or a nested activation that captures it. */
export interface Site {
  readonly path: NodePath;
  readonly use: RecordUse | undefined;
}

/** The default value or field initializer that holds `path`: code of an activation outside its body. */
export function expressionRegion(
  path: NodePath,
  { path: owner }: Activation,
): NodePath<t.Expression> | undefined {
  let region: NodePath<t.Expression> | undefined;
  for (let child = path; child.parentPath && child !== owner; child = child.parentPath) {
    const parent = child.parentPath;
    if (parent === owner && child.key === 'body') return undefined;
    if (parent === owner && child.key === 'value') return child as NodePath<t.Expression>;
    if (parent.isAssignmentPattern() && child.key === 'right') region = child as NodePath<t.Expression>;
  }
  return region;
}

/** In a generator, a lookup holds from one `yield` to the next: share it only inside a loop without any. */
export function resumeRegion(site: Site, activation: Activation): unknown {
  let region: NodePath | undefined;
  for (const loop of loopsAround(site.path, activation.path)) {
    if (!containsYield(loop)) region = loop;
  }
  return region ?? site;
}

/**
 * Whether sites outside of bodies, which have no statements to put a lookup before, need a function around them: to
 * be captured, the record needs a variable. Otherwise several lookups cost less, and no frame in stack traces.
 */
function needsFunction(sites: readonly Site[]): boolean {
  return sites.some(({ path, use }) => use === undefined || path.isJSXIdentifier());
}

/** Where to look up for `sites`, or `undefined` to do it in place. */
export function placementOf(sites: readonly Site[], activation: Activation): Placement | undefined {
  const [first] = sites;
  if (first === undefined) return undefined;
  const isSingle = sites.length === 1 && first.use !== undefined && !first.path.isJSXIdentifier();
  const region = expressionRegion(first.path, activation);
  if (region)
    return needsFunction(sites) && !mentionsEval(region.node)
      ? { at: 'expression', path: region }
      : undefined;
  if (inParams(first.path, activation)) return undefined;
  const loops = loopsAround(first.path, activation.path);
  if (isSingle && loops.length === 0) return undefined;
  return statementPlacement(commonAncestor(sites, activation), activation);
}

/** Direct eval may declare variables, which a function around the expression would keep to itself. */
function mentionsEval(region: t.Expression): boolean {
  return t.traverseFast(region, (node) =>
    t.isIdentifier(node, { name: 'eval' }) ? t.traverseFast.stop : undefined,
  );
}

/** Whether something is a part of an activation's parameters. */
export function inParams(path: NodePath, { path: owner }: Activation): boolean {
  const child = path.find((ancestor) => ancestor.parentPath === owner);
  return child?.listKey === 'params';
}

/** The deepest node around all sites, hoisted functions counting from the start of their block. */
function commonAncestor(sites: readonly Site[], { path: owner }: Activation): NodePath {
  const chains = sites.map((site) => ancestorsOf(startOf(site), owner));
  const [shortest = []] = [...chains].sort((a, b) => a.length - b.length);
  let common: NodePath = owner;
  for (const [i, candidate] of shortest.entries()) {
    if (!chains.every((chain) => chain[i] === candidate)) break;
    common = candidate;
  }
  const isStart = chains.some((chain) => chain.at(-1) === common);
  return hasStatements(common) && !isStart ? firstStatement(common, chains) : common;
}

/** A function declaration exists from the start of its block, so its record must. */
function startOf({ path, use }: Site): NodePath {
  if (use || !path.isFunctionDeclaration()) return path;
  return typeof path.key === 'number' ? (path.getSibling(0) as NodePath) : path;
}

function hasStatements(path: NodePath): boolean {
  return path.isBlock() || path.isStaticBlock() || path.isSwitchCase();
}

/** From just below `owner` down to `path`. */
function ancestorsOf(path: NodePath, owner: NodePath): NodePath[] {
  const chain: NodePath[] = [];
  for (let current: NodePath | null = path; current && current !== owner; current = current.parentPath) {
    chain.unshift(current);
  }
  return chain;
}

function firstStatement(container: NodePath, chains: readonly NodePath[][]): NodePath {
  const children = chains.flatMap((chain) => chain.filter((path) => path.parentPath === container));
  if (!children.every(({ key }) => typeof key === 'number')) return container;
  return children.sort((a, b) => Number(a.key) - Number(b.key))[0] ?? container;
}

/** The place before the statement that holds `path`, and outside of all loops. */
function statementPlacement(path: NodePath, activation: Activation): Placement | undefined {
  const { path: owner } = activation;
  const outermostLoop = isGenerator(activation)
    ? loopsAround(path, owner).findLast((loop) => !containsYield(loop))
    : loopsAround(path, owner).at(-1);
  let current: NodePath | null = outermostLoop ?? path;
  for (; current && current !== owner; current = current.parentPath) {
    if (isListed(current)) return { at: 'statement', path: current as NodePath<t.Statement> };
    if (isBodyOfControl(current)) return { at: 'braces', path: current as NodePath<t.Statement> };
  }
  if (owner.isArrowFunctionExpression() && !blockOf(activation)) return { at: 'body', path: owner };
  return undefined;
}

function isListed(path: NodePath): boolean {
  const { parentPath } = path;
  if (!path.isStatement()) return false;
  if (parentPath?.isSwitchCase()) return path.listKey === 'consequent';
  return path.listKey === 'body' && Boolean(parentPath?.isBlockStatement() || parentPath?.isStaticBlock());
}

function isBodyOfControl({ key, parentPath }: NodePath): boolean {
  if (parentPath?.isIfStatement()) return key === 'consequent' || key === 'alternate';
  return Boolean(parentPath?.isLoop()) && key === 'body';
}

/** The loops that repeat `path`, innermost first, up to `owner`. */
function loopsAround(path: NodePath, owner: NodePath): NodePath[] {
  const loops: NodePath[] = [];
  for (let child = path; child.parentPath && child !== owner; child = child.parentPath) {
    const parent = child.parentPath;
    if (parent.isLoop() && !runsOnce(child)) loops.push(parent);
  }
  return loops;
}

function runsOnce({ key, parentPath }: NodePath): boolean {
  if (parentPath?.isForStatement()) return key === 'init';
  return Boolean(parentPath?.isForXStatement()) && key === 'right';
}
