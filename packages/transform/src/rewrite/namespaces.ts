import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { GENERATED_NAMES, RUNTIME_EXPORTS } from '@photonize/runtime/interface';
import type { Access } from '../analyze/accesses.js';
import type { ModuleFacts } from '../analyze/analyze.js';
import { type ImportedNamespace, nameOf } from '../analyze/imports.js';
import { isMember, memberName } from '../analyze/names.js';
import {
  hasIsolatedExports,
  type ImportedModule,
  importedModule,
  isolatedExport,
  type ResolvedOptions,
} from '../options.js';
import { rangeOf } from '../parse/range.js';
import type { Decisions } from '../plan/decide.js';
import type { Edits } from './edits.js';
import { calledBy, viewAround } from './views.js';

/** What the views of namespaces need at the top of the file. */
export interface ViewCode {
  /** What the file takes from the runtime, by local name. */
  readonly runtime: ReadonlyMap<string, string>;
  readonly lines: readonly string[];
}

/** Rewrites the namespaces of modules with isolated exports, wherever the file uses or passes on one. */
export function rewriteNamespaces(edits: Edits, decisions: Decisions): ViewCode {
  const { facts, options } = decisions;
  const views = new Views(decisions);
  for (const { access, namespace } of decisions.namespaceAccesses) {
    rewriteAccess(edits, access, namespace, views.call(namespace.binding.name, namespace.module));
  }
  rewriteSpecifiers(edits, facts, views);
  for (const each of namespaceExports(facts.program, options)) rewriteExport(edits, each, views);
  return views;
}

/** The functions that give views, one for each namespace. */
class Views {
  readonly runtime = new Map<string, string>();
  readonly lines: string[] = [];
  readonly #decisions: Decisions;
  readonly #helpers = new Map<string, string>();

  constructor(decisions: Decisions) {
    this.#decisions = decisions;
  }

  /** A call that gives the view of what the file calls `namespace`. */
  call(namespace: string, module: ImportedModule): string {
    const helper = this.#helpers.get(namespace) ?? this.#addHelper(namespace, module);
    return `${helper}()`;
  }

  #addHelper(namespace: string, module: ImportedModule): string {
    const { names, options, runtimeNames } = this.#decisions;
    const helper = names.fresh(GENERATED_NAMES.namespace);
    this.#helpers.set(namespace, helper);
    const by = module.instance === undefined ? 'view' : 'importInstance';
    const view = viewAround(by, module, { filename: options.filename, runtimeNames }).join(namespace);
    this.lines.push(`function ${helper}() { return ${view}; }`);
    for (const used of calledBy(by, module)) this.runtime.set(runtimeNames[used], RUNTIME_EXPORTS[used]);
    return helper;
  }

  /** A variable that holds the view. */
  variable(namespace: string, module: ImportedModule): string {
    const view = this.fresh(GENERATED_NAMES.view);
    const call = this.call(namespace, module);
    this.lines.push(`const ${view} = ${call};`);
    return view;
  }

  fresh(base: string): string {
    return this.#decisions.names.fresh(base);
  }
}

/**
 * A namespace object shows the root's state. Where a member that is isolated is meant, or the namespace itself
 * is handed on, a view takes its place.
 *
 *     import * as state from './state.js';
 *     state.count          →  $photon1().count          as if it were imported by name
 *     <state.Total />      →  <$r1.Total />             the same
 *     show(state)          →  show($state())
 *     state.increment()    →  state.increment()        not isolated: left alone
 *
 * @param view a call that gives the view
 */
function rewriteAccess(edits: Edits, { path }: Access, { module }: ImportedNamespace, view: string): void {
  const { node, parent, parentPath } = path;
  const member = isMember(parent) || t.isJSXMemberExpression(parent) ? parent : undefined;
  const name = member && path.key === 'object' ? memberName(member) : undefined;
  if (name !== undefined && isolatedExport(module, name) === undefined) return;
  const { start, end } = rangeOf(node);
  const isShorthand = parentPath?.isObjectProperty({ shorthand: true }) && path.key === 'value';
  if (isShorthand) edits.replace(start, end, `${node.name}: ${view}`);
  else edits.rename(start, end, view);
}

/** `import * as a from "…"; export { a }`  →  `export { $view as a }` */
function rewriteSpecifiers(edits: Edits, { program, names, imports }: ModuleFacts, views: Views): void {
  const modules = new Map(imports.namespaces.map(({ binding, module }) => [binding, module]));
  const specifiers = program.node.body.flatMap((statement) =>
    t.isExportNamedDeclaration(statement) && statement.exportKind !== 'type' ? statement.specifiers : [],
  );
  for (const specifier of specifiers) {
    if (!t.isExportSpecifier(specifier)) continue;
    const binding = names.bindingOf(specifier.local);
    const module = binding && modules.get(binding);
    if (!binding || !module) continue;
    const exported = rangeOf(specifier.exported);
    const text = `${views.variable(binding.name, module)} as ${edits.original(exported.start, exported.end)}`;
    edits.replace(rangeOf(specifier).start, rangeOf(specifier).end, text);
  }
}

/** `export * as name from "…"` of a module with isolated exports. */
interface NamespaceExport {
  readonly node: t.ExportNamedDeclaration;
  readonly name: string;
  readonly module: ImportedModule;
}

function namespaceExports({ node }: NodePath<t.Program>, { imports }: ResolvedOptions): NamespaceExport[] {
  return node.body.flatMap((statement) => {
    if (!t.isExportNamedDeclaration(statement) || !statement.source) return [];
    const module = importedModule(imports, statement.source.value);
    const [specifier] = statement.specifiers;
    if (!t.isExportNamespaceSpecifier(specifier) || !module || !hasIsolatedExports(module)) return [];
    return [{ node: statement, name: nameOf(specifier.exported), module }];
  });
}

/** `export * as name from "…"`  →  `import * as $exported from "…";` and `export { $view as name };` */
function rewriteExport(edits: Edits, { node, name, module }: NamespaceExport, views: Views): void {
  const local = views.fresh(GENERATED_NAMES.exported);
  const { start, end } = rangeOf(node);
  edits.replace(start, end, `import * as ${local} from ${JSON.stringify(node.source?.value)};`);
  views.lines.push(`export { ${views.variable(local, module)} as ${name} };`);
}
