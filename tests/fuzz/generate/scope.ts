import type { Dice } from './dice.ts';
import type { ModuleDraft, ProgramDraft } from './drafts.ts';
import type { Binding, Callable, CallForm, DataType, Entity, Variable } from './entities.ts';
import { isEscaped, memberText } from './names.ts';

/** The function, or the top-level code of a module, that is being written. */
export interface Frame {
  readonly isFunction: boolean;
  readonly mayAwait: boolean;
  readonly mayYield: boolean;
  /** Whether `arguments` means something. */
  readonly hasArguments: boolean;
}

/** What is found out about a callable while it is written, functions inside it included. */
export interface Findings {
  /** Only callables of lower levels may be called. */
  readonly level: number;
  /** Which bindings have a value already; `undefined` where all have. */
  readonly initialised: ReadonlySet<Binding> | undefined;
  /** Whether errors are caught around the code, if it is not a callable's. */
  readonly isGuarded: boolean;
  readonly touches: Set<Binding>;
  /** About how many statements it runs. */
  cost: number;
  isLoading: boolean;
  mayThrow: boolean;
}

export function newFindings(level: number, initialised?: ReadonlySet<Binding>, isGuarded = false): Findings {
  return { level, initialised, isGuarded, touches: new Set(), cost: 1, isLoading: false, mayThrow: false };
}

const TOP_LEVEL: Frame = { isFunction: false, mayAwait: false, mayYield: false, hasArguments: false };

/** Calls that would run more statements than this are not written. */
const HIGHEST_COST = 400;

/** What code at one place can use, and how much of it may be written. */
export class Scope {
  readonly program: ProgramDraft;
  readonly module: ModuleDraft;
  readonly findings: Findings;
  readonly frame: Frame;
  readonly locals: readonly Entity[];
  /** Names of the module's that mean something else here. */
  readonly hidden: ReadonlySet<string>;
  readonly labels: readonly string[];
  /** Whether the code is strict: that of classes is in any module. */
  readonly isStrict: boolean;
  /** How often the code runs for each call. */
  readonly repeats: number;
  /** How deep expressions and statements may still nest. */
  readonly depth: number;

  constructor(options: Pick<Scope, 'program' | 'module' | 'findings'> & Partial<Inner>) {
    this.program = options.program;
    this.module = options.module;
    this.findings = options.findings;
    this.frame = options.frame ?? TOP_LEVEL;
    this.locals = options.locals ?? [];
    this.hidden = options.hidden ?? new Set();
    this.labels = options.labels ?? [];
    this.isStrict = options.isStrict ?? options.module.isStrict;
    this.repeats = options.repeats ?? 1;
    this.depth = options.depth ?? 3;
  }

  get dice(): Dice {
    return this.program.dice;
  }

  /** The same with some things different. */
  with(changes: Partial<Inner>): Scope {
    return new Scope({ ...this, ...changes });
  }

  /** For a function that is kept where those of a level are. */
  withLevel(level: number): Scope {
    const scope = new Scope({ ...this, findings: { ...this.findings, level, cost: 1 } });
    return scope.with({ depth: Math.min(1, this.depth), repeats: 1 });
  }

  /** The code of a function inside this one. */
  inFunction(frame: Partial<Frame> = {}): Scope {
    const hasArguments = frame.hasArguments ?? this.frame.hasArguments;
    return this.with({ labels: [], frame: { ...TOP_LEVEL, isFunction: true, ...frame, hasArguments } });
  }

  get deeper(): Scope {
    return this.with({ depth: this.depth - 1 });
  }

  /** The same with more local variables; one that is called like a binding of the module hides it. */
  declaring(...locals: readonly Entity[]): Scope {
    const names = locals.map(({ text }) => text);
    const others = this.locals.filter(({ text }) => !names.includes(rootName(text)));
    return this.with({ locals: [...others, ...locals], hidden: new Set([...this.hidden, ...names]) });
  }

  /** A variable to read. */
  variable(type: DataType): string | undefined {
    return this.use(this.dice.pick(this.variables(type)));
  }

  /** A variable that holds an object which may be changed, and may get another name. */
  container(type: DataType): string | undefined {
    return this.use(this.dice.pick(this.variables(type).filter(({ isFrozen }) => !isFrozen)));
  }

  /** A variable to assign. */
  target(type: DataType): string | undefined {
    return this.use(this.dice.pick(this.variables(type).filter(({ isWritable }) => isWritable)));
  }

  variables(type: DataType): Variable[] {
    return this.#visible.filter((entity) => entity.kind === 'variable' && entity.type === type) as Variable[];
  }

  /** A function to call. */
  callable(form: CallForm, maybeLoading = true): string | undefined {
    const affordable = this.callables.filter(
      (each) => each.form === form && this.#canAfford(each) && (maybeLoading || !each.isLoading),
    );
    return this.#call(this.dice.pick(affordable));
  }

