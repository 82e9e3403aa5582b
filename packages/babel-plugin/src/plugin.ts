import type { PluginAPI, PluginObject } from '@babel/core';
import {
  CompileError,
  createDiagnostic,
  type Diagnostic,
  isMarker,
  type ModulePlan,
} from '@photonize/transform';
import type { File, ParserOverride } from './babel.js';
import { type CompiledFile, compileFile, type InputFile } from './compile.js';
import { keepMarker } from './marker.js';
import { type PhotonizeOptions, resolveOptions } from './options.js';
import { parseCompiled } from './parse.js';
import { resolverFor } from './resolver.js';
import { sourceTypeOf } from './source-type.js';
import { externalDependencies } from './watch.js';

/** What the plugin leaves in `metadata.photonize` of a file. */
export interface PhotonizeMetadata {
  readonly plan: ModulePlan;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A parsed file, whoever has parsed it. */
type Tree = Pick<File, 'program'> & Partial<Pick<File, 'comments'>>;

/**
 * A Babel plugin that gives every photon its own copy of module-level state.
 *
 * It takes the parser's place: it photonizes the text that Babel was given, and hands on the tree of the result. So
 * it comes before all other plugins, wherever the configuration names it, and sees keywords, types and JSX.
 */
export function photonize(api: PluginAPI, options: PhotonizeOptions = {}): PluginObject {
  api.assertVersion('^7.26.0 || ^8.0.0');
  // ESLint wants the tree of what the author wrote.
  const isLinter = api.caller((caller) => caller?.name === '@babel/eslint-parser');
  const dependOn = externalDependencies(api);
  const resolved = resolveOptions(options);
  const compiled = new WeakMap<object, CompiledFile>();
  let input: { readonly filename?: string | undefined; readonly cwd: string } | undefined;

  function compile(code: string, ambiguousType: InputFile['ambiguousType']): CompiledFile | undefined {
    if (input?.filename === undefined) throw new CompileError([createDiagnostic('PHO1201', {})]);
    const file = { path: input.filename, directory: input.cwd, code, ambiguousType };
    return compileFile(file, resolved, resolverFor(resolved.conditions));
  }

  /** A tree that Babel has not parsed just now: its text is photonized already, or needs no change. */
  function compileTree({ comments, program }: Tree, code: string): CompiledFile | undefined {
    if (comments?.some(({ value }) => isMarker(value))) return undefined;
    const file = compile(code, () => 'auto');
    const isUnknown = code === '' && program.body.length > 0;
    if (file === undefined || !(isUnknown || file.plan.changed)) return file;
    const place = { filename: file.plan.filename, source: '' };
    throw new CompileError([createDiagnostic('PHO1202', {}, place)]);
  }

  const parserOverride = (...[code, parserOptions, parse]: Parameters<ParserOverride>) => {
    if (isLinter) return undefined;
    const file = compile(code, () => sourceTypeOf(code, parserOptions, parse, api.traverse));
    if (file === undefined) return undefined;
    const ast = parseCompiled(file, code, parserOptions, parse, api.types);
    compiled.set(ast, file);
    return ast;
  };

  return {
    name: 'photonize',
    manipulateOptions(babelOptions) {
      input = babelOptions;
      keepMarker(babelOptions.generatorOpts);
    },
    // Babel takes `undefined` for no override; its types do not tell.
    parserOverride: parserOverride as ParserOverride,
    pre({ ast, code, metadata }) {
      const file = compiled.get(ast) ?? compileTree(ast, code);
      if (file === undefined) return;
      const { plan, diagnostics, dependencies } = file;
      metadata.photonize = { plan, diagnostics } satisfies PhotonizeMetadata;
      dependOn(dependencies);
      resolved.report(plan, diagnostics);
    },
  };
}
