import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { GENERATED_NAMES, RUNTIME_EXPORTS } from '@photonize/runtime/interface';
import { rangeOf } from '../parse/range.js';
import type { TopLevelAction } from '../plan/actions.js';
import type { Decisions } from '../plan/decide.js';
import type { GlobalsPlan } from '../plan/globals.js';
import type { RuntimeNames } from '../plan/names.js';
import type { ForeignRecord, InstanceImport } from '../plan/slots.js';
import { topLevelRecord, type UnitPlan } from '../plan/unit-plan.js';
import type { Binding } from '../scope/scope.js';
import { type ExportedState, exportedState } from '../summarize/exports.js';
import { rewriteAttributes } from './attributes.js';
import { rewriteClass, rewriteStaticDeletion } from './classes.js';
import { rewriteCode } from './code.js';
import {
  rewriteBlockFunction,
  rewriteClassInit,
  rewriteDefault,
  rewriteInit,
  rewriteInitPattern,
  rewriteNestedVar,
  rewriteOncePattern,
  rewriteUsing,
} from './declarations.js';
import { Edits } from './edits.js';
import { rewriteFunction } from './functions.js';
import { rewriteGlobals } from './globals.js';
import { importedInstance, instanceLines, wrapInstance } from './instance.js';
import { helperLine } from './loads.js';
import { rewriteNamespaceVariables } from './namespace-variables.js';
import { rewriteNamespaces } from './namespaces.js';
import type { SourceMap } from './print.js';
import {
  companionExport,
  exportedNames,
  foreignImport,
  printPrologue,
  prologuePosition,
  startOfFile,
  tableLines,
} from './prologue.js';
import {
  rewriteInPlace,
  rewriteOnce,
  rewriteProperty,
  rewritePropertyAssignment,
  rewriteStatement,
} from './statements.js';
import type { TopLevelContext } from './table-calls.js';
import { calledBy } from './views.js';

/** The rewritten file; `undefined` when nothing had to be. */
export type Rewritten = { readonly code: string; readonly map: SourceMap } | undefined;

/** Carries decisions out. */
export function rewrite(decisions: Decisions): Rewritten {
  return new Rewriter(decisions).run();
}

class Rewriter {
  readonly #decisions: Decisions;
  readonly #edits: Edits;
  readonly #runtime = new Map<string, string>();
  #default: string | undefined;
  #awaiting: string | undefined;

  constructor(decisions: Decisions) {
    const { file } = decisions.facts;
    this.#decisions = decisions;
    this.#edits = new Edits(file.source, file.ast.comments?.map(rangeOf));
  }

