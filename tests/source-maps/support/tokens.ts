import { type ParserPlugin, parse } from '@babel/parser';

/** A token: line from 1, column from 0. */
export interface Token {
  readonly kind: 'name' | 'literal' | 'other';
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

interface BabelToken {
  readonly type: string | { readonly label: string };
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
}

const KINDS: Readonly<Record<string, Token['kind']>> = {
  name: 'name',
  '#name': 'name',
  jsxName: 'name',
  string: 'literal',
  num: 'literal',
  bigint: 'literal',
  regexp: 'literal',
};

/** The tokens of a file, without comments. */
export function tokensOf(code: string, file: string): Token[] {
  const { tokens = [] } = parse(code, {
    sourceType: /\.c[jt]s$/.test(file) ? 'script' : 'module',
    plugins: pluginsFor(file),
    tokens: true,
    // TypeScript's `import x = require()` in .cts, and `return` at the top of CommonJS.
    errorRecovery: true,
  });
  return (tokens as BabelToken[]).flatMap(({ type, start, end, loc }) => {
    if (typeof type === 'string' || type.label === 'eof') return [];
    return { kind: KINDS[type.label] ?? 'other', text: code.slice(start, end), ...loc.start };
  });
}

function pluginsFor(file: string): ParserPlugin[] {
  const isTyped = /\.[mc]?tsx?$/.test(file);
  return [
    isTyped ? 'decorators-legacy' : 'decorators',
    'decoratorAutoAccessors',
    ...(isTyped ? (['typescript'] as const) : []),
    ...(/x$|js$/.test(file) ? (['jsx'] as const) : []),
  ];
}
