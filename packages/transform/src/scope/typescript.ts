import type * as t from '@babel/types';
import type { Construct } from './constructs.js';
import { declareIn } from './patterns.js';
import type { Place } from './place.js';
import type { Walk } from './walk.js';

/** What of TypeScript's syntax runs. All other is types. */
export const TYPESCRIPT: Readonly<Record<string, Construct>> = {
  TSAsExpression: walkExpression,
  TSSatisfiesExpression: walkExpression,
  TSNonNullExpression: walkExpression,
  TSTypeAssertion: walkExpression,
  TSInstantiationExpression: walkExpression,
  TSExportAssignment: walkExpression,

  TSImportEqualsDeclaration(walk, place: Place<t.TSImportEqualsDeclaration>) {
    declareIn(walk, place, 'id', 'alias');
    if (place.node.importKind !== 'type') walk.each(place, 'moduleReference', (name) => walkName(walk, name));
  },

  /** The members are names for each other: `enum Size { small = 1, large = small * 2 }`. */
  TSEnumDeclaration(walk, place: Place<t.TSEnumDeclaration>) {
    declareIn(walk, place, 'id', place.node.declare ? 'ambient' : 'enum');
    walk.each(place, 'body', (body) =>
      walk.within('enum', body, () => {
        walk.each(body, 'members', (member) => {
          walk.each(member, 'id', (id) => {
            if (isIdentifier(id)) walk.declare(id, 'const');
          });
          walk.child(member, 'initializer');
        });
      }),
    );
  },

  TSModuleDeclaration(walk, place: Place<t.TSModuleDeclaration>) {
    const { declare, kind } = place.node;
    if (declare || kind === 'global') return;
    walk.each(place, 'id', (id) => declareFirst(walk, id));
    walk.child(place, 'body');
  },
  TSModuleBlock: (walk, place) => walk.within('namespace', place, () => walk.child(place, 'body')),
};

function walkExpression(walk: Walk, place: Place): void {
  walk.child(place, 'expression');
}

/** `a.b.c` reads `a`. */
function walkName(walk: Walk, place: Place): void {
  if (place.node.type === 'TSQualifiedName') walk.each(place, 'left', (left) => walkName(walk, left));
  else if (isIdentifier(place)) walk.name(place, 'read');
}

/** `namespace a.b {}` declares `a`. */
function declareFirst(walk: Walk, place: Place): void {
  if (place.node.type === 'TSQualifiedName') walk.each(place, 'left', (left) => declareFirst(walk, left));
  else if (isIdentifier(place)) walk.declare(place, 'namespace');
}

function isIdentifier(place: Place): place is Place<t.Identifier> {
  return place.node.type === 'Identifier';
}
