import type * as t from '@babel/types';
import type { ModuleFacts } from '../analyze/analyze.js';
import type { Initializer } from '../analyze/assigned-properties.js';
import type { BindingFacts } from '../analyze/bindings.js';
import { literalKey, memberName, withoutTypes } from '../analyze/names.js';
import type { NamespaceFacts } from '../analyze/namespaces.js';
import { positionOf } from '../analyze/positions.js';
import type { ClassFacts } from '../analyze/statics.js';
import type { UnitFates } from './fate.js';
import { exportedVerdict } from './namespace-state.js';
import type { BindingPlan } from './plan.js';
import { staticVerdict } from './static-fate.js';
import type { Verdict } from './verdicts.js';

/** All decisions about a file's state, as plain data. */
export function reportedPlans(
  { units, assignedProperties }: ModuleFacts,
  fates: readonly UnitFates[],
  isolates: boolean,
): BindingPlan[] {
  const plans = fates.flatMap(({ verdicts }) => bindingPlans(verdicts));
  if (!isolates) return plans;
  return [
    ...plans,
    ...units.flatMap(({ classes }) => staticPlans(classes)),
    ...units.flatMap(({ namespaces }) => namespaces.flatMap(namespacePlans)),
    ...units.flatMap(({ unit }) => propertyPlans(assignedProperties.initializersIn(unit))),
  ];
}

/** The verdicts on bindings. */
function bindingPlans(verdicts: ReadonlyMap<BindingFacts, Verdict>): BindingPlan[] {
  return [...verdicts].map(([{ name, kind, binding }, verdict]) => ({
    name,
    kind,
    ...verdict,
    ...positionOf(binding.identifier),
  }));
}

/** The verdicts on static fields. */
function staticPlans(classes: readonly ClassFacts[]): BindingPlan[] {
  return classes.flatMap(({ path, fields }) =>
    fields.map(
      (field): BindingPlan => ({
        name: `${path.node.id?.name ?? 'class'}.${literalKey(field.path.node) ?? '[computed]'}`,
        kind: 'static',
        ...staticVerdict(field),
        ...positionOf(field.path.node),
      }),
    ),
  );
}

/** The verdicts on exported variables of a namespace. */
function namespacePlans({ id, exported }: NamespaceFacts): BindingPlan[] {
  return exported.flatMap((variables) =>
    Object.values(variables.path.getBindingIdentifiers()).map(
      (identifier): BindingPlan => ({
        name: `${id}.${identifier.name}`,
        kind: 'property',
        ...exportedVerdict(variables),
        ...positionOf(identifier),
      }),
    ),
  );
}

/** The properties that are isolated because functions assign them; each once. */
function propertyPlans(initializers: readonly Initializer[]): BindingPlan[] {
  const plans = new Map<string, BindingPlan>();
  for (const { path, holder } of initializers) {
    const { node } = path;
    const left = withoutTypes(node.left) as t.MemberExpression;
    const name = `${holder?.name ?? 'exports'}.${memberName(left)}`;
    const plan: BindingPlan = {
      name,
      kind: 'property',
      fate: 'isolated',
      reason: 'assigned',
      ...positionOf(node),
    };
    if (!plans.has(name)) plans.set(name, plan);
  }
  return [...plans.values()];
}
