import type { BindingKind } from '../analyze/bindings.js';
import type { ModulePolicy } from '../options.js';
import type { ModuleKind } from '../parse/parse.js';

/** What becomes of a binding. */
export type Fate = 'isolated' | 'shared';

/** What may hold state: a module-level binding, a static field, a property, a default export, a variable of a closure. */
export type StateKind = BindingKind | 'static' | 'property' | 'default' | 'closure';

/** The decision about one of them. */
export interface BindingPlan {
  readonly name: string;
  readonly kind: StateKind;
  readonly fate: Fate;
  readonly reason: Reason;
  readonly line: number;
  readonly column: number;
}

/** Why. The report prints these sentences. */
export const REASONS = {
  directive: 'a @photon directive says so',
  policy: 'the policy of this module',
  instance: 'each photon evaluates the module for itself',
  const: 'consts are shared, with what they hold',
  import: 'belongs to the module that exports it',
  declaration: 'functions and classes are shared, and nothing assigns it',
  reassigned: 'assigned after its declaration',
  early: 'may be read before its declaration has given it a value',
  heritage: 'extends an isolated class',
  changed: 'code changes the properties of the function or class',
  mutable: 'never assigned again, but its value may be mutable',
  constant: 'never assigned again, and its value is the same by construction',
  readOnly: 'never assigned again, and it holds a literal that is only read',
  unassigned: 'never assigned',
  local: 'used by one top-level statement only',
  together: 'declared together with an isolated binding',
  lostConst: 'never assigned again: in a finished bundle such a `var` was a `const`',
  arguments: 'the `arguments` of its CommonJS module, which only the module itself can name',
  aliased: 'never assigned again, and its initializer stores the value somewhere else, too',
  bookkeeping: "belongs to the bundle's own module system",
  exportsObject: 'never assigned again, and it becomes the exports object, which is shared',
  static: 'static fields that are not readonly are isolated',
  exported: 'an exported variable of a namespace is a property of an object',
  assigned: 'a property that functions assign is a module-level variable by another name',
  readonly: 'readonly static fields are shared',
  closure: 'a variable of a function that runs once is no module-level binding',
  holder: 'made anew with the isolated binding that it is made for',
} as const;

export type Reason = keyof typeof REASONS;

/**
 * How a module is shared: as a whole; all but some of its bindings; or not, because each photon evaluates it for itself.
 */
export type Choice = 'shared' | 'bindings' | 'instance';

/** What the compiler decided about one module, as plain data: the report is this, printed. */
export interface ModulePlan {
  readonly filename: string;
  readonly kind: ModuleKind;
  readonly policy: ModulePolicy;
  readonly choice: Choice;
  readonly bindings: readonly BindingPlan[];
  /** Isolated exports of other modules that this one uses, as `specifier#name`. */
  readonly uses: readonly string[];
  /** The modules that it loads, as it names them. */
  readonly loads: readonly string[];
  /** What the names of modules start with that it loads by a pattern. */
  readonly loadsByPattern: readonly string[];
  /** Whether anything was rewritten. */
  readonly changed: boolean;
}
