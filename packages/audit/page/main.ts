import type { PageData } from '../src/page-data.js';
import { byId, element } from './dom.js';
import { type Finding, findingsIn, OUTCOMES, type Policy, type Shown } from './findings.js';
import { drawFindings, PAGE_LENGTH } from './list.js';
import { drawPackages, type Weight } from './packages.js';
import { drawSource } from './source.js';

const data = JSON.parse(byId('data').textContent ?? '') as PageData;
const all = findingsIn(data);
const search = byId('search') as HTMLInputElement;

let policy: Policy = data.report.policy;
let weight: Weight = 'bytes';
let chosen: string | undefined;
let listed = PAGE_LENGTH;
const shown = new Set<Shown>(['refused', 'leaks', 'crosses', 'mayLeak']);

/** What the search and the chosen package leave. */
function matching(): Finding[] {
  const words = search.value.toLowerCase().split(/\s+/);
  return all.filter((finding) => {
    if (chosen !== undefined && finding.package !== chosen) return false;
    const text = `${finding.package} ${finding.file} ${finding.kind} ${finding.name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function draw(): void {
  const found = matching();
  drawOutcomes(found);
  const rank = ({ outcomes }: Finding) => Object.keys(OUTCOMES).indexOf(outcomes[policy]);
  const rows = found.filter(({ outcomes }) => shown.has(outcomes[policy])).sort((a, b) => rank(a) - rank(b));
  drawFindings(rows, policy, listed);
  const names = new Set(found.map((finding) => finding.package));
  drawPackages(data.report.packages, { policy, weight, chosen, found: names }, (name) => {
    chosen = name;
    listed = PAGE_LENGTH;
    draw();
  });
}

/** A button for each outcome that there is, with its number; pressed ones are listed. They stay, and keep the focus. */
const numbers = new Map(
  (Object.entries(OUTCOMES) as [Shown, string][])
    .filter(([outcome]) => all.some(({ outcomes }) => Object.values(outcomes).includes(outcome)))
    .map(([outcome, title]) => [outcome, outcomeButton(outcome, title)]),
);

function outcomeButton(outcome: Shown, title: string): HTMLButtonElement {
  const button = element('button', { type: 'button', class: outcome }, element('strong', {}), title);
  button.addEventListener('click', () => {
    if (!shown.delete(outcome)) shown.add(outcome);
    draw();
  });
  return button;
}

function drawOutcomes(found: readonly Finding[]): void {
  for (const [outcome, button] of numbers) {
    const count = found.filter(({ outcomes }) => outcomes[policy] === outcome).length;
    button.setAttribute('aria-pressed', String(shown.has(outcome)));
    button.firstElementChild?.replaceChildren(String(count));
  }
}

/** Follows the link in the address: `#file:line`. */
function follow(): void {
  const [, file, line] = /^#(.+):(\d+)$/.exec(location.hash) ?? [];
  if (file === undefined) return;
  const path = decodeURIComponent(file);
  const own = all.filter(
    ({ file: home, changes }) => home === path || changes.some((change) => change.file === path),
  );
  drawSource(path, data.sources[path], own, policy, Number(line));
  draw();
}

/** Adds a choice of one among several. */
function addChoices<T extends string>(
  id: string,
  choices: Readonly<Record<T, string>>,
  first: NoInfer<T>,
  choose: (choice: T) => void,
): void {
  for (const [value, title] of Object.entries(choices) as [T, string][]) {
    const input = element('input', { type: 'radio', name: id, value });
    input.checked = value === first;
    input.addEventListener('change', () => choose(value));
    byId(id).append(element('label', {}, input, title));
  }
}

byId('outcomes').append(...numbers.values());
byId('entry').textContent = data.report.entry;
addChoices('policies', { bindings: 'bindings', strict: 'strict', shared: 'shared' }, policy, (choice) => {
  policy = choice;
  draw();
  follow();
});
const isTimed = data.report.packages.some(({ initMs }) => initMs !== undefined);
const weights = { bytes: 'size', state: 'state', ...(isTimed && { init: 'time to start' }) };
addChoices<string>('weights', weights, weight, (choice) => {
  weight = choice as Weight;
  draw();
});
search.addEventListener('input', () => {
  listed = PAGE_LENGTH;
  draw();
});
byId('more').addEventListener('click', () => {
  listed += PAGE_LENGTH;
  draw();
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || document.activeElement === search) return;
  event.preventDefault();
  search.focus();
});
addEventListener('hashchange', follow);
addEventListener('resize', draw);
draw();
follow();
