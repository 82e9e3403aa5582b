import type * as t from '@babel/types';
import { type Activation, isGenerator } from '../analyze/activation.js';
import type { GivenFunction } from './parameters.js';
import {
  expressionRegion,
  inParams,
  type Placement,
  placementOf,
  resumeRegion,
  type Site,
} from './placement.js';
import { parameterName, type RecordSource, type RecordUse, type SourcedUse } from './targets.js';

/** A lookup whose result several accesses share. */
export interface HoistedLookup {
  readonly source: RecordSource;
  readonly variable: string;
  readonly placement: Placement;
  /** The variable of the enclosing activation, for a nested closure. */
  readonly captured: string | undefined;
}

/** How accesses reach their records. */
export interface LookupPlan {
  readonly hoisted: readonly HoistedLookup[];
  /** The record's expression for each use: a variable, or a call. */
  readonly expressions: ReadonlyMap<RecordUse, string>;
}

/**
 * Places lookups: at most one for each activation and record, outside loops, and only on a path that needs it.
 * Nested activations capture the record of the one around them (semantics, "Which photon").
 *
 * @param functions those that are given records
 */
export function planLookups(
  uses: readonly SourcedUse[],
  functions: readonly GivenFunction[] = [],
): LookupPlan {
  const hoisted: HoistedLookup[] = [];
  const expressions = new Map<RecordUse, string>();
  const bySource = Map.groupBy(uses, ({ source }) => source);
  const given = givenActivations(functions);
  for (const [source, group] of bySource) {
    const activations = given.get(source) ?? new Set();
    new SourcePlanner(source, activations, hoisted, expressions).plan(group.map(({ use }) => use));
  }
  return { hoisted, expressions };
}

/** The activations that are given each record. */
function givenActivations(functions: readonly GivenFunction[]): Map<RecordSource, Set<Activation>> {
  const given = functions.flatMap(({ activation, sources }) =>
    sources.map((source) => ({ source, activation })),
  );
  const bySource = Map.groupBy(given, ({ source }) => source);
  return new Map(
    [...bySource].map(([source, group]) => [source, new Set(group.map((each) => each.activation))]),
  );
}

/** Plans the lookups of one record. */
class SourcePlanner {
  readonly #source: RecordSource;
  readonly #given: ReadonlySet<Activation>;
  readonly #hoisted: HoistedLookup[];
  readonly #expressions: Map<RecordUse, string>;
  readonly #sites = new Map<Activation, Site[]>();

  /** @param given the activations that have the record as a parameter */
  constructor(
    source: RecordSource,
    given: ReadonlySet<Activation>,
    hoisted: HoistedLookup[],
    expressions: Map<RecordUse, string>,
  ) {
    this.#source = source;
    this.#given = given;
    this.#hoisted = hoisted;
    this.#expressions = expressions;
  }

  plan(uses: readonly RecordUse[]): void {
    for (const use of uses) {
      if (use.activation) this.#addSite(use.activation, { path: use.path, use });
      else this.#expressions.set(use, this.#source.topLevel(use.path));
    }
    const outermostFirst = [...this.#sites.keys()].sort((a, b) => a.depth - b.depth);
    const variables = new Map<t.Node, string>();
    for (const activation of outermostFirst) this.#planActivation(activation, variables);
  }

  /** Adds a site, and to the activations around it the sites of what captures their record. */
  #addSite(activation: Activation, site: Site): void {
    const known = this.#sites.get(activation);
    if (known) {
      known.push(site);
      return;
    }
    this.#sites.set(activation, [site]);
    if (activation.parent) this.#addSite(activation.parent, { path: activation.path, use: undefined });
  }

  /** @param variables the record variable that each nested activation can capture, by its path */
  #planActivation(activation: Activation, variables: Map<t.Node, string>): void {
    if (this.#given.has(activation)) {
      this.#serve(this.#sites.get(activation) ?? [], parameterName(this.#source), variables);
      return;
    }
    const given = this.#source.given(activation.path);
    const captured = variables.get(activation.path.node) ?? given;
    const depth = activation.depth + (given === undefined ? 0 : 1);
    let index = 0;
    for (const sites of this.#groups(activation)) {
      const placement = placementOf(sites, activation);
      const variable = placement && this.#source.variable(depth, index++);
      if (placement && variable) this.#hoisted.push({ source: this.#source, variable, placement, captured });
      if (variable) this.#serve(sites, variable, variables);
      else for (const { use } of sites) if (use) this.#expressions.set(use, this.#source.lookup(captured));
    }
  }

  #serve(sites: readonly Site[], variable: string, variables: Map<t.Node, string>): void {
    for (const { path, use } of sites) {
      if (use) this.#expressions.set(use, variable);
      else variables.set(path.node, variable);
    }
  }

  /** The sites that may share a lookup. */
  #groups(activation: Activation): Site[][] {
    const sites = this.#sites.get(activation) ?? [];
    const regionOf = (site: Site): unknown => {
      const region = expressionRegion(site.path, activation);
      if (region || inParams(site.path, activation)) return region ?? site;
      return isGenerator(activation) ? resumeRegion(site, activation) : activation;
    };
    return [...Map.groupBy(sites, regionOf).values()];
  }
}
