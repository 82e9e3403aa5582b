import type * as t from '@babel/types';
import { declareIn, simpleParams, writeTo } from './patterns.js';
import type { Place } from './place.js';
import { TYPESCRIPT } from './typescript.js';
import type { Walk } from './walk.js';

/** Walks a node of one type. */
// biome-ignore lint/suspicious/noExplicitAny: each function of the tables below names its type.
export type Construct = (walk: Walk, place: Place<any>) => void;

/** What declares names, opens a scope, or holds identifiers that name nothing. All other syntax is walked whole. */
export const CONSTRUCTS: Readonly<Record<string, Construct>> = {
  ...TYPESCRIPT,

  FunctionDeclaration(walk, place: Place<t.FunctionDeclaration>) {
    declareIn(walk, place, 'id', 'function');
    walkFunction(walk, place);
  },
  FunctionExpression(walk, place: Place<t.FunctionExpression>) {
    if (!place.node.id) walkFunction(walk, place);
    else {
      walk.within('self', place, () => {
        declareIn(walk, place, 'id', 'self');
        walkFunction(walk, place);
      });
    }
  },
  ArrowFunctionExpression: walkFunction,
  ObjectMethod: walkMethod,
  ClassMethod: walkMethod,
  ClassPrivateMethod: walkMethod,

  ClassDeclaration(walk, place: Place<t.ClassDeclaration>) {
    if (place.node.declare) declareIn(walk, place, 'id', 'ambient');
    else {
      walkClass(walk, place);
      declareIn(walk, place, 'id', 'class');
    }
  },
  ClassExpression: walkClass,
  ClassProperty: walkField,
  ClassAccessorProperty: walkField,
  ClassPrivateProperty: walkField,
  StaticBlock: (walk, place) => walk.within('staticBlock', place, () => walk.child(place, 'body')),

  VariableDeclaration(walk, place: Place<t.VariableDeclaration>) {
    const { kind, declare } = place.node;
    const declared = declare ? 'ambient' : kind === 'var' || kind === 'let' ? kind : 'const';
    walk.each(place, 'declarations', (declarator) => {
      declareIn(walk, declarator, 'id', declared);
      walk.child(declarator, 'init');
    });
  },
  ImportDeclaration(walk, place: Place<t.ImportDeclaration>) {
    walk.each(place, 'specifiers', (specifier) => declareIn(walk, specifier, 'local', 'import'));
  },
  ExportNamedDeclaration(walk, place: Place<t.ExportNamedDeclaration>) {
    const { source, exportKind } = place.node;
    walk.child(place, 'declaration');
    if (source || exportKind === 'type') return;
    walk.each(place, 'specifiers', (specifier) => {
      const { exportKind: kind } = specifier.node as t.ExportSpecifier;
      if (kind !== 'type')
        walk.each(specifier, 'local', (local) => walk.name(local as Place<t.Identifier>, 'export'));
    });
  },
  ExportAllDeclaration() {},

  IfStatement(walk, place: Place<t.IfStatement>) {
    walk.child(place, 'test');
    for (const key of ['consequent', 'alternate']) {
      walk.each(place, key, (branch) =>
        walkBlock(walk, branch, isLexical(branch.node), () => walk.visit(branch)),
      );
    }
  },
  BlockStatement(walk, place: Place<t.BlockStatement>) {
    walkBlock(walk, place, place.node.body.some(isLexical), () => walk.child(place, 'body'));
  },
  SwitchStatement(walk, place: Place<t.SwitchStatement>) {
    const declares = place.node.cases.some(({ consequent }) => consequent.some(isLexical));
    walk.child(place, 'discriminant');
    walkBlock(walk, place, declares, () => walk.child(place, 'cases'));
  },
  CatchClause(walk, place: Place<t.CatchClause>) {
    walk.within('catch', place, () => {
      declareIn(walk, place, 'param', 'catch');
      walk.child(place, 'body');
    });
  },
  ForStatement(walk, place: Place<t.ForStatement>) {
    walkBlock(walk, place, isLexical(place.node.init), () => {
      for (const key of ['init', 'test', 'update', 'body']) walk.child(place, key);
    });
  },
  ForInStatement: walkForX,
  ForOfStatement: walkForX,

  AssignmentExpression(walk, place) {
    writeTo(walk, place, 'left');
    walk.child(place, 'right');
  },
  UpdateExpression: (walk, place) => writeTo(walk, place, 'argument'),

  MemberExpression: walkMember,
  OptionalMemberExpression: walkMember,
  ObjectProperty(walk, place: Place<t.ObjectProperty>) {
    walkKey(walk, place);
    walk.child(place, 'value');
  },
  LabeledStatement: (walk, place) => walk.child(place, 'body'),
  BreakStatement() {},
  ContinueStatement() {},
  MetaProperty() {},
  PrivateName() {},
  ThisExpression: (walk, place) => walk.noteThis(place),
  ImportExpression(walk, place) {
    walk.dynamicImports.push(place);
    walk.child(place, 'source');
    walk.child(place, 'options');
  },

  JSXOpeningFragment(walk) {
    walk.usesJsx = true;
  },
  JSXOpeningElement(walk, place) {
    walk.usesJsx = true;
    walk.each(place, 'name', (name) => walkTag(walk, name));
    walk.child(place, 'attributes');
  },
  JSXClosingElement: (walk, place) => walk.each(place, 'name', (name) => walkTag(walk, name)),
  JSXAttribute: (walk, place) => walk.child(place, 'value'),
};