  /** The place of a function that may be replaced. */
  replaceable(): Callable | undefined {
    const found = this.dice.pick(this.callables.filter(({ isWritable }) => isWritable));
    this.use(found);
    return found;
  }

  /** A number or a function that another module exports, as its namespace names it. */
  memberOf(target: ModuleDraft): { readonly text: string; readonly isCallable: boolean } | undefined {
    const members = target.exports.flatMap(({ name, bindings }) =>
      [...bindings].flatMap(([binding, suffix]) =>
        binding.module.entities
          .filter((entity) => entity.binding === binding && this.#isNumeric(entity))
          .map((entity) => ({
            entity,
            text: `${memberText(name)}${suffix}${entity.text.slice(binding.name.length)}`,
          })),
      ),
    );
    const member = this.dice.pick(members);
    if (member === undefined) return undefined;
    this.findings.isLoading = true;
    const { entity, text } = member;
    const isCallable = entity.kind === 'callable';
    if (isCallable) this.#call(entity);
    else this.use(entity);
    return { text, isCallable };
  }

  /** Whether an expression may read or call an entity, wherever it is. */
  #isNumeric(entity: Entity): boolean {
    if (entity.kind === 'variable') return entity.type === 'number';
    return entity.form === 'call' && entity.level < this.findings.level && this.#canAfford(entity);
  }

  get callables(): Callable[] {
    return this.#visible.filter(
      (entity): entity is Callable =>
        entity.kind === 'callable' && entity.level < this.findings.level && this.#isSafe(entity),
    );
  }

  /** Reading the name of a function calls nothing. */
  anyCallable(): string | undefined {
    return this.use(this.dice.pick(this.callables));
  }

  /** Top-level code calls what surely succeeds. */
  #isSafe(callable: Callable): boolean {
    const { initialised, isGuarded } = this.findings;
    if (!initialised) return true;
    if (callable.isLoading || (callable.mayThrow && !isGuarded)) return false;
    return touchesOnly(callable, initialised);
  }

  /**
   * What is known of a function that others may replace. Variables without a value are found out, unless dead zones are
   * gone; photons never see constants and classes without their value, nor what counts as a constant.
   */
  #known({ firstTouches }: Callable): Binding[] {
    const { module, program } = this;
    if (program.mayProbe) return [...firstTouches].filter((binding) => !hasDeadZone(binding));
    return [{ module, name: 'unknown', isHoisted: false, isVariable: false }];
  }

  #canAfford({ cost }: Callable): boolean {
    return this.findings.cost + cost * this.repeats <= HIGHEST_COST;
  }

  #call(callable: Callable | undefined): string | undefined {
    if (callable === undefined) return undefined;
    const { findings } = this;
    findings.cost += callable.cost * this.repeats;
    findings.isLoading ||= callable.isLoading;
    findings.mayThrow ||= callable.mayThrow;
    for (const binding of callable.touches ?? this.#known(callable)) findings.touches.add(binding);
    return this.use(callable);
  }

  /** The text of an entity, of which code makes use. */
  use(entity: Entity | undefined): string | undefined {
    if (entity?.binding) this.findings.touches.add(entity.binding);
    return entity?.text;
  }

  get #visible(): Entity[] {
    const { initialised } = this.findings;
    const ofModule = [...this.module.entities, ...importedEntities(this.module)].filter(
      ({ text, binding }) =>
        !this.hidden.has(rootName(text)) && (!initialised || !binding || initialised.has(binding)),
    );
    return [...this.locals, ...ofModule];
  }
}

/** Whether photons have the dead zone of a binding: something assigns it, so that it is isolated. */
export function hasDeadZone({ isVariable, module }: Binding): boolean {
  return isVariable && module.isReassigned && !module.isLazy;
}

/** What differs from place to place in one function. */
type Inner = Pick<Scope, 'frame' | 'locals' | 'hidden' | 'labels' | 'isStrict' | 'repeats' | 'depth'>;

/** What a module uses of others, as it writes it. */
function importedEntities(module: ModuleDraft): Entity[] {
  return [...module.imported].flatMap(([binding, texts]) =>
    binding.module.entities
      .filter((entity) => entity.binding === binding)
      .flatMap((entity) => texts.map((text) => importedAs(entity, binding, text))),
  );
}

function importedAs(entity: Entity, { name }: Binding, text: string): Entity {
  const suffix = entity.text.slice(name.length);
  // An object that is stored in a place which nobody knows is shared.
  const holdsObject = entity.kind === 'variable' && entity.type !== 'number' && entity.type !== 'string';
  const mayAssign = suffix !== '' && !(holdsObject && isEscaped(text));
  return { ...entity, text: `${text}${suffix}`, isWritable: entity.isWritable && mayAssign };
}

function touchesOnly({ touches }: Callable, initialised: ReadonlySet<Binding>): boolean {
  return touches !== undefined && [...touches].every((binding) => initialised.has(binding));
}

function rootName(text: string): string {
  return /^[\w$]+/.exec(text)?.[0] ?? text;
}
