import type { PluginAPI, PluginObject } from '@babel/core';
import { CompileError, createDiagnostic, type Diagnostic, type ModulePlan } from '@photonize/transform';
import type { ParserOverride } from './babel.js';
import { type CompiledFile, compileFile, type InputFile } from './compile.js';
import { isMarker, keepMarker } from './marker.js';
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
  let place: { readonly filename?: string | undefined; readonly cwd: string } | undefined;

  function compile(code: string, ambiguousType: InputFile['ambiguousType']): CompiledFile | undefined {
    if (place?.filename === undefined) throw new CompileError([createDiagnostic('PHO1201', {})]);
    const file = { path: place.filename, directory: place.cwd, code, ambiguousType };
    return compileFile(file, resolved, resolverFor(resolved.conditions));
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
      place = babelOptions;
      keepMarker(babelOptions.generatorOpts);
    },
    // Babel takes `undefined` for no override; its types do not tell.
    parserOverride: parserOverride as ParserOverride,
    pre({ ast, code, metadata }) {
      if (ast.comments?.some(({ value }) => isMarker(value)) && !compiled.has(ast)) return;
      const file = compiled.get(ast) ?? compile(code, () => 'auto');
      if (file === undefined) return;
      if (file.plan.changed && !compiled.has(ast))
        throw new CompileError([
          createDiagnostic('PHO1202', {}, { filename: file.plan.filename, source: '' }),
        ]);
      const { plan, diagnostics, dependencies } = file;
      metadata.photonize = { plan, diagnostics } satisfies PhotonizeMetadata;
      dependOn(dependencies);
      resolved.report(plan, diagnostics);
    },
  };
}
