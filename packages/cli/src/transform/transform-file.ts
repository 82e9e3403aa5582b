import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { RUNTIME_SOURCE } from '@photonize/esbuild-plugin';
import { composeMaps, type Detached, detachMap, type EncodedSourceMap } from '@photonize/linker';
import { type Diagnostic, type ModulePlan, type Policy, transform } from '@photonize/transform';
import { assertNoOverwrite } from '../files/overwrite.js';
import { assertFile, readInput } from '../files/read.js';
import { writeFiles } from '../files/write.js';
import { countIsolated, reportFile } from '../report.js';
import { makePrelude } from './prelude.js';
import { endOfPrologue } from './prologue.js';
import { identity, insertLines, relocate } from './source-map.js';
import { needsStripping, stripTypes } from './strip-types.js';

/** Options of {@link transformFile}. */
export interface TransformFileOptions {
  readonly output: string;
  readonly policy: Policy;
  /** Where the report goes. */
  readonly report?: string;
}

/** What {@link transformFile} made. */
export interface TransformResult {
  readonly plan: ModulePlan;
  /** How many bindings each photon gets for itself. */
  readonly isolated: number;
  readonly warnings: readonly Diagnostic[];
  readonly bytes: number;
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
 * @throws {Problem | CompileError} and writes nothing
 */
export async function transformFile(file: string, options: TransformFileOptions): Promise<TransformResult> {
  const { output, policy, report } = options;
  await assertFile(file);
  const input = await detachMap(await readInput(file), file);
  const finished = !needsStripping(file);
  const result = transform(input.code, { filename: file, policy, runtime: 'global', finished });
  const { plan, diagnostics } = result;
  const step = await finish(file, input, result);
  const built = { entry: file, output: resolve(output), modules: [plan] };
  const warnings = [...input.warnings, ...diagnostics.filter(({ severity }) => severity === 'warning')];
  const [main, map] = print(plan.changed ? await addPrelude(step) : step, output);
  const mode = (await stat(file)).mode & 0o777;
  const files = [{ ...main, mode }, map, ...reportFile(report, policy, [built], warnings)];
  assertNoOverwrite(files, [file]);
  await writeFiles(files);
  return { plan, isolated: countIsolated([plan]), warnings, bytes: Buffer.byteLength(main.contents) };
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
