import { fileURLToPath } from 'node:url';
import { encode } from '@jridgewell/sourcemap-codec';
import { type TransformOptions, transform } from '@photonize/transform';

const RUNTIME = JSON.stringify(fileURLToPath(import.meta.resolve('@photonize/runtime')));

/** Code as it is, with a map to itself: Node prints frames differently where there is a map. */
export function originalCode(source: string, filename: string): string {
  return withMap(source, { names: [], sources: [filename], mappings: exactMappings(source) });
}

/** Photonized code, with its map. The runtime is found wherever the code is put. */
export function photonizedCode(source: string, options: TransformOptions): string {
  const { code, map } = transform(source, options);
  return withMap(code.replace('"@photonize/runtime"', RUNTIME), map ?? {});
}

function withMap(code: string, map: object): string {
  const data = Buffer.from(JSON.stringify({ version: 3, ...map })).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
}

/** The mappings of a text to itself. */
function exactMappings(text: string): string {
  const lines = text.split('\n');
  return encode(lines.map((line, i) => Array.from(line, (_, column) => [column, 0, i, column])));
}
