import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { type Directive, directiveOf } from '../parse/directives.js';
import type { Names } from '../scope/names.js';
import type { Place } from '../scope/place.js';
import type { Activations } from './activation.js';
import { isSameByConstruction } from './constancy.js';
import { declarationStatement } from './declarations.js';
import { isTarget } from './positions.js';
import type { Unit, UnitFinder } from './unit.js';

/** A class whose definition is top-level code. Its static fields are module-level state. */
export type TopLevelClass = NodePath<t.ClassDeclaration> | NodePath<t.ClassExpression>;

/** A static field, public or private. */
export type StaticField = NodePath<t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty>;

/** What is known of a class that is defined once, outside all functions. */
export interface ClassFacts {
  readonly path: TopLevelClass;
  readonly fields: readonly StaticFacts[];
}

/** What is known of one static field. */
export interface StaticFacts {
  readonly path: StaticField;
  /** Whether TypeScript calls it final. */
  readonly isReadonly: boolean;
  /** Whether it is private, nothing in the class assigns it, and its value is the same by construction. */
  readonly isConstant: boolean;
  /** What a comment before the field, or else before the class, asks for. */
  readonly directive: Directive | undefined;
}

/** Finds the classes that each unit defines once, outside all functions. */
export function findTopLevelClasses(
  { scopes }: Names,
  activations: Activations,
  finder: UnitFinder,
): Map<Unit, ClassFacts[]> {
  const classes = scopes
    .filter(({ kind }) => kind === 'class')
    .map(({ place }) => ({ place, path: place.path as TopLevelClass }))
    .filter(({ path }) => activations.around(path) === undefined);
  const byUnit = Map.groupBy(classes, ({ path }) => finder.around(path));
  const found = [...byUnit].flatMap(([unit, group]): [Unit, ClassFacts[]][] =>
    unit ? [[unit, group.map(({ place, path }) => classFacts(place, path, unit))]] : [],
  );
  return new Map(found);
}

function classFacts(place: Place, path: TopLevelClass, unit: Unit): ClassFacts {
  const statement = path.isClassDeclaration() ? declarationStatement(place) : place;
  const directive = directiveOf(statement.node);
  return {
    path,
    fields: staticFields(path).map((field) => factsOf(field, path, unit, directive)),
  };
}

/** All members of a class. */
export function membersOf(path: TopLevelClass): NodePath<t.ClassBody['body'][number]>[] {
  return (path as NodePath<t.Class>).get('body').get('body');
}

function staticFields(path: TopLevelClass): StaticField[] {
  return (membersOf(path) as NodePath[]).filter((member): member is StaticField => {
    const isField =
      member.isClassProperty() || member.isClassPrivateProperty() || member.isClassAccessorProperty();
    if (!isField || member.node.static !== true) return false;
    return !('declare' in member.node && member.node.declare);
  });
}

function factsOf(
  path: StaticField,
  owner: TopLevelClass,
  unit: Unit,
  ofClass: Directive | undefined,
): StaticFacts {
  const { node } = path;
  return {
    path,
    isReadonly: 'readonly' in node && node.readonly === true,
    isConstant: isConstant(path, owner, unit),
    directive: directiveOf(node) ?? ofClass,
  };
}

/** Only code in the class can name a private field, so there is nobody else who could assign it. */
function isConstant({ node }: StaticField, owner: TopLevelClass, unit: Unit): boolean {
  if (!t.isPrivateName(node.key) || node.decorators?.length) return false;
  const isFixed = node.value == null || isSameByConstruction(node.value, unit, () => false);
  return isFixed && !isAssignedIn(owner, node.key.id.name);
}

function isAssignedIn(owner: TopLevelClass, name: string): boolean {
  let found = false;
  (owner as NodePath).traverse({
    noScope: true,
    PrivateName({ node, parentPath }) {
      if (node.id.name === name && parentPath?.isMemberExpression()) found ||= isTarget(parentPath);
    },
    // Direct eval sees private names.
    CallExpression({ node }) {
      found ||= t.isIdentifier(node.callee, { name: 'eval' });
    },
  });
  return found;
}
