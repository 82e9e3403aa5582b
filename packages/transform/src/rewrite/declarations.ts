import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { TABLE_METHODS } from '@photonize/runtime/interface';
import { allOwn } from '../analyze/own-code.js';
import { rangeOf, startWithParentheses } from '../parse/range.js';
import type { TopLevelAction } from '../plan/actions.js';
import { callAwaiting } from './awaiting.js';
import { type Edits, joined } from './edits.js';
import { memberText } from './member.js';
import { keepName } from './naming.js';
import { callTable, needsParentheses, type TopLevelContext, wrapExpression } from './table-calls.js';

type DeclaratorAction = Extract<TopLevelAction, { declarator: NodePath<t.VariableDeclarator> }>;

/**
 * An initializer of an isolated binding: it runs now, for root, and once for each photon.
 *
 *     let total = start();    →  let total = $module().init("total", ($r) => start());
 *     let total;              →  let total = $module().init("total", ($r) => undefined);
 *     let total!: T;          →  let total: T = $module().init("total", ($r) => undefined);
 *     let f = () => {};       →  let f = $module().init("f", ($r) => ({ "f": () => {} })["f"]);
 */
export function rewriteInit(context: TopLevelContext, { declarator, async }: DeclaratorAction): void {
  const { id, init } = declarator.node as t.VariableDeclarator & { id: t.Identifier };
  const args = `${JSON.stringify(id.name)}, `;
  if (init != null) {
    wrapExpression(context, init, declarator.node, 'init', async, args);
    return;
  }
  if (declarator.node.definite) removeDefinite(context.edits, id);
  const { start, end } = rangeOf(id);
  const [before, after] = callTable(context.names, 'init', async, args);
  context.edits.wrap(start, end, '', ` = ${before}undefined${after}`);
}

/** TypeScript allows no `!` where there is an initializer. It stands before the type. */
function removeDefinite(edits: Edits, { start, typeAnnotation }: t.Identifier): void {
  const beforeType = edits.original(start ?? 0, typeAnnotation?.start ?? 0);
  const mark = (start ?? 0) + beforeType.lastIndexOf('!');
  edits.replace(mark, mark + 1, '');
}

/**
 * A destructuring declaration becomes an assignment, which initializes one variable after the other: code in the
 * pattern may call functions that name them.
 *
 *     let [a, b = f(a)] = [];  →  let { a, b } = $module().initAll(($r, $new) => { ([$new.a, $new.b = f($r.a)] = []); });
 *     let { a }: T = f();      →  let { a } = $module().initAll(($r, $new) => { ({ a: $new.a } = f()); });
 */
export function rewriteInitPattern(context: TopLevelContext, action: DeclaratorAction): void {
  const { edits, names } = context;
  const { declarator, async } = action;
  const { start, end } = rangeOf(declarator.node);
  const parameters = `${names.record}, ${names.variables}`;
  const [before, after] =
    (async && callAwaiting(context, declarator.node, 'initAll', { parameters, body: 'statements' })) ||
    callTable(names, 'initAll', async, '', parameters);
  edits.wrap(start, end, joined(variableList(declarator), ' = ', before, '{ ('), `); }${after}`);
  const { typeAnnotation } = declarator.node.id as t.ObjectPattern | t.ArrayPattern;
  if (typeAnnotation) edits.replace(rangeOf(typeAnnotation).start, rangeOf(typeAnnotation).end, '');
}

function variableList(declarator: NodePath<t.VariableDeclarator>): string {
  return `{ ${Object.keys(declarator.getBindingIdentifiers()).join(', ')} }`;
}

/**
 * The same for constants: the pattern moves, whole, into code that runs once, with variables of its own.
 *
 *     const { a = g() } = f();       →  const { a } = $module().once(($r) => { const { a = g() } = f(); return { a }; });
 *     const [a = () => 1] = f();     →  … { const [a = ({ "a": () => 1 })["a"]] = f(); return { a }; });
 */
export function rewriteOncePattern(context: TopLevelContext, action: DeclaratorAction): void {
  const { edits, names } = context;
  const { declarator, async } = action;
  const { start, end } = rangeOf(declarator.node);
  const list = variableList(declarator);
  const [before, after] =
    (async && callAwaiting(context, declarator.node, 'once', { body: 'statements' })) ||
    callTable(names, 'once', async);
  const keyword = (declarator.parent as t.VariableDeclaration).kind;
  edits.wrap(start, end, joined(list, ' = ', before, `{ ${keyword} `), `; return ${list}; }${after}`);
  keepNamesOfDefaults(edits, declarator.node.id);
}

/** Bundlers may rename the variables inside, and what they give their names to. */
function keepNamesOfDefaults(edits: Edits, pattern: t.Node): void {
  for (const { left, right } of allOwn(pattern, (node) => t.isAssignmentPattern(node))) {
    if (t.isIdentifier(left)) keepName(edits, right, left.name);
  }
}

/**
 * A resource of the module is disposed of at its end, once. What that does to isolated state is repeated for each
 * photon, as are the effects of the initializer.
 *
 *     using a = f();        →  const a = $module().once(($r) => f()); using $using = $module().disposable(a);
 *     await using a = f();  →  const a = …; await using $using = $module().disposableAsync(a);
 */
