/** A sandbox for each invocation: a worker thread or a process, which loads the function and ends. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';

const ENTRY = new URL('./in-sandbox.js', import.meta.url);

/** More at a time would only need more memory. */
const AT_A_TIME = 8;

const sandboxes = {
  async thread(user) {
    const worker = new Worker(ENTRY, { workerData: user });
    const [answer] = await once(worker, 'message');
    return answer;
  },
  async process(user) {
    const child = fork(ENTRY, [user]);
    const [answer] = await once(child, 'message');
    child.disconnect();
    return answer;
  },
};

const invoke = sandboxes[process.argv[2]];
const waiting = [];
let running = 0;

async function run(user, response) {
  running += 1;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(await invoke(user)));
  running -= 1;
  waiting.shift()?.();
}

createServer(({ url }, response) => {
  const begin = () => run(new URLSearchParams(url.slice(2)).get('user'), response);
  if (running < AT_A_TIME) begin();
  else waiting.push(begin);
}).listen(Number(process.env.PORT));
