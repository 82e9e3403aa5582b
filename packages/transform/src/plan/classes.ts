import type { NodePath } from '@babel/traverse';
import * as t from '@babel/types';
import { containsAwait } from '../analyze/await.js';
import { isInert } from '../analyze/inert.js';
import { type ClassFacts, membersOf, type StaticField, type TopLevelClass } from '../analyze/statics.js';
import type { Unit } from '../analyze/unit.js';
import { isStaticState } from './static-fate.js';
import type { ClassNames, ClassPlace, StaticFieldAction } from './static-fields.js';

/** What becomes of the static side of a class that is defined at top level. */
export type ClassAction =
  /** `static count = 0` */
  | StaticFieldAction
  /** `static readonly table = build()`, or `extends mixin(Base)`: runs once */
  | { readonly kind: 'classOnce'; readonly path: NodePath<t.Expression>; readonly async: boolean }
  /** `static { register(this); }`: a step */
  | { readonly kind: 'staticBlock'; readonly path: NodePath<t.StaticBlock> }
  /** `@register("a")`: evaluated and applied once */
  | {
      readonly kind: 'decorator';
      readonly path: NodePath<t.Decorator>;
      /** The isolated field that it decorates. */
      readonly field: string | undefined;
    };

/** What the planner of classes needs to know. */
export interface ClassContext {
  readonly classes: readonly ClassFacts[];
  readonly classNames: ClassNames;
  readonly unit: Unit;
  /** Whether the class is part of a step, and so made again where the step runs again. */
  readonly isInStep: (path: TopLevelClass) => boolean;
  /** Whether the module's top-level code has to be watched at all. */
  readonly watches: boolean;
  readonly touches: (node: t.Node) => boolean;
  /** Reports a construct that cannot be rewritten. */
  readonly refuse: (node: t.Node, construct: string, alternative: string) => void;
}

/** Decides what becomes of the code that runs when the classes are defined. */
export function planClasses(context: ClassContext): ClassAction[] {
  const steps = new Set<t.Node>(context.classes.flatMap((facts) => stepsOf(facts, context)));
  const isInStep = (path: TopLevelClass) =>
    context.isInStep(path) || path.find(({ node }) => steps.has(node)) !== null;
  return context.classes.flatMap((facts) => planClass(facts, { ...context, isInStep }));
}

/** What of a class photons run again: a class in there is made anew by each. */
function stepsOf({ path, fields }: ClassFacts, context: ClassContext): t.Node[] {
  const values = fields.filter(isStaticState).flatMap((field) => field.path.node.value ?? []);
  const blocks = membersOf(path).flatMap((member) =>
    member.isStaticBlock() && planBlock(member, context).length > 0 ? [member.node] : [],
  );
  return [...values, ...blocks];
}

function planClass({ path, fields }: ClassFacts, context: ClassContext): ClassAction[] {
  const inStep = context.isInStep(path);
  const state = fields.filter(isStaticState).map((field) => field.path);
  const place = placeOf(path, state.length > 0, inStep, context);
  const stateActions = state.flatMap((field) => planField(field, place, context));
  if (inStep || !context.watches) return stateActions;
  const members = membersOf(path);
  const others = members.filter((member) => !(state as NodePath[]).includes(member));
  return [
    ...planOnce(path.get('superClass') as NodePath<t.Expression | null>, context),
    ...fields
      .filter((field) => !isStaticState(field))
      .flatMap((field) => planOnce(field.path.get('value') as NodePath, context)),
    ...others.flatMap((member) => planKey(member, context)),
    ...members.flatMap((member) => (member.isStaticBlock() ? planBlock(member, context) : [])),
    ...[path as NodePath, ...others, ...others.flatMap(parametersOf)].flatMap((each) => planDecorators(each)),
    ...stateActions,
  ];
}

function placeOf(
  path: TopLevelClass,
  hasState: boolean,
  inStep: boolean,
  { classNames }: ClassContext,
): ClassPlace {
  return inStep || !hasState ? { kind: 'step' } : classNames.slotOf(path);
}

function planOnce(path: NodePath<t.Node | null>, facts: ClassContext): ClassAction[] {
  if (!path.isExpression() || !runsCode(path, facts)) return [];
  return [{ kind: 'classOnce', path, async: containsAwait(path) }];
}

/** `[(store = new WeakMap(), name)]() {}`, as TypeScript prints private fields for old targets. */
function planKey(member: NodePath, facts: ClassContext): ClassAction[] {
  const isComputed = 'computed' in member.node && member.node.computed === true;
  return isComputed ? planOnce(member.get('key') as NodePath, facts) : [];
}

function planBlock(path: NodePath<t.StaticBlock>, facts: ClassContext): ClassAction[] {
  const runs = path.get('body').some((statement) => runsCode(statement, facts));
  return runs ? [{ kind: 'staticBlock', path }] : [];
}

function runsCode({ node }: NodePath, { touches, unit }: ClassContext): boolean {
  return touches(node) || !isInert(node, unit);
}

function planField(
  path: StaticField,
  place: ClassPlace,
  { classNames, refuse }: ClassContext,
): ClassAction[] {
  const { node } = path;
  if (node.decorators?.length && t.isClassPrivateProperty(node))
    refuse(node, 'a decorated private static field', 'a public field, or as `static accessor`');
  const action = classNames.fieldAction(path, place);
  return [...planDecorators(path, action.decorated), action];
}

/** TypeScript's older decorators may stand before parameters. */
function parametersOf(member: NodePath): NodePath[] {
  return member.isClassMethod() ? member.get('params') : [];
}

function planDecorators(path: NodePath, field?: string): ClassAction[] {
  const decorators = 'decorators' in path.node ? (path.get('decorators') as NodePath | NodePath[]) : [];
  return [decorators]
    .flat()
    .flatMap((each): ClassAction[] => (each.isDecorator() ? [{ kind: 'decorator', path: each, field }] : []));
}
