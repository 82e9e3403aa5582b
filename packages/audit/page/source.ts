import type { PageSource } from '../src/page-data.js';
import { byId, element } from './dom.js';
import { type Finding, OUTCOMES, type Policy, type Shown } from './findings.js';

/** A stretch of a line that is marked. */
interface Mark {
  readonly column: number;
  readonly length: number;
  readonly outcome: Shown;
  readonly isWriter: boolean;
  readonly title: string;
}

/** Of longer lines only the surroundings of marks are shown: they are minified. */
const LONGEST_LINE = 600;
const AROUND = 120;

/** Shows a file, each binding in the colour of what becomes of it, and scrolls to a line. */
export function drawSource(
  file: string,
  source: PageSource | undefined,
  findings: readonly Finding[],
  policy: Policy,
  target: number,
): void {
  byId('file').textContent = file;
  if (source === undefined) {
    byId('code').replaceChildren('This module keeps nothing; its text is not part of the page.');
    return;
  }
  const marks = marksOf(file, source, findings, policy);
  const rows = source.text.split(/\r\n|[\n\r\u2028\u2029]/).map((text, i) => {
    const line = i + 1;
    const cell = element('td', {}, ...lineWith(text, marks.get(line) ?? []));
    return element(
      'tr',
      line === target ? { class: 'target' } : {},
      element('th', { scope: 'row' }, String(line)),
      cell,
    );
  });
  byId('code').replaceChildren(element('table', {}, element('tbody', {}, ...rows)));
  scrollTo(target);
}

/** Scrolls the lines, and not the page. */
function scrollTo(line: number): void {
  const code = byId('code');
  const row = code.querySelectorAll('tr')[line - 1];
  if (row) code.scrollTop = row.offsetTop - code.clientHeight / 2;
}

function marksOf(
  file: string,
  { bindings }: PageSource,
  findings: readonly Finding[],
  policy: Policy,
): Map<number, Mark[]> {
  const byLine = new Map<number, Mark[]>();
  const add = (line: number, mark: Mark) => byLine.set(line, [...(byLine.get(line) ?? []), mark]);
  for (const { name, line, column, outcomes } of bindings) {
    const outcome = outcomes[policy];
    const length = Math.max(1, name.split('.')[0]?.length ?? 1);
    add(line, { column, length, outcome, isWriter: false, title: `${name}: ${OUTCOMES[outcome]}` });
  }
  for (const { name, file: own, line, column, outcomes, changes } of findings) {
    const outcome = outcomes[policy];
    const title = `${name}: ${OUTCOMES[outcome]}`;
    const changed = changes.map((change) => ({ ...change, title: `${title}, ${change.how} here` }));
    for (const place of [{ file: own, line, column, title }, ...changed].filter((each) => each.file === file))
      add(place.line, { column: place.column, length: 0, outcome, isWriter: true, title: place.title });
  }
  for (const marks of byLine.values()) marks.sort((a, b) => a.column - b.column || b.length - a.length);
  return byLine;
}

/** The text of a line with its marks. Where a writer starts, the name or the expression there is marked. */
function lineWith(text: string, marks: readonly Mark[]): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  const isLong = text.length > LONGEST_LINE;
  for (const { column, length, outcome, isWriter, title } of marks) {
    const start = column - 1;
    if (start < end || start >= text.length) continue;
    const stop = start + (length || (/^[\w$.#]+/.exec(text.slice(start))?.[0].length ?? 1));
    parts.push(between(text, end, start, isLong, end > 0));
    parts.push(
      element('mark', { class: `${outcome}${isWriter ? ' writer' : ''}`, title }, text.slice(start, stop)),
    );
    end = stop;
  }
  return [...parts, between(text, end, text.length, isLong, true)];
}

function between(text: string, start: number, end: number, isLong: boolean, isAfterMark: boolean): string {
  if (!isLong || end - start <= 2 * AROUND) return text.slice(start, end);
  const before = isAfterMark ? text.slice(start, start + AROUND) : '';
  const after = end < text.length ? text.slice(end - AROUND, end) : '';
  return `${before} … ${after}`;
}
