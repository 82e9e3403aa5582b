import * as t from '@babel/types';
import type { Place } from '../../scope/place.js';
import { callOf } from '../calls.js';
import { type Dependency, importedName } from '../imports.js';
import { literalText, requiredSource } from '../names.js';
import type { Unit } from '../unit.js';
import type { Demand } from './demand.js';
import { Demands } from './demands.js';

/** What code does with the exports of other modules, by specifier. The first name of a path is that of an export. */
export type ImportDemands = Readonly<Record<string, readonly Demand[]>>;

/**
 * What a file does with what it imports.
 *
 *     import { parse } from './a.js'; const { list } = require('./b');
 *     parse(list);       // './b': keep of `list`
 *
 * @param dependencies all that it loads
 * @param isPlaced tells of places where a value becomes an export that the file's shape tells of
 */
export function demandsOnImports(
  unit: Unit,
  dependencies: readonly Dependency[],
  isPlaced: (node: t.Node) => boolean,
): ImportDemands {
  const found = new ImportedValues(unit, isPlaced);
  found.ofImports();
  found.ofLoads();
  // The code of an eval may do anything with what it can name.
  if (unit.names.globals.has('eval'))
    for (const { specifier } of dependencies) found.of(specifier).add([], 'keep');
  return found.bySpecifier();
}

class ImportedValues {
  readonly #unit: Unit;
  readonly #isPlaced: (node: t.Node) => boolean;
  readonly #demands = new Map<string, Demands>();

  constructor(unit: Unit, isPlaced: (node: t.Node) => boolean) {
    this.#unit = unit;
    this.#isPlaced = isPlaced;
  }

  of(specifier: string): Demands {
    const demands = this.#demands.get(specifier) ?? new Demands(this.#unit, this.#isPlaced);
    this.#demands.set(specifier, demands);
    return demands;
  }

  bySpecifier(): ImportDemands {
    const all = [...this.#demands].map(([specifier, { found }]) => [specifier, found] as const);
    return Object.fromEntries(all.filter(([, found]) => found.length > 0));
  }

  ofImports(): void {
    for (const statement of this.#unit.names.program.node.body) {
      if (t.isImportDeclaration(statement) && statement.importKind !== 'type')
        for (const specifier of statement.specifiers) this.#ofSpecifier(specifier, statement.source.value);
      if (t.isExportNamedDeclaration(statement) && statement.source)
        for (const { type } of statement.specifiers)
          if (type === 'ExportNamespaceSpecifier') this.of(statement.source.value).add([], 'keep');
    }
  }

  #ofSpecifier(specifier: t.ImportDeclaration['specifiers'][number], source: string): void {
    const binding = this.#unit.scope.own(specifier.local.name);
    const name = importedName(specifier);
    const isType = t.isImportSpecifier(specifier) && specifier.importKind === 'type';
    if (binding === undefined || isType) return;
    const path = name === undefined ? [] : [name];
    // What is exported as it is imported is for the importers of this file to say.
    const isForward = name !== undefined;
    for (const use of binding.uses)
      if (use.role !== 'export') this.of(source).follow(use, path);
      else if (!isForward) this.of(source).add(path, 'keep');
  }

  ofLoads(): void {
    const { globals, dynamicImports } = this.#unit.names;
    for (const name of globals.get('require') ?? []) {
      const call = callOf(name);
      const source = requiredSource(call?.node, this.#unit.names);
      if (call && source !== undefined) this.of(source).follow(call as Place, []);
    }
    for (const load of dynamicImports) {
      const source = literalText(load.node.source);
      const { parent } = load;
      if (source === undefined || t.isExpressionStatement(parent?.node)) continue;
      if (parent && t.isAwaitExpression(parent.node)) this.of(source).follow(parent, []);
      else this.of(source).add([], 'keep');
    }
  }
}
