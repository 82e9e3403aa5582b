/** The way to a part of a value: names of properties, {@link ANY} for whichever, {@link GOT} for what methods give. */
export type Path = readonly string[];

/** Whichever part. */
export const ANY = '*';

/** What the methods of lists, sets and maps hand out: `map.get(key)`, `list.forEach((part) => …)`. */
export const GOT = 'get()';

/**
 * What code does with a value that it has by some name, if it is more than to look at what nobody can change.
 *
 * | for `table` | path | use | method |
 * |---|---|---|---|
 * | `use(table.a)`, `return table.a` | `a` | `keep`: anybody may get it | |
 * | `[...table]`, `Object.values(table)` | | `copy`: anybody may get its parts | |
 * | `table.a.b = 1`, `delete table.a.b` | `a` | `change` | |
 * | `table.run()`, `table.a.has(x)` | , `a` | `call`: it is what `this` is there | `run`, `has` |
 * | `table.find((x) => …)` | | `visit`: the same, with a function that gets parts only | `find` |
 * | `text.replace(table.a, "")` | `a` | `search` | |
 *
 * Where an object is called like that whose method is what another module exports, that must be able to `receive` it.
 */
export interface Demand {
  readonly path: Path;
  readonly use: 'keep' | 'copy' | 'change' | 'call' | 'visit' | 'search' | 'receive';
  readonly method?: string;
}
