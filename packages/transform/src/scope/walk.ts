import * as t from '@babel/types';
import { BlockFunctions, isBlockFunction } from './block-functions.js';
import { CONSTRUCTS, type Construct } from './constructs.js';
import { Place, type Root } from './place.js';
import { type Binding, type DeclarationKind, Occurrence, type Role, Scope, type ScopeKind } from './scope.js';
import { thisAt } from './this.js';

/** What is done at nodes of each type: `undefined` where there is nothing below that could name something. */
const RULES = new Map<string, Construct | undefined>(
  Object.entries(t.VISITOR_KEYS).map(([type, keys]) => [type, CONSTRUCTS[type] ?? genericRule(type, keys)]),
);

/** Of TypeScript's own syntax, what is no construct above is a type. */
function genericRule(type: string, keys: readonly string[]): Construct | undefined {
  if (keys.length === 0 || type.startsWith('TS')) return undefined;
  return (walk, place) => {
    for (const key of keys) walk.child(place, key);
  };
}

/** The walk over a file that declares its names and, at the end of each scope, tells what they mean there. */
export class Walk {
  readonly scopes: Scope[] = [];
  readonly meanings = new Map<t.Node, Binding>();
  readonly globals = new Map<string, Occurrence[]>();
  readonly dynamicImports: Place<t.ImportExpression>[] = [];
  /** Where `this` is asked for a property, by what it is there. */
  readonly usesOfThis = new Map<t.Node, Place[]>();
  usesJsx = false;
  /** Occurrences that no scope has declared so far, those of the innermost scope last. */
  readonly #open: Occurrence[] = [];
  readonly #blockFunctions = new BlockFunctions();
  #scope: Scope;

  /** @param outer the scope around, for the code of an eval */
  constructor(root: Root, outer?: Scope) {
    this.#scope = new Scope(outer ? 'eval' : 'program', root, outer);
    this.scopes.push(this.#scope);
    this.child(root, 'body');
    this.#close(this.#scope, 0, 0);
    for (const occurrence of this.#open) this.#resolveOutside(occurrence, outer);
  }

  #resolveOutside(occurrence: Occurrence, outer: Scope | undefined): void {
    const { name } = occurrence.node;
    const binding = outer?.find(name);
    const known = this.globals.get(name);
    if (binding) this.#mean(occurrence, binding);
    else if (known) known.push(occurrence);
    else this.globals.set(name, [occurrence]);
  }

  #mean(occurrence: Occurrence, binding: Binding): void {
    binding.occurrences.push(occurrence);
    this.meanings.set(occurrence.node, binding);
  }

  /** Walks what a property of a node holds. */
  child(parent: Place, key: string): void {
    const held = heldBy(parent, key);
    if (held == null) return;
    if (!Array.isArray(held)) this.#enter(held, parent, key, -1);
    else for (let i = 0; i < held.length; i++) if (held[i]) this.#enter(held[i] as t.Node, parent, key, i);
  }

  /** Calls `code` with each place that a property holds. */
  each(parent: Place, key: string, code: (place: Place) => void): void {
    const held = heldBy(parent, key);
    if (held == null) return;
    if (!Array.isArray(held)) code(new Place(held, parent, key, -1));
    else
      for (let i = 0; i < held.length; i++) if (held[i]) code(new Place(held[i] as t.Node, parent, key, i));
  }

  /** Walks the code at a place. */
  visit(place: Place): void {
    RULES.get(place.node.type)?.(this, place);
  }

  #enter(node: t.Node, parent: Place, key: string, index: number): void {
    if (node.type === 'Identifier') {
      this.#open.push(new Occurrence(node, parent, key, index, 'read', this.#scope));
      return;
    }
    const rule = RULES.get(node.type);
    if (rule !== undefined) rule(this, new Place(node, parent, key, index));
  }

  /** Notes that an identifier names something. */
  name(place: Place<t.Identifier | t.JSXIdentifier>, role: Role): void {
    this.#open.push(this.#occurrence(place, role));
  }

  #occurrence({ node, parent, key, index }: Place<t.Identifier | t.JSXIdentifier>, role: Role): Occurrence {
    return new Occurrence(node, parent as Place, key, index, role, this.#scope);
  }

  /** Notes `this`, if it names something with properties of its own. */
  noteThis(place: Place): void {
    const owner = place.key === 'object' ? thisAt(place) : undefined;
    if (owner === undefined) return;
    const known = this.usesOfThis.get(owner);
    if (known) known.push(place);
    else this.usesOfThis.set(owner, [place]);
  }

  /** Walks code in a scope of its own. */
  within(kind: ScopeKind, place: Place, code: () => void): void {
    const outer = this.#scope;
    const mark = this.#open.length;
    const functions = this.#blockFunctions.count;
    const scope = new Scope(kind, place, outer);
    this.scopes.push(scope);
    this.#scope = scope;
    code();
    this.#close(scope, mark, functions);
    this.#scope = outer;
  }

  /** Declares a name; that of a `var` where such are held. */
  declare(place: Place<t.Identifier>, kind: DeclarationKind): void {
    const occurrence = this.#occurrence(place, 'declare');
    const scope = kind === 'var' ? this.#scope.forVars : this.#scope;
    this.meanings.set(place.node, scope.declare(occurrence, kind));
    const isInBlock = kind === 'function' && !scope.strict && isBlockFunction(place.parent as Place);
    if (isInBlock) this.#blockFunctions.add(occurrence);
  }

  /** Tells the occurrences since `mark` apart: those that `scope` declares, and those left to the scopes around it. */
  #close(scope: Scope, mark: number, functions: number): void {
    if (this.#blockFunctions.count > functions)
      this.#blockFunctions.leave(scope, functions, () => this.#namesSince(mark));
    let kept = mark;
    for (let i = mark; i < this.#open.length; i++) {
      const occurrence = this.#open[i] as Occurrence;
      const binding = scope.own(occurrence.node.name);
      if (binding !== undefined) this.#mean(occurrence, binding);
      else if (scope.implies(occurrence.node.name)) scope.useImplied();
      else this.#open[kept++] = occurrence;
    }
    this.#open.length = kept;
  }

  #namesSince(mark: number): Set<string> {
    return new Set(this.#open.slice(mark).map(({ node }) => node.name));
  }
}

function heldBy({ node }: Place, key: string): t.Node | (t.Node | null)[] | null | undefined {
  return (node as unknown as Record<string, t.Node | (t.Node | null)[] | null>)[key];
}
