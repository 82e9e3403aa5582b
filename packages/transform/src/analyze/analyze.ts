import { isBuiltin } from 'node:module';
import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { importedModule, type ResolvedOptions } from '../options.js';
import type { ParsedFile } from '../parse/parse.js';
import { type Names, resolveNames } from '../scope/names.js';
import { Activations } from './activation.js';
import { AssignedProperties } from './assigned-properties.js';
import { type BindingFacts, bindingFacts } from './bindings.js';
import { findModules } from './bundle/bundle.js';
import { ModuleSystem } from './bundle/module-system.js';
import { findUnknownModules, type UnknownModules } from './bundle/unknown.js';
import { DirectCalls } from './direct-calls.js';
import { type Evals, findEvals } from './eval.js';
import { findDeclaringCalls, findHidings, type Hiding } from './eval-uses.js';
import { findImports, type Imports } from './imports.js';
import { findLostConsts } from './keywords.js';
import { findNamespaces, type NamespaceFacts } from './namespaces.js';
import { type ClassFacts, findTopLevelClasses } from './statics.js';
import { fileUnit, type LoadedModules, SHARED_MODULES, type Unit, UnitFinder } from './unit.js';

/** What is known of one module body. */
export interface UnitFacts {
  readonly unit: Unit;
  /** Whether its `const`s have become `var`s. */
  readonly hasLostConsts: boolean;
  readonly bindings: readonly BindingFacts[];
  readonly classes: readonly ClassFacts[];
  readonly namespaces: readonly NamespaceFacts[];
}

/** Everything the planner needs to know of a file. */
export interface ModuleFacts {
  readonly file: ParsedFile;
  readonly names: Names;
  readonly program: NodePath<t.Program>;
  /** The file itself, then the module wrappers in it. */
  readonly units: readonly [UnitFacts, ...UnitFacts[]];
  readonly imports: Imports;
  readonly activations: Activations;
  readonly evals: Evals;
  /** Variables that evals declare over others. */
  readonly hidings: readonly Hiding[];
  /** Calls of eval that declare variables of the module. */
  readonly declaringCalls: readonly t.CallExpression[];
  readonly assignedProperties: AssignedProperties;
  readonly directCalls: DirectCalls;
  /** Finds the unit whose code a path is. */
  readonly finder: UnitFinder;
  /** A finished file's modules that were not found. */
  readonly unknownModules: UnknownModules | undefined;
}

/** Gathers the facts of a file. */
export function analyze(file: ParsedFile, options: ResolvedOptions): ModuleFacts {
  const names = resolveNames(file.ast);
  const system = new ModuleSystem(names, options.globals);
  const main = fileUnit(names, file, system, loadedModules(file, options));
  const wrapped = findModules(main, file.source, options);
  const units = [main, ...wrapped];
  const finder = new UnitFinder(units);
  const activations = new Activations(units);
  const evals = findEvals(names, activations);
  const classes = findTopLevelClasses(names, activations, finder);
  const namespaces = Map.groupBy(findNamespaces(names), ({ block }) => finder.around(block));
  const hasLostConsts = options.finished ? findLostConsts(units, names) : () => false;
  const factsOf = (unit: Unit): UnitFacts => ({
    unit,
    hasLostConsts: hasLostConsts(unit),
    bindings: bindingFacts(unit, namespaces.get(unit) ?? []),
    classes: classes.get(unit) ?? [],
    namespaces: namespaces.get(unit) ?? [],
  });
  return {
    file,
    names,
    program: names.program,
    units: [factsOf(main), ...wrapped.map(factsOf)],
    imports: findImports(main, options.imports),
    activations,
    evals,
    hidings: findHidings(evals),
    declaringCalls: findDeclaringCalls(names, evals),
    assignedProperties: new AssignedProperties(units, activations),
    directCalls: new DirectCalls(names, units, activations, evals),
    finder,
    unknownModules: options.finished ? findUnknownModules(names, units) : undefined,
  };
}

/**
 * Summaries know nothing of imports; under policy `strict` they take all modules but Node's own for instances. What a
 * pure CommonJS module requires is pure, too.
 */
function loadedModules({ kind }: ParsedFile, options: ResolvedOptions): LoadedModules {
  const { policy, imports, importersRead } = options;
  if (kind === 'commonjs' && importersRead) return SHARED_MODULES;
  const mayBeInstance = (specifier: string) =>
    policy === 'strict' ? !isBuiltin(specifier) : importedModule(imports, specifier)?.instance !== undefined;
  return { mayBeInstance, mayExportState: (specifier) => !isBuiltin(specifier) };
}
