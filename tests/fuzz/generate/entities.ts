import type { ModuleDraft } from './drafts.ts';

/** What variables hold: numbers, strings, arrays of numbers, records and maps of numbers, whole numbers of any size. */
export type DataType = 'number' | 'string' | 'list' | 'record' | 'map' | 'bigint';

/** A module-level name. */
export interface Binding {
  readonly module: ModuleDraft;
  readonly name: string;
  /** Whether it can be used before the module's code runs. */
  readonly isHoisted: boolean;
  /** Whether it can be assigned: whether it is no `const`, and no class or function that stays what it is. */
  readonly isVariable: boolean;
}

/** Something that programs use: a local variable, a module-level binding, or a property of what that holds. */
interface Place {
  /** The module-level binding at its root; none for local variables. */
  readonly binding: Binding | undefined;
  /** How code in the module of the binding, or in the function, writes it. */
  readonly text: string;
}

/** A place for data. */
export interface Variable extends Place {
  readonly kind: 'variable';
  readonly type: DataType;
  /** Whether assigning it is correct. Imports of bindings never are. */
  readonly isWritable: boolean;
  /** Whether what it holds can never be changed. */
  readonly isFrozen?: true;
}

/** How a callable is used. */
export type CallForm = 'call' | 'tag' | 'async' | 'generator' | 'asyncGenerator';

/** A place that holds a function from number to number, or a generator of numbers. */
export interface Callable extends Place {
  readonly kind: 'callable';
  readonly form: CallForm;
  /** Callables call only those of lower levels, so that every program ends. */
  readonly level: number;
  /** About how many statements a call runs. */
  readonly cost: number;
  /** Whether it loads modules meanwhile, which takes a number of turns that nobody promises. */
  readonly isLoading: boolean;
  readonly mayThrow: boolean;
  /** Whether other functions of its level may be assigned. */
  readonly isWritable: boolean;
  /** The bindings that calling it may touch; `undefined` when that is not known. */
  readonly touches: ReadonlySet<Binding> | undefined;
  /** Those that the function touches which it holds first. */
  readonly firstTouches: ReadonlySet<Binding>;
}

export type Entity = Variable | Callable;

/** A variable of a module, or a property of one. */
export function variable(
  binding: Binding,
  type: DataType,
  { isWritable = true, suffix = '' }: { readonly isWritable?: boolean; readonly suffix?: string } = {},
): Variable {
  return { kind: 'variable', binding, text: `${binding.name}${suffix}`, type, isWritable };
}

/** A local variable that may be assigned. */
export function local(type: DataType, text: string): Variable {
  return { kind: 'variable', binding: undefined, text, type, isWritable: true };
}