  run(): Rewritten {
    const { facts, options, units } = this.#decisions;
    for (const unit of units) this.#rewriteTopLevel(unit);
    const file = { filename: options.filename, runtimeNames: this.#decisions.runtimeNames };
    rewriteCode(this.#edits, this.#decisions.code, file, units[0].names.value);
    for (const deletion of this.#decisions.staticDeletions) rewriteStaticDeletion(this.#edits, deletion);
    rewriteAttributes(this.#edits, facts, options);
    const views = rewriteNamespaces(this.#edits, this.#decisions);
    for (const [local, name] of views.runtime) this.#runtime.set(local, name);

    const [main, ...wrappers] = units;
    const lines = [...this.#tableLines(main, this.#default), ...exportedNames(main), ...views.lines];
    const tables = wrappers.map((wrapper) => [wrapper, this.#tableLines(wrapper)] as const);
    for (const record of this.#decisions.foreign) {
      if (record.instance) lines.push(...this.#instanceLines(record, record.instance));
      else this.#insertAfterLoad(record.specifier, foreignImport(record));
    }
    for (const load of this.#decisions.loads) {
      for (const used of calledBy(load.by, load.module)) this.#use(used);
      lines.push(...helperLine(load, file, units[0].names.value));
    }
    for (const state of options.linked ? this.#exportedState() : []) {
      const text = companionExport(state, this.#decisions);
      if (state.kind === 'forward') this.#insertAfterLoad(state.specifier, text);
      else lines.push(text);
    }
    if (this.#decisions.globals) lines.push(this.#rewriteGlobals(this.#decisions.globals));
    if (this.#decisions.asInstance) this.#wrapInstance();
    if (lines.length === 0 && this.#edits.isEmpty) return undefined;
    this.#insert(main, lines);
    for (const [wrapper, table] of tables) this.#insert(wrapper, table);
    return this.#edits.finish(facts.file.filename);
  }

  /** Modules are evaluated in the order in which they are named: whatever loads one more follows what does already. */
  #insertAfterLoad(specifier: string, text: string): void {
    const load = this.#decisions.facts.program.node.body.find(
      (statement) => 'source' in statement && statement.source?.value === specifier,
    );
    if (!load) return;
    const { start, end } = rangeOf(load);
    const separator = this.#edits.original(end - 1, end) === ';' ? ' ' : '; ';
    this.#edits.wrap(start, end, '', `${separator}${text}`);
  }

  #tableLines(plan: UnitPlan, defaultVariable?: string): string[] {
    if (!plan.hasTable) return [];
    const functions = plan.functions.flatMap((each) => rewriteFunction(this.#edits, each));
    return [...functions, ...tableLines(plan, this.#use('define'), defaultVariable)];
  }

  #instanceLines(record: ForeignRecord, instance: InstanceImport): string[] {
    const importInstance = this.#use('importInstance');
    const { filename } = this.#decisions.options;
    return instanceLines(record, instance, (path) => importedInstance(path, filename, importInstance));
  }

  /** @returns what the file calls a function of the runtime, which it imports then */
  #use(name: keyof RuntimeNames): string {
    const local = this.#decisions.runtimeNames[name];
    this.#runtime.set(local, RUNTIME_EXPORTS[name]);
    return local;
  }

  #exportedState(): ExportedState[] {
    const { facts, options, units } = this.#decisions;
    const isIsolated = (binding: Binding) => units.some(({ isolated }) => isolated.has(binding));
    const exported = exportedState(facts.units[0].unit, isIsolated, facts.imports, options.imports);
    return this.#default === undefined ? exported : [...exported, { kind: 'default', name: 'default' }];
  }

  #rewriteTopLevel(plan: UnitPlan): void {
    const { names, actions, propertyAssignments, classActions, isolated, unit } = plan;
    const context = { edits: this.#edits, names };
    for (const action of actions) this.#rewriteAction(context, action);
    for (const assignment of propertyAssignments) rewritePropertyAssignment(context, assignment);
    for (const action of classActions) rewriteClass(context, action);
    const nested = [...isolated.values()].flatMap((facts) =>
      facts.nested.map(({ parentPath }) => parentPath),
    );
    for (const declaration of new Set(nested)) {
      rewriteNestedVar(this.#edits, declaration as NodePath<t.VariableDeclaration>);
    }
    for (const { blockFunctions } of isolated.values()) {
      for (const path of blockFunctions) {
        rewriteBlockFunction(this.#edits, path, topLevelRecord(plan, path, unit));
      }
    }
  }

  #rewriteAction(context: TopLevelContext, action: TopLevelAction): void {
    switch (action.kind) {
      case 'init':
        rewriteInit(context, action);
        break;
      case 'initPattern':
        rewriteInitPattern(context, action);
        break;
      case 'oncePattern':
        rewriteOncePattern(context, action);
        break;
      case 'namespaceVariables':
        rewriteNamespaceVariables(context, action);
        break;
      case 'initClass':
        rewriteClassInit(context, action);
        break;
      case 'initDefault':
        this.#default = this.#decisions.names.fresh(GENERATED_NAMES.default);
        rewriteDefault(context, action, this.#default);
        break;
      case 'step':
      case 'onceStatement':
        rewriteStatement(context, action, () => this.#awaitingName());
        break;
      case 'using':
        rewriteUsing(context, action, () => this.#decisions.names.fresh(GENERATED_NAMES.using));
        break;
      case 'property':
        rewriteProperty(context, action);
        break;
      case 'inPlace':
        rewriteInPlace(context, action);
        break;
      case 'once':
        rewriteOnce(context, action);
        break;
      case 'unreachable':
        break;
    }
  }

  /** What holds a statement that awaits, while it runs. */
  #awaitingName(): string {
    this.#awaiting ??= this.#decisions.names.fresh(GENERATED_NAMES.awaiting);
    return this.#awaiting;
  }

  #rewriteGlobals(plan: GlobalsPlan): string {
    const { runtimeNames } = this.#decisions;
    for (const used of rewriteGlobals(this.#edits, plan, runtimeNames)) this.#use(used);
    return `${runtimeNames.isolateGlobals}();`;
  }

  #wrapInstance(): void {
    const { facts, units } = this.#decisions;
    const { position: start } = startOfFile(facts.program.node);
    wrapInstance(this.#edits, units[0].unit, { start, end: facts.file.source.length }, this.#use('define'));
  }

  #insert({ unit }: UnitPlan, lines: readonly string[]): void {
    const { facts, options, units, asInstance } = this.#decisions;
    const isFile = unit === units[0].unit;
    if (lines.length === 0 && !isFile) return;
    const { position, lead } = asInstance
      ? startOfFile(facts.program.node)
      : prologuePosition(unit.home.node, facts.file.source);
    const text = isFile
      ? printPrologue({ runtime: this.#runtime, lines }, unit.kind, options)
      : `${lines.join('\n')}\n`;
    this.#edits.insertFirst(position, `${lead}${text}`);
  }
}
