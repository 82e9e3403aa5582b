import { parse as babelParse, type ParserOptions, type ParserPlugin } from '@babel/parser';
import type { File } from '@babel/types';
import { CompileError, createDiagnostic } from '../diagnostics/diagnostic.js';

/** How a file is evaluated: as an ES module, or as the body of Node's CommonJS wrapper (scripts too). */
export type ModuleKind = 'module' | 'commonjs';

/** A parsed file. */
export interface ParsedFile {
  readonly filename: string;
  readonly source: string;
  readonly kind: ModuleKind;
  readonly ast: File;
}

/**
 * Parses JavaScript, TypeScript or JSX.
 * @param sourceType `auto`: by extension, then a module if it has `import` or `export` or top-level `await`
 * @throws {CompileError} PHO1001 for a syntax error
 */
export function parse(
  source: string,
  filename: string,
  sourceType: 'auto' | 'module' | 'commonjs' = 'auto',
): ParsedFile {
  const path = filename.replace(/[?#].*$/, '');
  const kind = sourceType === 'auto' ? kindByExtension(path) : sourceType;
  if (kind !== undefined) return parseAs(kind, source, filename, path);
  return parseEither(source, filename, path);
}

function parseAs(kind: ModuleKind, source: string, filename: string, path: string): ParsedFile {
  try {
    return { filename, source, kind, ast: babelParse(source, parserOptions(kind, path)) };
  } catch (error) {
    // TypeScript writes CommonJS with `import x = require()` and `export =`, which parse as module syntax.
    if (kind === 'commonjs' && /\.cts$/.test(path))
      return { ...parseAs('module', source, filename, path), kind };
    throw syntaxError(error, source, filename);
  }
}

/** Node's own rule for ambiguous files: a module if it needs to be one. */
function parseEither(source: string, filename: string, path: string): ParsedFile {
  let asModule: ParsedFile | undefined;
  let failure: unknown;
  try {
    asModule = parseAs('module', source, filename, path);
    if (hasModuleSyntax(asModule.ast)) return asModule;
  } catch (error) {
    failure = error;
  }
  try {
    return parseAs('commonjs', source, filename, path);
  } catch (error) {
    if (asModule !== undefined) return asModule;
    throw MODULE_SYNTAX.test(source) ? failure : error;
  }
}

function kindByExtension(path: string): ModuleKind | undefined {
  if (/\.m[jt]s$/.test(path)) return 'module';
  return /\.c[jt]s$/.test(path) ? 'commonjs' : undefined;
}

/** Only chooses which of two syntax errors to show. */
const MODULE_SYNTAX = /^\s*(?:import|export)\b/m;

function hasModuleSyntax({ program }: File): boolean {
  if (program.extra?.topLevelAwait === true) return true;
  return program.body.some(({ type }) => /^(?:Import|Export|TSExportAssignment)/.test(type));
}

function parserOptions(kind: ModuleKind, path: string): ParserOptions {
  return {
    sourceType: kind,
    plugins: syntaxPlugins(path),
  };
}

function syntaxPlugins(path: string): ParserPlugin[] {
  const always: ParserPlugin[] = ['decorators', 'decoratorAutoAccessors', 'sourcePhaseImports'];
  if (/\.tsx$/.test(path)) return [...legacyDecorators(always), 'typescript', 'jsx'];
  if (/\.[mc]?ts$/.test(path)) return [...legacyDecorators(always), 'typescript'];
  return [...always, 'jsx'];
}

/** TypeScript code decorates parameters too, which only the older grammar has. */
function legacyDecorators(plugins: ParserPlugin[]): ParserPlugin[] {
  return plugins.map((plugin) => (plugin === 'decorators' ? 'decorators-legacy' : plugin));
}

interface BabelSyntaxError extends SyntaxError {
  readonly loc: { readonly line: number; readonly column: number };
}

function syntaxError(failure: unknown, source: string, filename: string): CompileError {
  if (!(failure instanceof SyntaxError)) throw failure;
  const { message, loc } = failure as BabelSyntaxError;
  const detail = message.replace(/ \(\d+:\d+\)$/, '');
  return new CompileError([createDiagnostic('PHO1001', { detail }, { filename, source, start: loc })]);
}
