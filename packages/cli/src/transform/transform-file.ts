import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { type Diagnostic, type ModulePlan, type Policy, transform } from '@photonize/transform';
import { assertNoOverwrite } from '../files/overwrite.js';
import { assertFile, readInput } from '../files/read.js';
import { writeFiles } from '../files/write.js';
import { countIsolated, reportFile } from '../report.js';
import { type Detached, detachMap } from './input-map.js';
import { makePrelude } from './prelude.js';
import { endOfPrologue } from './prologue.js';
import { compose, type Decoded, encode, identity, insertLines } from './source-map.js';
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
  readonly map: Decoded;
}

/**
 * Photonizes one finished file or bundle, which then runs without this project installed.
 * @throws {Problem | CompileError} and writes nothing
 */
export async function transformFile(file: string, options: TransformFileOptions): Promise<TransformResult> {
  const { output, policy, report } = options;
  await assertFile(file);
  const input = await detachMap(await readInput(file), file, dirname(output));
  const finished = !needsStripping(file);
  const result = transform(input.code, { filename: file, policy, runtime: 'global', finished });
  const { plan, diagnostics } = result;
  const step = await finish(file, output, input, result);
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
async function finish(
  file: string,
  output: string,
  input: Detached,
  result: ReturnType<typeof transform>,
): Promise<Step> {
  const stripped = needsStripping(file) ? await stripTypes(result.code, file) : undefined;
  const code = stripped?.code ?? result.code;
  const steps = [stripped?.map, result.map].filter((map) => map !== undefined && map !== null);
  if (input.map !== undefined) return { code, map: compose([...steps, input.map]) };
  const source = relative(dirname(output), file);
  const first = steps.pop() ?? identity(code, source);
  return { code, map: compose([...steps, { ...first, sources: [source], sourcesContent: [input.code] }]) };
}

/** Puts the runtime before the first statement, on lines of its own. */
async function addPrelude({ code, map }: Step): Promise<Step> {
  const offset = endOfPrologue(code);
  const before = code.slice(0, offset).split('\n');
  const at = { line: before.length - 1, column: before.at(-1)?.length ?? 0 };
  const prelude = await makePrelude();
  return {
    code: `${code.slice(0, offset)}${at.column > 0 ? '\n' : ''}${prelude}\n${code.slice(offset)}`,
    map: insertLines(map, at, prelude.split('\n').length, 'photonize:runtime'),
  };
}

/** The two files: code that names its map, and the map. */
function print({ code, map }: Step, output: string): readonly [TextFile, TextFile] {
  const name = basename(output);
  const comment = `//# sourceMappingURL=${encodeURIComponent(name)}.map\n`;
  return [
    { path: output, contents: code.replace(/\n?$/, '\n') + comment },
    { path: `${output}.map`, contents: JSON.stringify({ ...encode(map), file: name }) },
  ];
}
