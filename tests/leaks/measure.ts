import { fork } from 'node:child_process';
import { join } from 'node:path';

/** What four invocations answered at the same time, each a photon, and what a photon costs. */
export interface Measurement {
  readonly answers: readonly unknown[];
  /** Milliseconds of CPU time that the first call of a photon takes more than its second. */
  readonly firstTouch: number;
  /** Kilobytes that a photon keeps as long as it lives. */
  readonly memory: number;
}

const ENVIRONMENT = { NODE_ENV: 'production', TZ: 'UTC', LANG: 'en_US.UTF-8' };
const TIMEOUT_MS = 60_000;

/** Runs a bundle in a process of its own. */
export function measure(file: string): Promise<Measurement> {
  return ask('photons', file) as Promise<Measurement>;
}

/** What a file answers to each event in a fresh process. */
export function inProcesses(file: string): Promise<unknown[]> {
  return Promise.all([0, 1, 2, 3].map((n) => ask(String(n), file)));
}

function ask(how: string, file: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'child.ts'), [how, file], {
      execArgv: ['--expose-gc', '--no-warnings'],
      env: { ...process.env, ...ENVIRONMENT },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: TIMEOUT_MS,
    });
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors += text;
    });
    child.once('message', (answer) => {
      child.kill();
      resolve(answer);
    });
    child.once('exit', (code) =>
      reject(new Error(errors.split('\n').find((line) => /Error/.test(line)) ?? `exit ${code}`)),
    );
  });
}
