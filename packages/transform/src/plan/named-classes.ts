import type { TopLevelClass } from '../analyze/statics.js';
import type { Unit } from '../analyze/unit.js';
import type { Binding } from '../scope/scope.js';
import type { ClassAction } from './classes.js';
import type { UnitNames } from './names.js';
import { privateName, privateSlot, type StaticFieldAction } from './static-fields.js';

/** What names a class whose isolated static fields have a slot: outside of it, and inside. */
export interface NamedClass {
  readonly slot: string;
  /** The generated bindings of its unit. */
  readonly names: UnitNames;
  readonly bindings: readonly Binding[];
  /** The names of its public isolated fields. */
  readonly fields: ReadonlySet<string>;
  /** The slots of its private isolated fields, by name. */
  readonly privates: ReadonlyMap<string, string>;
}

/** The classes of a unit whose static fields can be reached by name. */
export function namedClasses(unit: Unit, names: UnitNames, actions: readonly ClassAction[]): NamedClass[] {
  const fields = actions.filter((action) => action.kind === 'staticField');
  const byClass = Map.groupBy(fields, ({ path }) => path.parentPath.parentPath as TopLevelClass);
  return [...byClass].flatMap(([path, group]) => {
    const slot = namedSlot(group);
    if (slot === undefined) return [];
    const inside = unit.names.scopeOf(path.node)?.own(slot);
    const bindings = [unit.scope.own(slot), inside].flatMap((binding) => binding ?? []);
    return [
      {
        slot,
        names,
        bindings,
        fields: new Set(group.flatMap(publicName)),
        privates: new Map(group.flatMap(privateEntry)),
      },
    ];
  });
}

/** Classes that are anonymous, or may become another, have slots that no binding names. */
function namedSlot([first]: readonly StaticFieldAction[]): string | undefined {
  return first?.place.kind === 'slot' && first.place.hasDeadZone ? first.place.slot : undefined;
}

function publicName(action: StaticFieldAction): string[] {
  return action.key.kind === 'name' && privateName(action) === undefined ? [action.key.name] : [];
}

function privateEntry(action: StaticFieldAction): [string, string][] {
  const slot = privateSlot(action);
  return action.key.kind === 'name' && slot !== undefined ? [[action.key.name, slot]] : [];
}
