import { setImmediate as turn } from 'node:timers/promises';
import { currentInvocation, type Invocation } from './invocation.js';

type Stream = 'stdout' | 'stderr';
type WriteDone = (error?: Error | null) => void;

/** After what an activation has printed, so that OpenWhisk knows where it ends. */
const END_MARKER = 'XXX_THE_END_OF_A_WHISK_ACTIVATION_XXX\n';

/** Lines that are not complete yet. */
const partial = new WeakMap<Invocation, Record<Stream, string>>();

const write = {
  stdout: process.stdout.write.bind(process.stdout),
  stderr: process.stderr.write.bind(process.stderr),
};

let ended = 0;

/** Has every line that an invocation prints begin with its id: `[id] line`. */
export function nameLines(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | WriteDone,
      done?: WriteDone,
    ): boolean => {
      const callback = typeof encoding === 'function' ? encoding : done;
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      const invocation = currentInvocation();
      const lines = invocation ? completeLines(invocation, name, text) : text;
      return write[name](lines, callback);
    };
  }
}

function completeLines(invocation: Invocation, name: Stream, text: string): string {
  const kept = keptBy(invocation);
  const lines = (kept[name] + text).split('\n');
  kept[name] = lines.pop() ?? '';
  return lines.map((line) => `[${invocation.id}] ${line}\n`).join('');
}

function keptBy(invocation: Invocation): Record<Stream, string> {
  const known = partial.get(invocation) ?? { stdout: '', stderr: '' };
  partial.set(invocation, known);
  return known;
}

/** Prints what an invocation has begun to print; with `mark`, also where it ends. */
export function endLines(invocation: Invocation, mark: boolean): void {
  const kept = partial.get(invocation);
  for (const name of ['stdout', 'stderr'] as const) {
    if (kept?.[name]) write[name](`[${invocation.id}] ${kept[name]}\n`);
  }
  partial.delete(invocation);
  if (mark) markEnd();
}

/** Resolves when all that was printed has left the thread. */
export async function printed(): Promise<void> {
  await turn();
  await Promise.all(
    (['stdout', 'stderr'] as const).map((name) => new Promise<void>((done) => write[name]('', () => done()))),
  );
}

/** The markers of all activations that end in one turn of the event loop are written together. */
function markEnd(): void {
  if (ended++ > 0) return;
  setImmediate(() => {
    const markers = END_MARKER.repeat(ended);
    ended = 0;
    write.stdout(markers);
    write.stderr(markers);
  });
}
