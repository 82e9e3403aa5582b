import { fork } from 'node:child_process';

/**
 * Runs a script in a process of its own, gives it `task`, and waits for the message that it sends back.
 * @param {URL} script
 * @param {unknown} task
 * @param {{ execPath?: string, execArgv?: string[] }} options
 */
export function runChild(script, task, options = {}) {
  return new Promise((resolve, reject) => {
    const child = fork(script, {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      ...options,
    });
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${script.pathname} ended with ${code}\n${errors}`)));
    child.send(task);
  });
}

/** In such a process: answers the task with what `work` returns. */
export function serveTask(work) {
  process.once('message', async (task) => {
    process.send(await work(task));
    process.disconnect();
  });
}
