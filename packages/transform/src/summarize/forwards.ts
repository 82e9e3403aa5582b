import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { importedName } from '../analyze/imports.js';
import type { Unit } from '../analyze/unit.js';
import type { Binding } from '../scope/scope.js';
import type { ExportEntry } from './exports.js';

/** `name` is the export `imported` of `specifier`. */
export interface Forward {
  readonly name: string;
  readonly specifier: string;
  readonly imported: string;
}

/** `name` holds a value made of the export `imported` of `specifier`: `export let name = imported`. */
export interface Copy extends Forward {
  /** Where it is in the module's record. */
  readonly slot: string;
}

/** What is isolated only because an import is: found by supposing so of all of them, then of each. */
export function copiesOf(
  unit: Unit,
  certain: Readonly<Record<string, string>>,
  exportsIf: (importedState: ReadonlySet<Binding>) => Record<string, string>,
): Copy[] {
  const imports = unit.scope.declared.filter(({ name }) => importOf(unit, name) !== undefined);
  if (imports.length === 0) return [];
  const dependent = Object.keys(exportsIf(new Set(imports))).filter((name) => !Object.hasOwn(certain, name));
  if (dependent.length === 0) return [];
  return imports.flatMap((binding) => {
    const source = importOf(unit, binding.name);
    const supposed = exportsIf(new Set([binding]));
    return dependent.flatMap((name): Copy[] => {
      const slot = supposed[name];
      return source && slot !== undefined ? [{ name, slot, ...source }] : [];
    });
  });
}

/** `export { a } from "m"`, and `import { a } from "m"; export { a }`. */
export function forwardsOf(unit: Unit, entries: readonly ExportEntry[]): Forward[] {
  return entries.flatMap(({ name, from }): Forward[] => {
    if ('specifier' in from) return [{ name, ...from }];
    const source = importOf(unit, from.local);
    return source ? [{ name, ...source }] : [];
  });
}

/** The export that a local name was imported from. */
function importOf({ scope }: Unit, local: string): Omit<Forward, 'name'> | undefined {
  const [declared] = scope.own(local)?.declarations ?? [];
  const declaration = declared?.parent?.node;
  if (!declared || declaration?.type !== 'ImportDeclaration') return undefined;
  const imported = importedName(declared.node as t.ImportDeclaration['specifiers'][number]);
  return imported === undefined ? undefined : { specifier: declaration.source.value, imported };
}

/** Modules whose exports are all passed on: `export * from "m"`. */
export function starsOf({ node }: NodePath<t.Program>): string[] {
  return node.body.flatMap((statement) =>
    statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type'
      ? [statement.source.value]
      : [],
  );
}
