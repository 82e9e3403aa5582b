import {
  CompileError,
  type Diagnostic,
  type ImportedModule,
  type TransformOptions,
  type TransformResult,
  transform,
} from '../../src/index.js';

type Options = Partial<TransformOptions>;

/** Transforms a source; the file is `input.js` unless told otherwise. */
export function compile(source: string, options: Options = {}): TransformResult {
  return transform(source, { filename: 'input.js', ...options });
}

/** What a source that cannot be compiled is refused for. */
export function refusals(source: string, options: Options = {}): readonly Diagnostic[] {
  try {
    compile(source, options);
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics;
    throw error;
  }
  return [];
}

/** All that the compiler has to say of a source, be it refused or not. */
export function problems(source: string, options: Options = {}): readonly Diagnostic[] {
  const errors = refusals(source, options);
  return errors.length > 0 ? errors : compile(source, options).diagnostics;
}

/** A module whose exports of these names are isolated. */
export function stateful(...names: string[]): ImportedModule {
  const isolated = names.map((name) => [name, { origin: 'state.js', slot: name }] as const);
  return { isolated: Object.fromEntries(isolated), reachesState: true };
}

/** A CommonJS module of which each photon has an instance. */
export function instance(path: string): ImportedModule {
  return { isolated: {}, instance: path, reachesState: true };
}

/** The fate and the reason of each binding, by name. */
export function fates(source: string, options: Options = {}): Record<string, string> {
  const { bindings } = compile(source, options).plan;
  return Object.fromEntries(bindings.map(({ name, fate, reason }) => [name, `${fate}: ${reason}`]));
}
