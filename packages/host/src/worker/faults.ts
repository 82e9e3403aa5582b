import { inspect } from 'node:util';
import { currentInvocation, Fault } from './invocation.js';

let strayErrors = 0;

/** How many errors could be blamed on no invocation, so far. */
export function countStrayErrors(): number {
  return strayErrors;
}

/**
 * Keeps what ends a process from ending this thread: it fails the invocation whose code does it, by async context.
 * On Node 22, an error thrown in a bare microtask has none.
 */
export function contain(): void {
  process.on('uncaughtException', blame);
  process.on('unhandledRejection', blame);
  const { exit, abort, kill } = process;
  process.exit = (code) => leave(`process.exit(${code ?? ''})`) ?? exit(code);
  process.abort = () => leave('process.abort()') ?? abort();
  process.kill = (pid, signal) => {
    if (pid === process.pid) leave(`process.kill(process.pid, ${inspect(signal ?? 'SIGTERM')})`);
    return kill(pid, signal);
  };
}

function blame(error: unknown): void {
  const invocation = currentInvocation();
  if (invocation && !invocation.isOver) {
    invocation.fail(error);
    return;
  }
  if (error instanceof Fault) return;
  strayErrors += 1;
  const whose = invocation ? 'after its answer' : 'outside every invocation';
  process.stderr.write(`uncaught ${whose}: ${inspect(error)}\n`);
}

/** Fails the running invocation, if one does, and stops the code that called. */
function leave(call: string): undefined {
  const invocation = currentInvocation();
  if (invocation === undefined) return undefined;
  const fault = new Fault(`The function called ${call}: only this invocation has ended`);
  invocation.fail(fault);
  throw fault;
}
