import type { IsolatedExport } from '@photonize/transform';
import type { Graph } from './linker.js';

type IsolatedExports = Record<string, IsolatedExport>;

/**
 * The isolated exports of a file: its own, those it names from other files, and those of `export *`, which yield
 * to explicit ones and leave `default` out (ECMAScript §16.2.1.7.2, GetExportedNames).
 *
 * @param visited the files on the way here: in a cycle, each contributes once
 */
export async function exportsOf(
  path: string,
  graph: Graph,
  visited: ReadonlySet<string> = new Set(),
): Promise<IsolatedExports> {
  if (visited.has(path)) return {};
  const onward = new Set(visited).add(path);
  const summary = await graph.summary(path);
  const exportsOfSpecifier = async (specifier: string): Promise<IsolatedExports> => {
    const target = await graph.resolve({ specifier, kind: 'import' }, path);
    return target === undefined ? {} : exportsOf(target, graph, onward);
  };

  const found: IsolatedExports = {};
  for (const specifier of summary.stars) {
    const { default: _, ...passedOn } = await exportsOfSpecifier(specifier);
    Object.assign(found, passedOn);
  }
  for (const { name, specifier, imported } of summary.forwards) {
    const exported = await exportsOfSpecifier(specifier);
    const target = Object.hasOwn(exported, imported) ? exported[imported] : undefined;
    if (target) found[name] = target;
    else delete found[name];
  }
  for (const [name, slot] of Object.entries(summary.isolated)) found[name] = { origin: path, slot };
  return found;
}
