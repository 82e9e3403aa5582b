import type { Dice } from './dice.ts';
import type { Binding, Entity } from './entities.ts';
import type { Part, Piece } from './piece.ts';
import type { Scope } from './scope.ts';

/** A name that importers can use, and what they find there. */
export interface Export {
  readonly name: string;
  /** The bindings that it leads to: one by itself, or those in a namespace, each by what follows the name. */
  readonly bindings: ReadonlyMap<Binding, string>;
  /** Whether it is a function that stays the same, exported from a CommonJS module by value. */
  readonly isPlain: boolean;
}

/** One or more bindings that one statement declares. */
export interface Declaration {
  readonly rule: string;
  readonly bindings: readonly Binding[];
  readonly entities: readonly Entity[];
  /** Bindings that it needs to have their values. */
  readonly needs?: readonly Binding[];
  /** The properties of `exports` among them: `exports.list` in `let other = exports.list = []`. */
  readonly properties?: readonly Binding[];
  /** Whether it is a class that others may extend. */
  readonly isExtensible?: boolean;
  /** Whether `export` may stand before it. */
  readonly mayBeExported: boolean;
  /** Writes the statement, for the place in the module's code at which it stands. */
  write(scope: Scope): readonly Part[];
}

/** One module's way of loading another: takes notice of what the other exports. */
export interface Link {
  add(exported: Export): void;
}

/** A module while it is being written. */
export class ModuleDraft {
  readonly name: string;
  /** Begins the names of its bindings. */
  readonly prefix: string;
  readonly kind: 'module' | 'commonjs';
  /** Whether it may hold what only TypeScript has. */
  readonly isTypeScript: boolean;
  readonly isStrict: boolean;
  /** Whether its top-level code may await. */
  readonly mayAwait: boolean;
  /** Whether something assigns all its variables, so that none of them counts as a constant. */
  readonly isReassigned: boolean;
  /** Whether nobody loads it but functions. */
  isLazy = false;
  /** The modules that it loads, in this order. */
  readonly dependencies: ModuleDraft[] = [];
  readonly declarations: Declaration[] = [];
  /** What its code uses of its own. */
  readonly entities: Entity[] = [];
  /** What statements at its top level declare with `let`. */
  readonly locals: string[] = [];
  readonly exports: Export[] = [];
  /** What is exported where it is declared, and how. */
  readonly exportedInPlace = new Map<Declaration, 'export ' | 'export default '>();
  /** The members of the object that a CommonJS module exports, where it is one of its own. */
  exportsObject: Piece[] | undefined;
  /** What its code calls the object that a CommonJS module exports. */
  exportsText: 'exports' | 'module.exports' = 'exports';
  /** How other modules load it. */
  readonly links: Link[] = [];
  /** Names that it has given to what it imports. */
  readonly localNames = new Set<string>();
  /** How its code writes bindings of other modules. */
  readonly imported = new Map<Binding, string[]>();
  /** What stands before everything else, before its code, and after it. */
  readonly first: Piece[] = [];
  readonly head: Piece[] = [];
  readonly tail: Piece[] = [];

  constructor(
    options: Pick<
      ModuleDraft,
      'name' | 'prefix' | 'kind' | 'isTypeScript' | 'isStrict' | 'mayAwait' | 'isReassigned'
    >,
  ) {
    this.name = options.name;
    this.prefix = options.prefix;
    this.kind = options.kind;
    this.isTypeScript = options.isTypeScript;
    this.isStrict = options.isStrict;
    this.mayAwait = options.mayAwait;
    this.isReassigned = options.isReassigned;
  }

  get specifier(): string {
    return `'./${this.name}'`;
  }

  /** The bindings that may be assigned. */
  get variables(): Binding[] {
    return this.declarations.flatMap(({ bindings }) => bindings.filter(({ isVariable }) => isVariable));
  }

  /** Adds an export and tells those who load the module. */
  announce(exported: Export): void {
    this.exports.push(exported);
    for (const link of this.links) link.add(exported);
  }
}

/** A program while it is being written. */
export class ProgramDraft {
  readonly dice: Dice;
  /** Whether modules may load each other in cycles. */
  mayCycle = false;
  /** Whether its modules may look into dead zones. */
  mayProbe = true;
  /** Whether its modules may dispose of resources. */
  mayDispose = true;
  /** Whether names may be looked up while code runs. */
  mayNameLate = true;
  /** Whether top-level code may leave something running. */
  mayLeaveRunning = true;
  readonly modules: ModuleDraft[] = [];
  #level = 0;
  readonly #counts = new Map<string, number>();

  constructor(dice: Dice) {
    this.dice = dice;
  }

  /** The level of the next callable. */
  nextLevel(): number {
    this.#level += 1;
    return this.#level;
  }

  /** A name that no other part of the program has. */
  fresh(prefix: string): string {
    const count = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, count);
    return `${prefix}${count}`;
  }
}
