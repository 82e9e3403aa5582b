import { inspect } from 'node:util';
import { assertFile } from '../files/read.js';
import { readEvents } from '../invoke/events.js';
import { loadHandler } from '../invoke/handler.js';
import { photonInvocations } from '../invoke/invocation.js';
import { answerAll } from '../invoke/pool.js';
import { problem } from '../problems.js';
import { printDiagnostics } from '../terminal/print.js';
import { inOrder, reserveStdout } from './stdout.js';

/** Options of {@link run}. */
export interface RunOptions {
  readonly events: string;
  readonly handler: string;
  readonly concurrency: number;
}

/** How long the process may go on with what the function left behind, such as a connection that stays open. */
const GRACE_MS = 1000;

/**
 * Gives a built function its events, each as one photon, and prints the answers on stdout.
 * @throws {Problem} PHO9002, PHO9003, PHO9004, PHO9008
 */
export async function run(file: string, options: RunOptions): Promise<void> {
  await assertFile(file);
  const events = await readEvents(options.events);
  const write = reserveStdout();
  process.setSourceMapsEnabled(true);
  const invoke = await photonInvocations(await loadHandler(file, options.handler));
  let written = Promise.resolve();
  const print = inOrder((text) => {
    written = write(text);
  });
  let answered = 0;
  watchForCrash(() => events.length - answered);
  const count = (index: number, answer: string) => {
    answered++;
    print(index, answer);
  };
  await answerAll(invoke, events, options.concurrency, count, reportError);
  await written;
  setTimeout(() => process.exit(0), GRACE_MS).unref();
}

function reportError(index: number, error: unknown): void {
  process.stderr.write(`event ${index}: ${inspect(error)}\n`);
}

/** An error that escapes the function's handler belongs to no event, so there is no answer to put it in. */
function watchForCrash(unanswered: () => number): void {
  process.once('uncaughtException', (error) => {
    const { diagnostics } = problem('PHO9009', { count: String(unanswered()), detail: inspect(error) });
    void printDiagnostics(diagnostics).finally(() => process.exit(unanswered() > 0 ? 1 : 0));
  });
}
