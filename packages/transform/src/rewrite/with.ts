import { TABLE_METHODS } from '@photonize/runtime/interface';
import { rangeOf } from '../parse/range.js';
import type { WithScope } from '../plan/with.js';
import type { Edits } from './edits.js';

/**
 * Inside `with`, a name may mean a property of the object or an isolated binding, which only running the code
 * tells. Names stay as they are; an object around the statement's own holds the bindings. Those that are called
 * need variables, because an object would become their receiver.
 *
 *     with (object) total += x   →  with ($module().scope($r, { names: ["total"] })) with (object) total += x
 *     with (object) log(x)       →  { let log; with ($module().scope($r, { variables: { log($v) { log = $v; } } })) with (object) log(x) }
 */
export function rewriteWith(
  edits: Edits,
  { path, module, names, variables, functions }: WithScope,
  record: string | undefined,
  value: string,
): void {
  const { start, end } = rangeOf(path.node);
  const setters = variables.map((name) => `${name}(${value}) { ${name} = ${value}; }`);
  const shape = [
    ...(names.length > 0 ? [`names: ${JSON.stringify(names)}`] : []),
    ...(variables.length > 0 ? [`variables: { ${setters.join(', ')} }`] : []),
    ...(functions.length > 0 ? [`functions: ${JSON.stringify(functions)}`] : []),
  ];
  const scope = `with (${module}().${TABLE_METHODS.scope}(${record ?? 'undefined'}, { ${shape.join(', ')} })) `;
  const [open, close] = variables.length > 0 ? [`{ let ${variables.join(', ')}; `, ' }'] : ['', ''];
  edits.wrap(start, end, `${open}${scope}`, close);
}