export function rewriteUsing(
  { edits, names }: TopLevelContext,
  { path, async }: Extract<TopLevelAction, { kind: 'using' }>,
  freshName: () => string,
): void {
  const keyword = async ? 'await using' : 'using';
  const method = async ? TABLE_METHODS.disposableAsync : TABLE_METHODS.disposable;
  let position = rangeOf(path.node).start;
  for (const declarator of path.node.declarations) {
    const { start, end } = rangeOf(declarator);
    const { name } = declarator.id as t.Identifier;
    edits.replace(position, start, position === rangeOf(path.node).start ? 'const ' : '; const ');
    edits.wrap(start, end, '', `; ${keyword} ${freshName()} = ${names.module}().${method}(${name})`);
    position = end;
  }
}

/**
 * A class whose name is assigned later, or that extends such a class.
 *
 *     class A {}                 →  let A = $module().init("A", ($r) => class A {});
 *     export default class A {}  →  let A = $module().init("A", ($r) => class A {}); export { A as default };
 *     abstract class A {}        →  let A = $module().init("A", ($r) => class A {});
 *     @dec export class A {}     →  export let A = $module().init("A", ($r) => @dec class A {});
 */
export function rewriteClassInit(
  { edits, names }: TopLevelContext,
  { path, async }: Extract<TopLevelAction, { kind: 'initClass' }>,
): void {
  const { node, parentPath } = path;
  const name = node.id?.name ?? '';
  const [before, after] = callTable(names, 'init', async, `${JSON.stringify(name)}, `);
  const isDefault = parentPath?.isExportDefaultDeclaration() === true;
  const isExported = isDefault || parentPath?.isExportNamedDeclaration() === true;
  const outer = rangeOf(isExported ? parentPath.node : node);
  const { start } = rangeOf(node);
  const end = `${after};${isDefault ? ` export { ${name} as default };` : ''}`;
  const exportKeyword = isExported && !isDefault ? 'export ' : '';
  if (start > outer.start) edits.replace(outer.start, start, '');
  edits.wrap(outer.start, outer.end, `${exportKeyword}let ${name} = ${before}`, end);
  rewriteKeywords(edits, node);
}

/** What stands before the name of a class declaration has to fit a class expression. Decorators stay. */
function rewriteKeywords(edits: Edits, { decorators, id, start, abstract }: t.ClassDeclaration): void {
  const last = decorators?.at(-1);
  if (!last && !abstract) return;
  edits.replace(last?.end ?? start ?? 0, id?.start ?? 0, last ? ' class ' : 'class ');
}

/**
 * A default export that copies isolated state is isolated itself.
 *
 *     export default cache;  →  let $default = $module().init("default", ($r) => $r.cache); export { $default as default };
 */
export function rewriteDefault(
  { edits, names }: TopLevelContext,
  { path, async }: Extract<TopLevelAction, { kind: 'initDefault' }>,
  variable: string,
): void {
  const { start, end } = rangeOf(path.node);
  const declaration = path.node.declaration as t.Expression;
  edits.replace(start, startWithParentheses(declaration), `let ${variable} = `);
  const [before, after] = callTable(names, 'init', async, '"default", ');
  const [open, close] = needsParentheses(edits, declaration) ? ['(', ')'] : ['', ''];
  edits.wrap(
    startWithParentheses(declaration),
    rangeOf(declaration).end,
    `${before}${open}`,
    `${close}${after}`,
  );
  edits.wrap(start, end, '', `; export { ${variable} as default };`);
}

/**
 * A `var` in a block, a loop head or the like moves to the module's top; here remain its assignments.
 *
 *     for (var i = 0, n; …; )   →  for ($r.i = 0, void 0; …; )
 *     for (var key in table) …  →  for ($r.key in table) …
 *     if (x) var { a } = y;     →  if (x) void 0, ({ a: $r.a } = y);
 */
export function rewriteNestedVar(edits: Edits, declaration: NodePath<t.VariableDeclaration>): void {
  const { declarations } = declaration.node;
  const [first] = declarations;
  if (first === undefined) return;
  const isHead = declaration.parentPath?.isForXStatement() === true && declaration.key === 'left';
  const needsLead = !isHead && t.isPattern(first.id);
  edits.replace(rangeOf(declaration.node).start, rangeOf(first).start, needsLead ? 'void 0, ' : '');
  for (const declarator of declarations) {
    if (isHead) continue;
    const { start, end } = rangeOf(declarator);
    if (declarator.init == null) edits.replace(start, end, 'void 0');
    else if (t.isPattern(declarator.id)) edits.wrap(start, end, '(', ')');
  }
}

/**
 * A function in a block of sloppy code is assigned to its variable where it is evaluated (ECMAScript §B.3.2).
 *
 *     { f(); function f() {} }   →  { f(); function f() {} $r.f = f; }
 *     if (x) function f() {}     →  if (x) { function f() {} $r.f = f; }
 */
export function rewriteBlockFunction(
  edits: Edits,
  { node, parentPath }: NodePath<t.FunctionDeclaration>,
  record: string,
): void {
  const { start, end } = rangeOf(node);
  const name = node.id?.name ?? '';
  const [open, close] = parentPath.isIfStatement() ? ['{ ', ' }'] : ['', ''];
  edits.wrap(start, end, open, ` ${record}${memberText(name)} = ${name};${close}`);
}
