import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { Access } from '../analyze/accesses.js';
import { type Activation, blockOf, isGenerator } from '../analyze/activation.js';
import type { RecordSource } from './targets.js';

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

/** A lookup whose result several accesses share. */
export interface HoistedLookup {
  readonly source: RecordSource;
  readonly variable: string;
  readonly placement: Placement;
  /** The variable of the enclosing activation, for a nested closure. */
  readonly captured: string | undefined;
}

/** How accesses reach their records. */
export interface LookupPlan {
  readonly hoisted: readonly HoistedLookup[];
  /** The record's expression for each access: a variable, or a call. */
  readonly expressions: ReadonlyMap<Access, string>;
}

/** Something inside an activation that needs a record: an access, or a nested activation that captures it. */
interface Site {
  readonly path: NodePath;
  readonly access: Access | undefined;
}

/** An access together with the record it goes to. */
export interface RecordAccess {
  readonly access: Access;
  readonly source: RecordSource;
}

/**
 * Places lookups: at most one for each activation and record, outside loops, and only on a path that needs it.
 * Nested activations capture the record of the one around them (semantics, "Which photon").
 */
export function planLookups(accesses: readonly RecordAccess[]): LookupPlan {
  const hoisted: HoistedLookup[] = [];
  const expressions = new Map<Access, string>();
  const bySource = Map.groupBy(accesses, ({ source }) => source);
  for (const [source, group] of bySource) {
    new SourcePlanner(source, hoisted, expressions).plan(group.map(({ access }) => access));
  }
  return { hoisted, expressions };
}

/** Plans the lookups of one record. */
class SourcePlanner {
  readonly #source: RecordSource;
  readonly #hoisted: HoistedLookup[];
  readonly #expressions: Map<Access, string>;
  readonly #sites = new Map<Activation, Site[]>();

  constructor(source: RecordSource, hoisted: HoistedLookup[], expressions: Map<Access, string>) {
    this.#source = source;
    this.#hoisted = hoisted;
    this.#expressions = expressions;
  }

  plan(accesses: readonly Access[]): void {
    for (const access of accesses) {
      if (access.activation) this.#addSite(access.activation, { path: access.path, access });
      else this.#expressions.set(access, this.#source.topLevel(access.path));
    }
    const outermostFirst = [...this.#sites.keys()].sort((a, b) => a.depth - b.depth);
    const variables = new Map<t.Node, string>();
    for (const activation of outermostFirst) this.#planActivation(activation, variables);
  }

  /** Adds a site, and to the activations around it the sites of what captures their record. */
  #addSite(activation: Activation, site: Site): void {
    const known = this.#sites.get(activation);
    if (known) {
      known.push(site);
      return;
    }
    this.#sites.set(activation, [site]);
    if (activation.parent) this.#addSite(activation.parent, { path: activation.path, access: undefined });
  }

  /** @param variables the record variable that each nested activation can capture, by its path */
  #planActivation(activation: Activation, variables: Map<t.Node, string>): void {
    const given = this.#source.given(activation.path);
    const captured = variables.get(activation.path.node) ?? given;
    const depth = activation.depth + (given === undefined ? 0 : 1);
    let index = 0;
    for (const sites of this.#groups(activation)) {
      const placement = placementOf(sites, activation);
      const variable = placement && this.#source.variable(depth, index++);
      if (placement && variable) this.#hoisted.push({ source: this.#source, variable, placement, captured });
      const expression = variable ?? this.#source.lookup(captured);
      for (const { path, access } of sites) {
        if (access) this.#expressions.set(access, expression);
        else if (variable) variables.set(path.node, variable);
      }
    }
  }

  /** The sites that may share a lookup. */
  #groups(activation: Activation): Site[][] {
    const sites = this.#sites.get(activation) ?? [];
    const regionOf = (site: Site): unknown => {
      const region = expressionRegion(site.path, activation);
      if (region || inParams(site.path, activation)) return region ?? site;
      return isGenerator(activation) ? resumeRegion(site, activation) : activation;
    };
    return [...Map.groupBy(sites, regionOf).values()];
  }
}

/** The default value or field initializer that holds `path`: code of an activation outside its body. */
function expressionRegion(path: NodePath, { path: owner }: Activation): NodePath<t.Expression> | undefined {
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
function resumeRegion(site: Site, activation: Activation): unknown {
  let region: NodePath | undefined;
  for (const loop of loopsAround(site.path, activation.path)) {
    if (!containsYield(loop)) region = loop;
  }
  return region ?? site;
}

function containsYield(path: NodePath): boolean {
  let found = false;
  path.traverse({
    Function: (inner) => inner.skip(),
    YieldExpression(inner) {
      found = true;
      inner.stop();
    },
  });
  return found;
}

/** Where to look up for `sites`, or `undefined` to do it in place. */
function placementOf(sites: readonly Site[], activation: Activation): Placement | undefined {
  const [first] = sites;
  if (first === undefined) return undefined;
  const isSingle = sites.length === 1 && first.access !== undefined && !first.path.isJSXIdentifier();
  const region = expressionRegion(first.path, activation);
  if (region) return isSingle ? undefined : { at: 'expression', path: region };
  if (inParams(first.path, activation)) return undefined;
  const loops = loopsAround(first.path, activation.path);
  if (isSingle && loops.length === 0) return undefined;
  return statementPlacement(commonAncestor(sites, activation), activation);
}

function inParams(path: NodePath, { path: owner }: Activation): boolean {
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
  return hasStatements(common) ? firstStatement(common, chains) : common;
}

/** A function declaration exists from the start of its block, so its record must. */
function startOf({ path, access }: Site): NodePath {
  if (access || !path.isFunctionDeclaration()) return path;
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
  return Boolean(parentPath?.isLoop() || parentPath?.isWithStatement()) && key === 'body';
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
