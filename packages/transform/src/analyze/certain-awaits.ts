import * as t from '@babel/types';
import { containsAwait } from './await.js';

/** What of a construct is evaluated in any case; of others, all is. */
const CERTAIN: Readonly<Record<string, readonly string[]>> = {
  ConditionalExpression: ['test'],
  LogicalExpression: ['left'],
  AssignmentPattern: ['left'],
  OptionalMemberExpression: ['object'],
  OptionalCallExpression: ['callee'],
  // What becomes of classes is another matter.
  ClassExpression: [],
  ClassDeclaration: [],
};

/** What an expression or declaration awaits, if it does so whatever happens: none of it is conditional, or repeated. */
export function certainAwaits(node: t.Node): t.AwaitExpression[] | undefined {
  const found: t.AwaitExpression[] = [];
  return collect(node, found) ? found : undefined;
}

function collect(node: t.Node, found: t.AwaitExpression[]): boolean {
  if (t.isFunction(node)) return true;
  if (t.isThisExpression(node)) return false;
  const certain = certainKeys(node);
  const isEachCertain = (t.VISITOR_KEYS[node.type] ?? []).every((key) =>
    childrenOf(node, key).every((child) =>
      certain.includes(key) ? collect(child, found) : !containsAwait({ node: child }),
    ),
  );
  if (t.isAwaitExpression(node)) found.push(node);
  return isEachCertain;
}

function certainKeys(node: t.Node): readonly string[] {
  const isLogical = t.isAssignmentExpression(node) && /^(?:&&|\|\||\?\?)=$/.test(node.operator);
  return isLogical ? ['left'] : (CERTAIN[node.type] ?? t.VISITOR_KEYS[node.type] ?? []);
}

function childrenOf(node: t.Node, key: string): t.Node[] {
  const held = (node as unknown as Record<string, t.Node | (t.Node | null)[] | null | undefined>)[key];
  return [held].flat().filter((child): child is t.Node => child != null);
}
