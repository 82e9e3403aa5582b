import type {
  AuditReport,
  Counts,
  CrossingReport,
  ModuleReport,
  PackageReport,
  Refusal,
  StateReport,
} from '@photonize/audit';
import type { Policy } from '@photonize/transform';
import Table from 'cli-table3';
import type { colorsFor } from '../terminal/colors.js';
import { formatBytes, formatMilliseconds, plural } from '../terminal/units.js';

type Colors = ReturnType<typeof colorsFor>;

const POLICIES = ['bindings', 'strict', 'shared'] as const;

/** The packages with what each policy shares of their state, worst first; those without state left out. */
export function packagesTable({ packages, totals }: AuditReport, colors: Colors): string {
  const init = packages.some(({ initMs }) => initMs !== undefined) ? ['init'] : [];
  const head = ['package', 'in the bundle', 'modules', ...init, ...POLICIES, 'crosses anyway'];
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: head.map((title) => (title === 'package' || isPolicy(title) ? 'left' : 'right')),
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  const kept = packages.filter(keepsState);
  for (const { name, version, bytes, modules, initMs, counts } of kept) {
    const label = name === '.' ? 'this function' : `${name}${version ? ` ${version}` : ''}`;
    const time = init.map(() => formatMilliseconds(initMs ?? 0));
    table.push([label, formatBytes(bytes), String(modules.length), ...time, ...outcomes(counts, colors)]);
  }
  const others = packages.length - kept.length;
  if (others > 0) table.push([`${plural(others, 'package')} without state`, ...head.slice(1).map(() => '')]);
  table.push([colors.bold('all'), '', '', ...init.map(() => ''), ...outcomes(totals, colors)]);
  return table.toString();
}

function isPolicy(title: string): boolean {
  return (POLICIES as readonly string[]).includes(title);
}

function keepsState({ counts: { shared } }: PackageReport): boolean {
  return Object.values(shared).some((number) => number > 0);
}

function outcomes(counts: Readonly<Record<Policy, Counts>>, colors: Colors): string[] {
  const { crosses } = counts.shared;
  const outcomesOfState = POLICIES.map((policy) => outcome(counts[policy], colors));
  return [...outcomesOfState, crosses > 0 ? colors.red(String(crosses)) : '–'];
}

function outcome({ leaks, mayLeak, private: own }: Counts, { red, yellow, green }: Colors): string {
  const parts = [
    leaks > 0 ? red(leaks === 1 ? '1 leaks' : `${leaks} leak`) : '',
    mayLeak > 0 ? yellow(`${mayLeak} may`) : '',
    own > 0 ? green(`${own} private`) : '',
  ];
  return parts.filter((part) => part !== '').join(', ') || '–';
}

/** How many modules are named that take long. */
const COSTLY = 5;

/** The modules that take longest to be evaluated, if that was measured: what they make may be worth sharing. */
export function costlyModules({ packages }: AuditReport, { bold }: Colors): string {
  const slowest = packages
    .flatMap(({ modules }) => modules)
    .filter(({ initMs = 0 }) => initMs >= 1)
    .toSorted((a, b) => (b.initMs ?? 0) - (a.initMs ?? 0))
    .slice(0, COSTLY);
  return slowest
    .map(({ file, initMs = 0, initBytes = 0, state }) => {
      const parts = costlyState(state, initMs).map(
        ({ name, line, column, initMs: own = 0 }) =>
          `${bold(name)} at ${line}:${column} ${formatMilliseconds(own)}`,
      );
      const whole = `${file} takes ${formatMilliseconds(initMs)} and ${formatBytes(initBytes)} to be evaluated`;
      return [whole, ...parts].join(', ');
    })
    .join('\n');
}

/** What makes up most of the time that a module takes. */
function costlyState(state: readonly StateReport[], initMs: number): StateReport[] {
  return state
    .filter(({ initMs: own = 0 }) => own >= 1 && own > initMs / 10)
    .toSorted((a, b) => (b.initMs ?? 0) - (a.initMs ?? 0));
}

/** How many findings are listed unless all are wanted. */
const LISTED = 20;

/** What leaks under the policy that is judged or crosses anyway, each with its place, the reason and what changes it. */
export function findings(report: AuditReport, colors: Colors, all: boolean): string {
  const { policy, packages } = report;
  const found = packages
    .flatMap(({ modules }) => modules)
    .flatMap((module) => [
      ...module.policies[policy].refusals.map((each) => refusal(module, each, colors)),
      ...module.crossings.filter(({ isState }) => isState).map((each) => crossing(module, each, colors)),
      ...module.state
        .filter(({ under }) => under[policy].outcome === 'leaks')
        .map((state) => finding(module, state, policy, colors)),
    ]);
  const listed = all ? found : found.slice(0, LISTED);
  const left = found.length - listed.length;
  return [...listed, ...(left > 0 ? [`… and ${left} more: --all lists them.`] : [])].join('\n');
}

function refusal({ file }: ModuleReport, { code, message, line, column }: Refusal, { red }: Colors): string {
  return `${file}:${line}:${column} ${red('refused')} ${code}: ${message}`;
}

function crossing({ file }: ModuleReport, { what, because, places }: CrossingReport, colors: Colors): string {
  const { red, bold } = colors;
  const [first = { line: 0, column: 0 }, ...others] = places;
  const more = others.length > 0 ? `, and ${plural(others.length, 'other place')}` : '';
  return `${file}:${first.line}:${first.column} ${red('crosses')} ${bold(what)}\n  ${because}${more}`;
}

function finding(
  { file }: ModuleReport,
  state: StateReport,
  policy: Policy,
  { red, bold, dim }: Colors,
): string {
  const { name, kind, line, column, writers, under } = state;
  const head = `${file}:${line}:${column} ${red('leaks')} ${kind} ${bold(name)}`;
  return `${head}\n  ${under[policy].because}; ${changes(writers)} ${dim(elsewhere(state, policy))}`.trimEnd();
}

/** What changes a state, in a phrase. */
function changes(writers: StateReport['writers']): string {
  const [first, ...others] = writers;
  if (first === undefined) return 'no code is seen to change it';
  const more = others.length > 0 ? ` and ${plural(others.length, 'other place')}` : '';
  const where = first.file === undefined ? '' : `${first.file}:`;
  return `${PARTICIPLES[first.how]} at ${where}${first.line}:${first.column}${more}`;
}

const PARTICIPLES = { assigns: 'assigned', changes: 'changed', deletes: 'deleted from' } as const;

/** What the other policy does with it. */
function elsewhere({ under }: StateReport, policy: Policy): string {
  const other = policy === 'strict' ? 'bindings' : 'strict';
  return under[other].outcome === 'private' ? `(private under ${other})` : '';
}
