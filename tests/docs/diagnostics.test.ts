import { readFileSync } from 'node:fs';
import { PROBLEMS } from '@photonize/cli';
import { CODES } from '@photonize/transform';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES, WARNING_CODES } from '../../packages/runtime/src/errors.js';

const PAGE = readFileSync(new URL('../../docs/diagnostics.md', import.meta.url), 'utf8');

const EXPLANATIONS = { ...CODES, ...PROBLEMS };

/** The sections of the page, by code. */
const SECTIONS = new Map(
  PAGE.split(/^### /m)
    .slice(1)
    .map((section) => {
      const [code = '', ...lines] = section.split('\n');
      return [code, lines.join('\n').split(/^## /m)[0] ?? ''] as const;
    }),
);

test('each code that the compiler and the command can report has a section, and no other has', () => {
  expect([...SECTIONS.keys()].sort()).toEqual(Object.keys(EXPLANATIONS).sort());
});

describe.each([...SECTIONS])('%s', (_, section) => {
  test('is explained, with a way out', () => {
    expect(section).toMatch(/^\*\*[A-Z`].+\.\*\* \S.+\n\n\*Way out:\* \S.+\n\n$/s);
  });
});

test('the codes of the runtime are explained, each with a way out', () => {
  const rows = PAGE.split('\n').filter((line) => line.startsWith('| `PHOTON_'));
  const explained = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  expect(explained.map(([, code]) => code).sort()).toEqual(
    [...ERROR_CODES, ...WARNING_CODES].map((code) => `\`${code}\``).sort(),
  );
  for (const [, , what, wayOut] of explained) expect([what, wayOut]).not.toContain('');
  for (const [, code = '', what] of explained) {
    expect(what?.startsWith('warning: '), code).toBe(WARNING_CODES.some((warning) => code.includes(warning)));
  }
});

test('messages and helps fill in what they announce', () => {
  for (const { message, help } of Object.values(EXPLANATIONS)) {
    expect(`${message} ${help}`.replace(/\{\w+\}/g, '')).not.toMatch(/[{}]/);
  }
});
