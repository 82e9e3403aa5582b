import { parse } from '@babel/parser';
import * as t from '@babel/types';

/** Parses generated code. */
export function parseOutput(code: string, filename = 'input.js'): t.File {
  const plugins = filename.endsWith('.tsx') ? (['typescript', 'jsx'] as const) : (['jsx'] as const);
  return parse(code, {
    sourceType: /^\s*(?:import|export)\b/m.test(code) ? 'module' : 'commonjs',
    plugins: filename.endsWith('.ts') ? ['typescript', 'decorators-legacy'] : [...plugins, 'decorators'],
    ranges: true,
  });
}

/** All nodes of a type below a node, itself included. */
export function nodesOf<T extends t.Node['type']>(root: t.Node, type: T): Extract<t.Node, { type: T }>[] {
  const found: Extract<t.Node, { type: T }>[] = [];
  t.traverseFast(root, (node) => {
    if (node.type === type) found.push(node as Extract<t.Node, { type: T }>);
  });
  return found;
}

/** The lookups of records in a piece of code: calls such as `$photon()`, with or without a captured record. */
export function lookupsIn(root: t.Node): t.CallExpression[] {
  return nodesOf(root, 'CallExpression').filter(
    ({ callee }) => t.isIdentifier(callee) && /^\$photon\d*$/.test(callee.name),
  );
}

/** The function, method or arrow function of that name. */
export function functionNamed(root: t.Node, name: string): t.Function {
  let found: t.Function | undefined;
  t.traverseFast(root, (node) => {
    if (t.isFunctionDeclaration(node) && node.id?.name === name) found ??= node;
    if ((t.isObjectMethod(node) || t.isClassMethod(node)) && t.isIdentifier(node.key, { name }))
      found ??= node;
    if (t.isVariableDeclarator(node) && t.isIdentifier(node.id, { name }) && t.isFunction(node.init))
      found ??= node.init;
  });
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
}
