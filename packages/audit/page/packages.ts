import type { PackageReport } from '../src/report.js';
import { byId, element } from './dom.js';
import type { Policy } from './findings.js';
import { type Box, treemap } from './treemap.js';

/** What the size of a block stands for. */
export type Weight = 'bytes' | 'state' | 'init';

/** What the blocks of packages need to know. */
interface MapState {
  readonly policy: Policy;
  readonly weight: Weight;
  /** The package that is chosen. */
  readonly chosen: string | undefined;
  /** The packages that the search finds. */
  readonly found: ReadonlySet<string>;
}

/** Draws packages as blocks: as large as they are, coloured by the worst that they do. */
export function drawPackages(
  packages: readonly PackageReport[],
  state: MapState,
  choose: (name: string | undefined) => void,
): void {
  const map = byId('map');
  const kept = packages
    .map((each) => ({ each, weight: weightOf(each, state) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const least = kept.reduce((sum, { weight }) => sum + weight, 0) / 1000;
  const boxes = treemap(
    kept.map(({ weight }) => Math.max(weight, least)),
    map.clientWidth / Math.max(map.clientHeight, 1) || 4,
  );
  const focused = document.activeElement?.getAttribute('data-package');
  map.replaceChildren(...kept.map(({ each }, i) => block(each, boxes[i] as Box, state, choose)));
  // The blocks are new: the keyboard goes on where it was.
  if (focused) map.querySelector<HTMLElement>(`[data-package="${CSS.escape(focused)}"]`)?.focus();
}

function weightOf({ bytes, counts, initMs = 0 }: PackageReport, { weight, policy }: MapState): number {
  if (weight === 'bytes') return bytes;
  if (weight === 'init') return initMs;
  return Object.values(counts[policy]).reduce((sum, count) => sum + count, 0);
}

function block(
  { name, version, bytes, counts, initMs }: PackageReport,
  { x, y, width, height }: Box,
  { policy, chosen, found }: MapState,
  choose: (name: string | undefined) => void,
): HTMLButtonElement {
  const own = counts[policy];
  const worst = (['leaks', 'crosses', 'mayLeak', 'pinned', 'private'] as const).find(
    (outcome) => own[outcome] > 0,
  );
  const title = name === '.' ? 'this function' : name;
  const summary = summaryOf(own);
  const button = element(
    'button',
    {
      type: 'button',
      class: `${worst ?? 'harmless'}${found.has(name) ? '' : ' faded'}`,
      'aria-pressed': String(chosen === name),
      title: `${title} ${version ?? ''}: ${summary}, ${Math.ceil(bytes / 1000)} kB${initMs === undefined ? '' : `, ${initMs.toFixed(1)} ms`}`,
      'data-package': name,
      style: `left:${x * 100}%;top:${y * 100}%;width:calc(${width * 100}% - 4px);height:calc(${height * 100}% - 4px)`,
    },
    element('b', {}, title),
    element('span', { class: 'summary' }, summary),
    strip(own),
  );
  button.addEventListener('click', () => choose(chosen === name ? undefined : name));
  return button;
}

function summaryOf(counts: PackageReport['counts'][Policy]): string {
  const parts = (['leaks', 'crosses', 'mayLeak', 'private', 'pinned'] as const).flatMap((outcome) =>
    counts[outcome] > 0 ? [`${counts[outcome]} ${SHORT[outcome]}`] : [],
  );
  return parts.length > 0 ? parts.join(', ') : 'no state';
}

const SHORT = {
  leaks: 'leak',
  crosses: 'cross',
  mayLeak: 'may leak',
  private: 'private',
  pinned: 'pinned',
} as const;

/** A bar that tells how much is what. */
function strip(counts: PackageReport['counts'][Policy]): HTMLElement {
  const parts = (['leaks', 'crosses', 'mayLeak', 'pinned', 'private'] as const).filter(
    (outcome) => counts[outcome] > 0,
  );
  const bars = parts.map((outcome) => element('i', { class: outcome, style: `flex:${counts[outcome]}` }));
  return element('span', { class: 'strip', 'aria-hidden': 'true' }, ...bars);
}
