import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report, Task } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Runs handed out at a time. */
const BATCH = 25;

/** Tasks of a worker. Node keeps much of what it has evaluated, so that old workers are large and slow. */
const TASKS = 40;

/** A worker that is silent for so long is stuck in a program; making a program smaller takes longer than a run. */
const PATIENCE = { run: 60_000, shrinking: 900_000 };

/** Which programs to look at. */
export interface Search extends Omit<Task, 'count' | 'shrink'> {
  readonly runs: number;
  readonly workers: number;
}

/** Options of {@link runAll}. */
export interface SearchOptions extends Search, Pick<Task, 'shrink'> {
  /** More options for the workers' Node. */
  readonly execArgv?: readonly string[];
  /** @returns whether to go on */
  onReport(report: Report): boolean;
  onStuck(run: number): void;
}

/** Divides runs between worker processes. */
export async function runAll(options: SearchOptions): Promise<void> {
  let next = options.first;
  const end = options.first + options.runs;
  let isOver = false;
  const take = (): Task | undefined => {
    if (isOver || next >= end) return undefined;
    const { seed, check, shrink } = options;
    const task = { seed, shrink, first: next, count: Math.min(BATCH, end - next), ...(check && { check }) };
    next += task.count;
    return task;
  };
  const stop = () => {
    isOver = true;
  };
  const count = Math.min(options.workers, Math.ceil(options.runs / BATCH));
  await Promise.all(Array.from({ length: count }, () => work(take, stop, options)));
}

/** Lets one worker at a time do tasks until there are none. */
async function work(take: () => Task | undefined, stop: () => void, options: SearchOptions): Promise<void> {
  let worker: ChildProcess | undefined;
  let tasks = 0;
  for (let task = take(); task; task = take()) {
    worker ??= start(options);
    tasks += 1;
    const outcome = await perform(worker, task, options);
    if (outcome === 'enough') stop();
    else if (typeof outcome === 'number') {
      worker.kill('SIGKILL');
      worker = undefined;
      if (await isEnoughAlone(task, outcome, options)) stop();
    } else if (tasks % TASKS === 0) {
      worker.kill();
      worker = undefined;
    }
  }
  worker?.kill();
}

/**
 * Does the rest of a task in which a worker was stuck. On a busy machine, it may only have been slow: a program that
 * ends in a worker of its own does end.
 */
async function isEnoughAlone(task: Task, first: number, options: SearchOptions): Promise<boolean> {
  let outcome: Outcome = 'done';
  for (let run = first; run < task.first + task.count && outcome !== 'enough'; run++) {
    const worker = start(options);
    outcome = await perform(worker, { ...task, first: run, count: 1 }, options);
    if (typeof outcome === 'number') options.onStuck(run);
    worker.kill('SIGKILL');
  }
  return outcome === 'enough';
}

function start({ execArgv = [] }: SearchOptions): ChildProcess {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return fork(WORKER, { serialization: 'advanced', execArgv: [...flags, ...execArgv] });
}

/** How a task ended: done, found what was looked for, or stuck in a run. */
type Outcome = 'done' | 'enough' | number;

function perform(worker: ChildProcess, task: Task, { onReport }: SearchOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let left = task.count;
    let timer: NodeJS.Timeout | undefined;
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      resolve(outcome);
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => finish(task.first + task.count - left),
        task.shrink ? PATIENCE.shrinking : PATIENCE.run,
      );
    };
    wait();
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`a worker left with code ${code} in run ${task.first + task.count - left}`));
    });
    worker.on('message', (report) => {
      wait();
      left -= 1;
      if (!onReport(report as Report)) finish('enough');
      else if (left === 0) finish('done');
    });
    worker.send(task);
  });
}