/** Default values do not see what the body declares (ECMAScript §10.2.11). */
function walkFunction(walk: Walk, place: Place<t.Function>): void {
  const body = () => {
    // The body's block is no scope beside the function's.
    if (place.node.body.type !== 'BlockStatement') walk.child(place, 'body');
    else walk.each(place, 'body', (block) => walk.child(block, 'body'));
  };
  const isSimple = simpleParams(place.node);
  walk.within(isSimple ? 'function' : 'params', place, () => {
    declareIn(walk, place, 'params', 'param');
    if (isSimple) body();
    else walk.each(place, 'body', (block) => walk.within('function', block, body));
  });
}

function walkMethod(walk: Walk, place: Place<t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod>): void {
  walk.child(place, 'decorators');
  walkKey(walk, place);
  walkFunction(walk, place);
}

/** Inside, the name of a class is a constant of its own (ECMAScript §15.7.14). */
function walkClass(walk: Walk, place: Place<t.Class>): void {
  walk.child(place, 'decorators');
  walk.within('class', place, () => {
    declareIn(walk, place, 'id', 'self');
    walk.child(place, 'superClass');
    walk.child(place, 'body');
  });
}

function walkField(walk: Walk, place: Place<t.ClassProperty | t.ClassPrivateProperty>): void {
  walk.child(place, 'decorators');
  walkKey(walk, place);
  walk.child(place, 'value');
}

function walkKey(walk: Walk, place: Place): void {
  if ('computed' in place.node && place.node.computed) walk.child(place, 'key');
}

function walkMember(walk: Walk, place: Place<t.MemberExpression | t.OptionalMemberExpression>): void {
  walk.child(place, 'object');
  if (place.node.computed) walk.child(place, 'property');
}

function walkForX(walk: Walk, place: Place<t.ForXStatement>): void {
  const { left } = place.node;
  walkBlock(walk, place, isLexical(left), () => {
    if (left.type === 'VariableDeclaration') walk.child(place, 'left');
    else writeTo(walk, place, 'left');
    walk.child(place, 'right');
    walk.child(place, 'body');
  });
}

/** Most blocks declare nothing, and need no scope. */
function walkBlock(walk: Walk, place: Place, declares: boolean, code: () => void): void {
  if (declares) walk.within('block', place, code);
  else code();
}

function isLexical(node: t.Node | null | undefined): boolean {
  if (node?.type === 'VariableDeclaration') return node.kind !== 'var';
  if (node?.type === 'LabeledStatement') return isLexical(node.body);
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'ClassDeclaration' ||
    node?.type === 'TSEnumDeclaration'
  );
}

/** A tag names a binding unless it is lower-case, as in `<div>`; in `<a.b>`, `a` names one (JSX, §2). */
function walkTag(walk: Walk, place: Place): void {
  const { node } = place;
  if (node.type === 'JSXIdentifier' && (place.key === 'object' || /^[A-Z_$]/.test(node.name))) {
    walk.name(place as Place<t.JSXIdentifier>, 'read');
  } else if (node.type === 'JSXMemberExpression') {
    walk.each(place, 'object', (object) => walkTag(walk, object));
  }
}
