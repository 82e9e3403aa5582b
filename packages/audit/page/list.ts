import { byId, element, linkTo } from './dom.js';
import { type Finding, OUTCOMES, type Policy } from './findings.js';

/** How many findings are shown at first, and added at a time. */
export const PAGE_LENGTH = 200;

/** How many places of a change are linked. */
const LINKED_CHANGES = 4;

/** Lists findings. */
export function drawFindings(findings: readonly Finding[], policy: Policy, length: number): void {
  const current = decodeURIComponent(location.hash.slice(1));
  byId('findings').replaceChildren(
    ...findings.slice(0, length).map((finding) => row(finding, policy, current)),
  );
  byId('status').textContent = `${findings.length} finding${findings.length === 1 ? '' : 's'}`;
  byId('more').hidden = findings.length <= length;
}

function row(finding: Finding, policy: Policy, current: string): HTMLLIElement {
  const { file, line, column, kind, name, outcomes, because, changes } = finding;
  const outcome = outcomes[policy];
  const isCurrent = current === `${file}:${line}`;
  return element(
    'li',
    { class: outcome, ...(isCurrent && { 'aria-current': 'true' }) },
    element('span', { class: 'chip' }, OUTCOMES[outcome]),
    element('span', { class: 'kind' }, kind),
    element('span', { class: 'name' }, name),
    element('p', {}, element('a', { href: linkTo(file, line), class: 'place' }, `${file}:${line}:${column}`)),
    element('p', {}, because[policy], ...linksOf(file, changes)),
  );
}

/** `; changed at 3, 7 and 2 other places` */
function linksOf(file: string, changes: Finding['changes']): (Node | string)[] {
  const [first] = changes;
  if (first === undefined) return [];
  const links = changes
    .slice(0, LINKED_CHANGES)
    .flatMap(({ file: changed, line }) => [
      ', ',
      element('a', { href: linkTo(changed, line) }, changed === file ? String(line) : `${changed}:${line}`),
    ]);
  const left = changes.length - LINKED_CHANGES;
  const more = left > 0 ? ` and ${left} more` : '';
  return [`; ${first.how} ${first.how === 'also' ? 'in' : 'at'} line `, ...links.slice(1), more];
}
