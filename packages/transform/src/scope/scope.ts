import * as t from '@babel/types';
import { Place } from './place.js';

/** What opens a scope. `self` holds the name of a function expression, `params` is apart from its body. */
export type ScopeKind =
  | 'program'
  | 'eval'
  | 'self'
  | 'params'
  | 'function'
  | 'class'
  | 'staticBlock'
  | 'block'
  | 'catch'
  | 'namespace'
  | 'enum';

/** How a name is declared. `ambient` is TypeScript's `declare`; `alias` its `import a = …`. */
export type DeclarationKind =
  | 'var'
  | 'let'
  | 'const'
  | 'function'
  | 'class'
  | 'param'
  | 'catch'
  | 'import'
  | 'self'
  | 'alias'
  | 'enum'
  | 'namespace'
  | 'ambient';

/** What an occurrence does with the name. `export` is `export { name }`. */
export type Role = 'declare' | 'read' | 'write' | 'export';

/** One identifier that names a binding or a global. Names of properties, labels and types are none. */
export class Occurrence extends Place<t.Identifier | t.JSXIdentifier> {
  readonly role: Role;
  /** The innermost scope around it. */
  readonly scope: Scope;

  constructor(
    node: t.Identifier | t.JSXIdentifier,
    parent: Place,
    key: string,
    index: number,
    role: Role,
    scope: Scope,
  ) {
    super(node, parent, key, index);
    this.role = role;
    this.scope = scope;
  }
}

/** What a name means in a scope (ECMAScript §9.1): all that names it is here, by identity. */
export class Binding {
  readonly name: string;
  readonly scope: Scope;
  /** In the order of the source, declarations first. */
  readonly occurrences: Occurrence[] = [];
  #kind: DeclarationKind;

  constructor(name: string, kind: DeclarationKind, scope: Scope) {
    this.name = name;
    this.scope = scope;
    this.#kind = kind;
  }

  /** A function that shares its name with a `var` is there before the `var` is assigned (ECMAScript §10.2.11). */
  get kind(): DeclarationKind {
    return this.#kind;
  }

  /** Adds a declaration. */
  declare(occurrence: Occurrence, kind: DeclarationKind): void {
    if (kind === 'function' && this.#kind === 'var') this.#kind = kind;
    this.occurrences.push(occurrence);
  }

  /** The identifier that declares it first. */
  get identifier(): t.Identifier {
    return this.occurrences[0]?.node as t.Identifier;
  }

  /** What declares it: declarators, functions, classes, import specifiers. */
  get declarations(): Place[] {
    return this.occurrences.flatMap((occurrence) =>
      occurrence.role === 'declare' ? [constructAround(occurrence)] : [],
    );
  }

  get writes(): Occurrence[] {
    return this.occurrences.filter(({ role }) => role === 'write');
  }

  /** Everything but its declarations. */
  get uses(): Occurrence[] {
    return this.occurrences.filter(({ role }) => role !== 'declare');
  }
}

/** What declares or assigns with an identifier, patterns in between left out. */
export function constructAround({ parent }: Occurrence): Place {
  let place = parent as Place;
  while (PATTERN.test(place.node.type)) place = place.parent as Place;
  return place;
}

const PATTERN = /^(?:ArrayPattern|ObjectPattern|ObjectProperty|AssignmentPattern|RestElement)$/;

/** A stretch of code in which names are declared (ECMAScript §9.1, Environment Records). */
export class Scope {
  readonly kind: ScopeKind;
  /** What opens it. */
  readonly place: Place;
  readonly parent: Scope | undefined;
  /** Whether its code is in strict mode (ECMAScript §11.2.2). */
  readonly strict: boolean;
  /** The scopes inside it whose `var`s it holds: those of blocks and classes, but not of functions. */
  readonly inner: Scope[] = [];
  readonly #bindings = new Map<string, Binding>();
  #usesImplied = false;

  constructor(kind: ScopeKind, place: Place, parent: Scope | undefined) {
    this.strict = parent?.strict || kind === 'class' || demandsStrictness(place.node);
    this.kind = kind;
    this.place = place;
    this.parent = parent;
    if (!this.holdsVars) this.forVars.inner.push(this);
  }

  /** The bindings that are declared here, in the order of their declarations. */
  get declared(): Binding[] {
    return [...this.#bindings.values()];
  }

  /** Whether `var`s of blocks inside are declared here. */
  get holdsVars(): boolean {
    return VAR_SCOPES.has(this.kind);
  }

  /** The scope that holds the `var`s of code here. */
  get forVars(): Scope {
    let scope: Scope = this;
    while (!scope.holdsVars && scope.parent) scope = scope.parent;
    return scope;
  }

  /** What a name means that is declared here. */
  own(name: string): Binding | undefined {
    return this.#bindings.get(name);
  }

  /** What a name means here; `undefined` for globals. */
  find(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const own = scope.own(name);
      if (own) return own;
      if (scope.implies(name)) return undefined;
    }
    return undefined;
  }

  /** Functions have `arguments` of their own, arrow functions excepted (ECMAScript §10.2.11). */
  implies(name: string): boolean {
    const { node } = this.place;
    return name === 'arguments' && t.isFunction(node) && !t.isArrowFunctionExpression(node);
  }

  /** Notes that code uses what the scope implies. */
  useImplied(): void {
    this.#usesImplied = true;
  }

  /** Whether code names the `arguments` of the function whose scope it is. */
  get usesArguments(): boolean {
    return this.#usesImplied || this.own('arguments') !== undefined;
  }

  /** Declares a name here, or declares it again. */
  declare(occurrence: Occurrence, kind: DeclarationKind): Binding {
    const { name } = occurrence.node;
    const binding = this.own(name) ?? new Binding(name, kind, this);
    this.#bindings.set(name, binding);
    binding.declare(occurrence, kind);
    return binding;
  }
}

const VAR_SCOPES: ReadonlySet<ScopeKind> = new Set([
  'program',
  'eval',
  'params',
  'function',
  'staticBlock',
  'namespace',
]);

function demandsStrictness(node: t.Node): boolean {
  if (node.type === 'Program' && node.sourceType === 'module') return true;
  const block = t.isFunction(node) ? node.body : node;
  return 'directives' in block && block.directives.some(({ value }) => value.value === 'use strict');
}
