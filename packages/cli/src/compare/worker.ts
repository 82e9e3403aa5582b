/**
 * One process that runs the function: started by `compare`, told by messages what to do. It loads as little as
 * it can besides the function, because its memory is what is measured.
 */
import { inspect } from 'node:util';
import { loadHandler } from '../invoke/handler.js';
import { type Invoke, photonInvocations, plainInvocations } from '../invoke/invocation.js';
import { answerAll } from '../invoke/pool.js';
import { diagnose, Problem } from '../problems.js';
import type { Reply, Request } from './messages.js';

let invoke: Invoke | undefined;

process.on('message', (request: Request) => {
  const work = request.type === 'load' ? load(request) : answer(request);
  work.then(send, (error: unknown) => send({ type: 'failed', diagnostics: diagnosticsOf(error) }));
});

// The parent has no more questions, or is gone.
process.on('disconnect', () => process.exit());

async function load({ file, handler, photons }: Request & { type: 'load' }): Promise<Reply> {
  const loaded = await loadHandler(file, handler);
  invoke = await (photons ? photonInvocations(loaded) : plainInvocations(loaded));
  return { type: 'loaded' };
}

async function answer({ events, concurrency }: Request & { type: 'answer' }): Promise<Reply> {
  if (invoke === undefined) throw new Error('No function is loaded');
  // So that the process can run out of work, which tells that a handler never settles.
  process.channel?.unref();
  await answerAll(invoke, events, concurrency, (index, text) =>
    send({ type: 'answer', index, answer: text }),
  );
  process.channel?.ref();
  const { user, system } = process.cpuUsage();
  return { type: 'done', cpuMs: (user + system) / 1000 };
}

function send(reply: Reply): void {
  process.send?.(reply);
}

function diagnosticsOf(error: unknown) {
  return error instanceof Problem ? error.diagnostics : [diagnose('PHO9000', { detail: inspect(error) })];
}
