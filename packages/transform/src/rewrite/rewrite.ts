import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { RUNTIME_EXPORTS } from '@photonize/runtime/interface';
import type { Collector } from '../diagnostics/collector.js';
import type { Decisions } from '../plan/decide.js';
import { exportedState } from '../summarize/exports.js';
import { rewriteAccess } from './access.js';
import { rewriteClass } from './classes.js';
import {
  rewriteClassInit,
  rewriteDefault,
  rewriteInit,
  rewriteNestedVar,
  rewritePattern,
} from './declarations.js';
import { Edits, type SourceMap } from './edits.js';
import { rewriteLookup } from './lookups.js';
import { namespaceExports, rewriteLoads, rewriteNamespaceAccess, viewArguments } from './namespaces.js';
import {
  companionLines,
  foreignLines,
  printPrologue,
  prologuePosition,
  tableLines,
  viewLine,
} from './prologue.js';
import { rangeOf } from './range.js';
import { rewriteOnce, rewriteStatement } from './statements.js';

/** The rewritten file; `undefined` when nothing had to be. */
export type Rewritten = { readonly code: string; readonly map: SourceMap } | undefined;

/** Carries decisions out. */
export function rewrite(decisions: Decisions, collector: Collector): Rewritten {
  return new Rewriter(decisions, collector).run();
}

class Rewriter {
  readonly #decisions: Decisions;
  readonly #collector: Collector;
  readonly #edits: Edits;
  readonly #runtime = new Map<string, string>();
  readonly #views: string[] = [];
  #default: string | undefined;

  constructor(decisions: Decisions, collector: Collector) {
    this.#decisions = decisions;
    this.#collector = collector;
    this.#edits = new Edits(decisions.facts.file.source);
  }

  run(): Rewritten {
    const { facts, isolated, actions, classActions, own, options } = this.#decisions;
    this.#rewriteTopLevel();
    this.#rewriteNestedVars();
    const context = { edits: this.#edits, names: own };
    for (const action of classActions) rewriteClass(context, action, this.#collector);
    this.#rewriteAccesses();
    this.#rewriteNamespaces();

    const exported = exportedState(
      facts.program,
      (binding) => isolated.has(binding),
      facts.imports,
      options.imports,
    );
    if (this.#default !== undefined) exported.push({ kind: 'own', name: 'default', slot: 'default' });
    const needsTable = isolated.size > 0 || actions.length > 0 || classActions.length > 0;
    if (needsTable) this.#runtime.set(this.#decisions.own.define, RUNTIME_EXPORTS.defineModule);
    const lines = [
      ...foreignLines(this.#decisions),
      ...(needsTable ? tableLines(this.#decisions, this.#default) : []),
      ...this.#views,
      ...companionLines(exported, this.#decisions),
    ];
    if (lines.length === 0 && this.#runtime.size === 0) return undefined;
    this.#insertPrologue(lines);
    return this.#edits.finish(facts.file.filename);
  }

  #rewriteTopLevel(): void {
    const context = { edits: this.#edits, names: this.#decisions.own };
    for (const action of this.#decisions.actions) {
      switch (action.kind) {
        case 'init':
          rewriteInit(context, action);
          break;
        case 'initPattern':
        case 'oncePattern':
          rewritePattern(context, action);
          break;
        case 'initClass':
          rewriteClassInit(context, action.path);
          break;
        case 'initDefault':
          this.#default = this.#decisions.names.fresh('$default');
          rewriteDefault(context, action, this.#default);
          break;
        case 'step':
        case 'onceStatement':
          rewriteStatement(context, action);
          break;
        case 'once':
          rewriteOnce(context, action);
          break;
      }
    }
  }

  #rewriteNestedVars(): void {
    const declarations = new Set<NodePath<t.VariableDeclaration>>();
    for (const { nested } of this.#decisions.isolated.values()) {
      for (const { parentPath } of nested) declarations.add(parentPath as NodePath<t.VariableDeclaration>);
    }
    for (const declaration of declarations) rewriteNestedVar(this.#edits, declaration);
  }

  #rewriteAccesses(): void {
    const { accesses, lookups } = this.#decisions;
    for (const { access, slot } of accesses) {
      const record = lookups.expressions.get(access);
      if (record !== undefined) rewriteAccess(this.#edits, access.path, record, slot);
    }
    for (const lookup of lookups.hoisted) rewriteLookup(this.#edits, lookup);
  }

  #rewriteNamespaces(): void {
    const { facts, namespaceAccesses, names, options, own } = this.#decisions;
    const helpers = new Map<string, string>();
    const helperOf = (local: string, args: string): string => {
      const known = helpers.get(local);
      if (known !== undefined) return known;
      const helper = names.fresh('$namespace');
      helpers.set(local, helper);
      this.#views.push(viewLine(own.view, helper, local, args));
      this.#runtime.set(own.view, RUNTIME_EXPORTS.view);
      return helper;
    };
    for (const { access, namespace } of namespaceAccesses) {
      const helper = helperOf(namespace.binding.identifier.name, viewArguments(namespace.module));
      rewriteNamespaceAccess(this.#edits, access, namespace, `${helper}()`);
    }
    for (const { node, name, module } of namespaceExports(facts.program, options)) {
      const local = names.fresh('$exported');
      const view = names.fresh('$view');
      const { start, end } = rangeOf(node);
      this.#edits.replace(start, end, `import * as ${local} from ${JSON.stringify(node.source?.value)};`);
      const helper = helperOf(local, viewArguments(module));
      this.#views.push(`const ${view} = ${helper}();`, `export { ${view} as ${name} };`);
    }
    if (rewriteLoads(this.#edits, facts.program, options, own.view)) {
      this.#runtime.set(own.view, RUNTIME_EXPORTS.view);
    }
  }

  #insertPrologue(lines: readonly string[]): void {
    const { facts, options } = this.#decisions;
    const { position, lead } = prologuePosition(facts.file.ast, facts.file.source);
    const text = printPrologue({ runtime: this.#runtime, lines }, facts.unit.kind, options.runtime);
    this.#edits.insertFirst(position, `${lead}${text}`);
  }
}
