import type * as t from '@babel/types';
import { type Activation, isGenerator } from '../analyze/activation.js';
import {
  expressionRegion,
  inParams,
  type Placement,
  placementOf,
  resumeRegion,
  type Site,
} from './placement.js';
import type { RecordSource, RecordUse } from './targets.js';

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

/** A use together with the record it needs. */
export interface SourcedUse {
  readonly use: RecordUse;
  readonly source: RecordSource;
}

/**
 * Places lookups: at most one for each activation and record, outside loops, and only on a path that needs it.
 * Nested activations capture the record of the one around them (semantics, "Which photon").
 */
export function planLookups(uses: readonly SourcedUse[]): LookupPlan {
  const hoisted: HoistedLookup[] = [];
  const expressions = new Map<RecordUse, string>();
  const bySource = Map.groupBy(uses, ({ source }) => source);
  for (const [source, group] of bySource) {
    new SourcePlanner(source, hoisted, expressions).plan(group.map(({ use }) => use));
  }
  return { hoisted, expressions };
}

/** Plans the lookups of one record. */
class SourcePlanner {
  readonly #source: RecordSource;
  readonly #hoisted: HoistedLookup[];
  readonly #expressions: Map<RecordUse, string>;
  readonly #sites = new Map<Activation, Site[]>();

  constructor(source: RecordSource, hoisted: HoistedLookup[], expressions: Map<RecordUse, string>) {
    this.#source = source;
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
    const given = this.#source.given(activation.path);
    const captured = variables.get(activation.path.node) ?? given;
    const depth = activation.depth + (given === undefined ? 0 : 1);
    let index = 0;
    for (const sites of this.#groups(activation)) {
      const placement = placementOf(sites, activation);
      const variable = placement && this.#source.variable(depth, index++);
      if (placement && variable) this.#hoisted.push({ source: this.#source, variable, placement, captured });
      const expression = variable ?? this.#source.lookup(captured);
      for (const { path, use } of sites) {
        if (use) this.#expressions.set(use, expression);
        else if (variable) variables.set(path.node, variable);
      }
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
