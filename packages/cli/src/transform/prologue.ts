const HASHBANG = /^#![^\n\r\u2028\u2029]*/;
const BLANKS_AND_COMMENTS = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*.*?\*\/)*/sy;
const STRING = /'(?:[^'\\\n\r]|\\(?:\r\n|.))*'|"(?:[^"\\\n\r]|\\(?:\r\n|.))*"/sy;

/** What, on a later line, would continue an expression that starts with a string. */
const CONTINUES = /^(?:[-+*/%.,([`?=<>&|^!]|in\b|instanceof\b)/;

/**
 * Finds where the hashbang and the directives (`'use strict'`) of a program end: the first place for code that
 * leaves them what they are.
 */
export function endOfPrologue(code: string): number {
  let end = HASHBANG.exec(code)?.[0].length ?? 0;
  for (;;) {
    const start = skip(BLANKS_AND_COMMENTS, code, end);
    const string = skip(STRING, code, start);
    const directive = string > start ? endOfDirective(code, string) : undefined;
    if (directive === undefined) return end;
    end = directive;
  }
}

/** The end of the directive whose string ends at `offset`, or nothing where an expression goes on. */
function endOfDirective(code: string, offset: number): number | undefined {
  const next = skip(BLANKS_AND_COMMENTS, code, offset);
  if (code[next] === ';') return next + 1;
  const startsLine = next === code.length || /[\n\r\u2028\u2029]/.test(code.slice(offset, next));
  return startsLine && !CONTINUES.test(code.slice(next, next + 11)) ? offset : undefined;
}

function skip(pattern: RegExp, code: string, offset: number): number {
  pattern.lastIndex = offset;
  return offset + (pattern.exec(code)?.[0].length ?? 0);
}
