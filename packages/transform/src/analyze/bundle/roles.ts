import * as t from '@babel/types';
import { type ImportedModule, importedModule } from '../../options.js';
import type { Names } from '../../scope/names.js';
import type { Binding } from '../../scope/scope.js';
import { importedName } from '../imports.js';
import type { Signature } from './commonjs-call.js';
import type { ModuleSystem } from './module-system.js';

/**
 * What an export is to the module system of a bundle that consists of several files. Plain data: importers find the
 * modules in their own code by it.
 *
 *     import { __commonJS, require_config } from "./chunk.js";
 *     var require_other = __commonJS({ "other.js"(exports, module) { … } });
 */
export type ModuleRole =
  /** It makes a module of the function that it is given: `__commonJS`, `__esm`. */
  | Wrapping
  /** Calling it loads a module and gives its exports: `require_config`. */
  | { readonly kind: 'loader' }
  /** It only arranges what importers see of a module: `__toESM`. */
  | { readonly kind: 'arrangement' };

/** How a helper is given a module. */
export interface Wrapping {
  readonly kind: 'wrapping';
  /** The position of the function among the arguments. */
  readonly argument: number;
  /** Where the function finds its module's own variables; ES modules have none. */
  readonly signature: Signature | undefined;
  /** Whether it returns a function that loads the module, rather than the module's exports. */
  readonly givesLoader: boolean;
}

/** What a file imports of the module system of its bundle. */
export function importedRoles(
  { program, bindingOf }: Names,
  imports: Readonly<Record<string, ImportedModule>>,
): [Binding, ModuleRole][] {
  return program.node.body.flatMap((statement) => {
    if (!t.isImportDeclaration(statement)) return [];
    const roles = importedModule(imports, statement.source.value)?.roles ?? {};
    return statement.specifiers.flatMap((specifier): [Binding, ModuleRole][] => {
      const name = importedName(specifier);
      const role = name !== undefined && Object.hasOwn(roles, name) ? roles[name] : undefined;
      const binding = bindingOf(specifier.local);
      return role && binding ? [[binding, role]] : [];
    });
  });
}

/** The roles of bindings, by the names that they are exported under. */
export function rolesOf(
  exported: readonly (readonly [name: string, binding: Binding])[],
  system: ModuleSystem,
): Record<string, ModuleRole> {
  return Object.fromEntries(
    exported.flatMap(([name, binding]) => {
      const role = roleOf(binding, system);
      return role ? [[name, role]] : [];
    }),
  );
}

function roleOf(binding: Binding, system: ModuleSystem): ModuleRole | undefined {
  const wrapping = system.helpers.get(binding);
  if (wrapping) return wrapping;
  if (system.loaders.has(binding)) return { kind: 'loader' };
  return system.helpers.size > 0 && system.isExportsHelper(binding) ? { kind: 'arrangement' } : undefined;
}
