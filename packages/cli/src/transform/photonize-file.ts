import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { RUNTIME_SOURCE } from '@photonize/esbuild-plugin';
import { composeMaps, type Detached, detachMap, type EncodedSourceMap } from '@photonize/linker';
import { type Diagnostic, type ModulePlan, type TransformOptions, transform } from '@photonize/transform';
import { readInput } from '../files/read.js';
import type { OutputFile } from '../files/write.js';
import { makePrelude } from './prelude.js';
import { endOfPrologue } from './prologue.js';
import { identity, insertLines, relocate } from './source-map.js';
import { needsStripping, stripTypes } from './strip-types.js';

/** One photonized file, not written yet. */
export interface PhotonizedFile {
  readonly plan: ModulePlan;
  readonly warnings: readonly Diagnostic[];
  readonly bytes: number;
  /** The file and its source map. */
  readonly files: readonly OutputFile[];
}

interface TextFile {
  readonly path: string;
  readonly contents: string;
}

interface Step {
  readonly code: string;
  readonly map: EncodedSourceMap;
}

/**
 * Photonizes one finished file or bundle, which then runs without this project installed.
 * @param told of `imports`, what is known of the other files of its bundle; none for a file that stands alone
 * @throws {Problem | CompileError}
 */
export async function photonizeFile(
  file: string,
  output: string,
  told: Pick<TransformOptions, 'policy' | 'globals' | 'imports'>,
): Promise<PhotonizedFile> {
  const input = await detachMap(await readInput(file), file);
  const finished = !needsStripping(file);
  const result = transform(input.code, { ...told, filename: file, runtime: 'global', finished });
  const { plan, diagnostics } = result;
  const step = await finish(file, input, result);
  const [main, map] = print(plan.changed ? await addPrelude(step) : step, output);
  const mode = (await stat(file)).mode & 0o777;
  return {
    plan,
    warnings: [...input.warnings, ...diagnostics.filter(({ severity }) => severity === 'warning')],
    bytes: Buffer.byteLength(main.contents),
    files: [{ ...main, mode }, map],
  };
}

/** Strips types and composes the maps of all steps so far. */
async function finish(file: string, input: Detached, result: ReturnType<typeof transform>): Promise<Step> {
  const stripped = needsStripping(file) ? await stripTypes(result.code, file) : undefined;
  const code = stripped?.code ?? result.code;
  const steps = [stripped?.map, result.map].filter((map) => map !== undefined && map !== null);
  if (input.map !== undefined) return { code, map: composeMaps([...steps, input.map]) };
  const source = resolve(file);
  const { sources, ...first } = steps.pop() ?? identity(code, source);
  const own = { ...first, sources: [source, ...sources.slice(1)] };
  const [, ...others] = own.sourcesContent ?? [];
  return { code, map: composeMaps([...steps, { ...own, sourcesContent: [input.code, ...others] }]) };
}

/** Puts the runtime before the first statement, on lines of its own. */
async function addPrelude({ code, map }: Step): Promise<Step> {
  const offset = endOfPrologue(code);
  const before = code.slice(0, offset).split('\n');
  const at = { line: before.length - 1, column: before.at(-1)?.length ?? 0 };
  const prelude = await makePrelude();
  return {
    code: `${code.slice(0, offset)}${at.column > 0 ? '\n' : ''}${prelude}\n${code.slice(offset)}`,
    map: insertLines(map, at, prelude.split('\n').length, RUNTIME_SOURCE),
  };
}

/** The two files: code that names its map, and the map. */
function print({ code, map }: Step, output: string): readonly [TextFile, TextFile] {
  const name = basename(output);
  const comment = `//# sourceMappingURL=${encodeURIComponent(name)}.map\n`;
  return [
    { path: output, contents: code.replace(/\n?$/, '\n') + comment },
    { path: `${output}.map`, contents: JSON.stringify({ ...relocate(map, output), file: name }) },
  ];
}
