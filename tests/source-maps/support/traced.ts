import { TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { SourceMap } from '@photonize/transform';
import { type Token, tokensOf } from './tokens.js';

/** A file, and what was made of it. */
export interface WithMap {
  readonly file: string;
  readonly source: string;
  readonly code: string;
  readonly map: SourceMap | null;
}

/** A token of the output, and the token of the source that the map leads it to. */
export interface Traced {
  readonly token: Token;
  readonly origin: Token | undefined;
  readonly place: string;
  /** What the map says that stood there. */
  readonly name: string | undefined;
}

/** The tokens of the output that begin where the map has a place of the file. */
export function traceAll({ file, source, code, map }: WithMap): Traced[] {
  if (map === null) return [];
  const trace = new TraceMap(map);
  const origins = new Map(tokensOf(source, file).map((token) => [`${token.line}:${token.column}`, token]));
  return tokensOf(code, file).flatMap((token) => {
    const segment = traceSegment(trace, token.line - 1, token.column);
    if (segment === null || segment.length === 1 || segment[0] !== token.column || segment[1] !== 0)
      return [];
    const place = `${segment[2] + 1}:${segment[3]}`;
    const name = segment.length === 5 ? map.names[segment[4]] : undefined;
    return { token, origin: origins.get(place), place, name };
  });
}

/** Whether a token is the one it comes from, or stands in its place under another name. */
export function isSame({ token, origin, name }: Traced): boolean {
  if (origin === undefined) return false;
  if (token.text === origin.text || name === origin.text) return true;
  // Babel does not keep the name.
  if (token.text === 'yield' && origin.text === 'await') return true;
  const written = origin.text.replace(/\\u(\w{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  if (token.text === written || token.text === JSON.stringify(written)) return true;
  // Code that eval gets as a string is rewritten; exports may be named by strings.
  return isString(origin) && (isString(token) || token.kind === 'name');
}

function isString({ text }: Token): boolean {
  return /^["'`]/.test(text);
}

/** Whether a token is put in front of a name, or in place of something that is not a name. */
export function isInserted({ token }: Traced): boolean {
  return GENERATED.test(token.text);
}

const GENERATED = /^(?:\$|[({;[\],]$|["'`]|(?:const|let|import|static|false|void)$)/;

/** Whether a line is one of those that are rewritten as a whole. */
export function isReplaced(source: string, line: number): boolean {
  return REPLACED.test(source.split('\n')[line - 1] ?? '');
}

/**
 * Names of static fields, and of functions that photons make anew, have become strings; types (those of patterns and of
 * what is assigned, too) and variables without a value are gone, some statements others.
 */
const REPLACED =
  /^\s+(?:export )?let \w+ ?: |^[}\]]: |^(?:await )?using |^\s+var \w+;$|\bdelete |^\s*(?:@\w+(?:\([^)]*\))? )*(?:(?:public|private|protected) )?static\b|^export (?:default|\*)|^export \{|^\(.* as \w+\) = |^export function builder\(/;
