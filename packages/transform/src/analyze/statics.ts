import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { directiveOf } from '../parse/directives.js';
import type { Names } from '../scope/names.js';
import type { Activations } from './activation.js';

/** A class whose definition is top-level code. Its static fields are module-level state. */
export type TopLevelClass = NodePath<t.ClassDeclaration> | NodePath<t.ClassExpression>;

/** Finds the classes that are defined once, outside all functions. */
export function findTopLevelClasses({ scopes }: Names, activations: Activations): TopLevelClass[] {
  return scopes
    .filter(({ kind }) => kind === 'class')
    .map(({ place }) => place.path as TopLevelClass)
    .filter((path) => activations.around(path) === undefined);
}

/** A static field, public or private. */
export type StaticField = NodePath<t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty>;

/** The static fields of a class that hold state: TypeScript's `readonly` ones are final. */
export function staticFields(path: TopLevelClass): StaticField[] {
  const members = (path as NodePath<t.Class>).get('body').get('body') as NodePath[];
  return members.filter((member): member is StaticField => {
    const isField =
      member.isClassProperty() || member.isClassPrivateProperty() || member.isClassAccessorProperty();
    if (!isField || member.node.static !== true) return false;
    return !('declare' in member.node && member.node.declare);
  });
}

/** Whether a field is left alone: a directive says so, or TypeScript calls it final. */
export function isSharedField({ node }: StaticField): boolean {
  const directive = directiveOf(node);
  const isReadonly = 'readonly' in node && node.readonly === true;
  return directive === 'shared' || (isReadonly && directive !== 'private');
}
