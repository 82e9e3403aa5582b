import type { Binding, NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { withoutTypes } from './names.js';
import { resolveBinding } from './resolve.js';

/**
 * The bindings that TypeScript code assigns through an assertion, which the scope analysis takes for a read:
 * `(count as number) += 1`, `count!++`, `[(a as A)] = list`, `for (item! of items)`.
 */
export function typedTargets(program: NodePath<t.Program>): Set<Binding> {
  const found = new Set<Binding>();
  const add = (path: NodePath, target: t.Node) => {
    for (const name of typedNames(target)) {
      const binding = resolveBinding(path, name);
      if (binding) found.add(binding);
    }
  };
  program.traverse({
    AssignmentExpression: (path) => add(path, path.node.left),
    UpdateExpression: (path) => add(path, path.node.argument),
    ForXStatement: (path) => add(path, path.node.left),
  });
  return found;
}

function typedNames(target: t.Node | null): string[] {
  if (target === null) return [];
  const inner = withoutTypes(target);
  if (inner !== target) return t.isIdentifier(inner) ? [inner.name] : typedNames(inner);
  if (t.isArrayPattern(target)) return target.elements.flatMap(typedNames);
  if (t.isRestElement(target)) return typedNames(target.argument);
  if (t.isAssignmentPattern(target)) return typedNames(target.left);
  if (!t.isObjectPattern(target)) return [];
  return target.properties.flatMap((property) =>
    typedNames(t.isRestElement(property) ? property : property.value),
  );
}
