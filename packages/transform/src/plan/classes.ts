import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { containsAwait } from '../analyze/await.js';
import { isInert } from '../analyze/inert.js';
import { isSharedField, type StaticField, staticFields, type TopLevelClass } from '../analyze/statics.js';
import type { Names } from '../scope/names.js';

/** What becomes of the static side of a class that is defined at top level. */
export type ClassAction =
  /** `static count = 0` */
  | {
      readonly kind: 'staticField';
      readonly path: StaticField;
      readonly owner: TopLevelClass;
      readonly inStep: boolean;
    }
  /** `static readonly table = build()`, or `extends mixin(Base)`: runs once */
  | { readonly kind: 'classOnce'; readonly path: NodePath<t.Expression>; readonly async: boolean }
  /** `static { register(this); }`: a step */
  | { readonly kind: 'staticBlock'; readonly path: NodePath<t.StaticBlock> }
  /** `@register("a")`: evaluated and applied once */
  | { readonly kind: 'decorator'; readonly path: NodePath<t.Decorator> };

/** What the planner of classes needs to know. */
export interface ClassFacts {
  readonly classes: readonly TopLevelClass[];
  /** Whether the class is part of a step, and so made again where the step runs again. */
  readonly isInStep: (path: TopLevelClass) => boolean;
  /** Whether the module's top-level code has to be watched at all. */
  readonly watches: boolean;
  readonly touches: (node: t.Node) => boolean;
  readonly names: Names;
  /** Reports a construct that cannot be rewritten. */
  readonly refuse: (node: t.Node, construct: string, alternative: string) => void;
}

/** Decides what becomes of the code that runs when the classes are defined. */
export function planClasses(facts: ClassFacts): ClassAction[] {
  return facts.classes.flatMap((path) => planClass(path, facts));
}

function planClass(path: TopLevelClass, facts: ClassFacts): ClassAction[] {
  const inStep = facts.isInStep(path);
  const fields = staticFields(path).filter((field) => !isSharedField(field));
  for (const field of fields) refuseField(field, facts);
  const state = fields.map(
    (field): ClassAction => ({ kind: 'staticField', path: field, owner: path, inStep }),
  );
  if (inStep || !facts.watches) return state;
  const members = (path as NodePath<t.Class>).get('body').get('body') as NodePath[];
  return [
    ...planOnce(path.get('superClass') as NodePath<t.Expression | null>, facts),
    ...staticFields(path)
      .filter(isSharedField)
      .flatMap((field) => planOnce(field.get('value') as NodePath, facts)),
    ...members.flatMap((member) => planKey(member, facts)),
    ...members.flatMap((member) => (member.isStaticBlock() ? planBlock(member, facts) : [])),
    ...[path as NodePath, ...members].flatMap(decoratorsOf),
    ...state,
  ];
}

function planOnce(path: NodePath<t.Node | null>, facts: ClassFacts): ClassAction[] {
  if (!path.isExpression() || !runsCode(path, facts)) return [];
  return [{ kind: 'classOnce', path, async: containsAwait(path) }];
}

/** `[(store = new WeakMap(), name)]() {}`, as TypeScript prints private fields for old targets. */
function planKey(member: NodePath, facts: ClassFacts): ClassAction[] {
  const isComputed = 'computed' in member.node && member.node.computed === true;
  return isComputed ? planOnce(member.get('key') as NodePath, facts) : [];
}

function planBlock(path: NodePath<t.StaticBlock>, facts: ClassFacts): ClassAction[] {
  const runs = path.get('body').some((statement) => runsCode(statement, facts));
  return runs ? [{ kind: 'staticBlock', path }] : [];
}

function runsCode({ node }: NodePath, { touches, names }: ClassFacts): boolean {
  return touches(node) || !isInert(node, names);
}

function decoratorsOf(path: NodePath): ClassAction[] {
  const decorators = 'decorators' in path.node ? (path.get('decorators') as NodePath | NodePath[]) : [];
  return [decorators]
    .flat()
    .flatMap((decorator) => (decorator.isDecorator() ? [{ kind: 'decorator', path: decorator }] : []));
}

/** Static fields of a form that this version cannot rewrite. */
function refuseField(path: StaticField, { refuse }: ClassFacts): void {
  const { node } = path;
  const isComputed = 'computed' in node && node.computed === true;
  const isConstantKey = t.isIdentifier(node.key) || t.isMemberExpression(node.key);
  const inLoop = path.findParent((parent) => parent.isLoop()) !== null;
  if (t.isClassAccessorProperty(node)) refuse(node, '`static accessor`', 'a static field');
  else if (node.decorators?.length) refuse(node, 'a decorated static field', 'a field without decorators');
  else if (isComputed && !isConstantKey) {
    refuse(node, 'a static field with a computed key', 'a field with a constant for its key');
  } else if (inLoop && t.isPrivateName(node.key)) {
    refuse(node, 'a private static field of a class in a loop', 'a public one');
  }
}
