import { fork } from 'node:child_process';

/**
 * Runs a script in a process of its own, gives it `task`, and waits for the message that it sends back.
 * @param {URL} script
 * @param {unknown} task
 * @param {{ execPath?: string, execArgv?: string[] }} options
 */
export async function runChild(script, task, options = {}) {
  const child = startChild(script, options);
  try {
    return await child.ask(task);
  } finally {
    child.end();
  }
}

/**
 * Starts a script in a process of its own, which does one task after the other.
 * @param {URL} script
 * @param {{ execPath?: string, execArgv?: string[], env?: object }} options
 */
export function startChild(script, options = {}) {
  const child = fork(script, {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...options,
  });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const ended = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${script.pathname} ended with ${code}\n${errors}`)));
  });
  ended.catch(() => {});
  return {
    pid: child.pid,
    /** Gives it a task, and waits for the answer. */
    ask(task) {
      const answer = new Promise((resolve) => child.once('message', resolve));
      child.send(task);
      return Promise.race([answer, ended]);
    },
    end() {
      if (child.connected) child.disconnect();
    },
  };
}

/** In such a process: answers each task with what `work` returns, until there are no more. */
export function serveTasks(work) {
  process.on('message', async (task) => process.send(await work(task)));
}
