import { parse as babelParse, type ParserOptions, type ParserPlugin } from '@babel/parser';
import type { File } from '@babel/types';
import { inOrder } from '../diagnostics/collector.js';
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
 * @param sourceType `auto`: by extension, then by what its syntax needs
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
  const attempt = tryToParse(kind, source, path);
  if (isParsed(attempt)) return { filename, source, kind, ast: attempt.ast };
  // TypeScript writes CommonJS with `import x = require()` and `export =`, which parse as module syntax.
  if (kind === 'commonjs' && /\.cts$/.test(path))
    return { ...parseAs('module', source, filename, path), kind };
  throw syntaxErrors(attempt, source, filename);
}

/**
 * Node's own rule for ambiguous files: CommonJS, unless only a module can have that syntax. What it looks like is
 * tried first, because parsing a bundle twice takes long.
 */
function parseEither(source: string, filename: string, path: string): ParsedFile {
  const [likely, other] = looksLikeModule(source) ? KINDS : KINDS.toReversed();
  const first = tryToParse(likely, source, path);
  const isEnough = isParsed(first) && (likely === 'commonjs' || hasModuleSyntax(first.ast));
  const second = isEnough ? undefined : tryToParse(other, source, path);
  if (second && isParsed(second)) return { filename, source, kind: other, ast: second.ast };
  if (isParsed(first)) return { filename, source, kind: likely, ast: first.ast };
  throw syntaxErrors(first, source, filename);
}

const KINDS = ['module', 'commonjs'] as const;

/** Only a guess, which chooses what is tried first and whose errors are shown. */
function looksLikeModule(source: string): boolean {
  return /(?:^|[;}])\s*(?:import|export)\b(?!\s*[(.:=])/m.test(source);
}

/** A tree, as far as one could be made, and all errors up to the first one behind which nothing makes sense. */
interface Attempt {
  readonly ast?: File;
  readonly errors: readonly unknown[];
}

function tryToParse(kind: ModuleKind, source: string, path: string): Attempt {
  try {
    const ast = babelParse(source, parserOptions(kind, path));
    return { ast, errors: ast.errors ?? [] };
  } catch (error) {
    return { errors: [error] };
  }
}

function isParsed(attempt: Attempt): attempt is Required<Attempt> {
  return attempt.ast !== undefined && attempt.errors.length === 0;
}

function kindByExtension(path: string): ModuleKind | undefined {
  if (/\.m[jt]s$/.test(path)) return 'module';
  return /\.c[jt]s$/.test(path) ? 'commonjs' : undefined;
}

function hasModuleSyntax({ program }: File): boolean {
  return program.body.some(({ type }) => /^(?:Import|Export|TSExportAssignment)/.test(type));
}

function parserOptions(kind: ModuleKind, path: string): ParserOptions {
  return {
    sourceType: kind,
    errorRecovery: true,
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

function syntaxErrors({ errors }: Attempt, source: string, filename: string): CompileError {
  const diagnostics = errors.map((error) => {
    if (!(error instanceof SyntaxError)) throw error;
    const { message, loc } = error as BabelSyntaxError;
    const detail = message.replace(/ \(\d+:\d+\)$/, '');
    return createDiagnostic('PHO1001', { detail }, { filename, source, start: loc });
  });
  return new CompileError(inOrder(diagnostics));
}
