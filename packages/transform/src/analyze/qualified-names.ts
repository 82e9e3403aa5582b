import * as t from '@babel/types';
import type { Names } from '../scope/names.js';
import type { Binding } from '../scope/scope.js';
import { memberName } from './names.js';
import type { ExportedVariables, NamespaceFacts } from './namespaces.js';

/** The declaration of the exported variable that `node` names from outside: `Config.level`, `Config.Limits.high`. */
export function exportedVariable(
  node: t.MemberExpression,
  namespaces: readonly NamespaceFacts[],
  names: Names,
): ExportedVariables | undefined {
  const name = memberName(node) ?? '';
  const object = qualifiedName(node.object, names);
  return namespaces
    .filter(({ path }) => object && isCalled(path, object, names))
    .flatMap(({ exported }) => exported)
    .find(({ path }) => name in path.getBindingIdentifiers());
}

/** What `a.b.c` begins with, and the names that follow. */
interface QualifiedName {
  readonly root: Binding;
  readonly members: readonly (string | undefined)[];
}

function qualifiedName(node: t.Node, names: Names): QualifiedName | undefined {
  if (t.isMemberExpression(node)) return memberOf(qualifiedName(node.object, names), memberName(node));
  if (t.isTSQualifiedName(node)) return memberOf(qualifiedName(node.left, names), node.right.name);
  const root = names.bindingOf(node);
  const [declaration] = root?.declarations ?? [];
  // import Limits = Config.Limits
  if (t.isTSImportEqualsDeclaration(declaration?.node))
    return qualifiedName(declaration.node.moduleReference, names);
  return root && { root, members: [] };
}

function memberOf(object: QualifiedName | undefined, name: string | undefined): QualifiedName | undefined {
  return object && { ...object, members: [...object.members, name] };
}

/** Whether a name leads to the namespace that its declarations call so; code inside the outer ones leaves their names out. */
function isCalled(path: readonly t.Identifier[], { root, members }: QualifiedName, names: Names): boolean {
  const rest = path.slice(path.length - members.length);
  const first = path.at(-members.length - 1);
  return (
    first !== undefined && names.bindingOf(first) === root && rest.every(({ name }, i) => name === members[i])
  );
}
