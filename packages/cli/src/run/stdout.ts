/**
 * Keeps stdout for answers: what the function prints goes to stderr from here on.
 * @returns writes to the real stdout; settles when that has taken the text
 */
export function reserveStdout(): (text: string) => Promise<void> {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Who reads has seen enough, such as `head`.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return (text) => new Promise((resolve) => write(text, () => resolve()));
}

/** Brings answers into the order of their events: each is written when all earlier ones are. */
export function inOrder(write: (text: string) => void): (index: number, answer: string) => void {
  const waiting = new Map<number, string>();
  let next = 0;
  return (index, answer) => {
    waiting.set(index, answer);
    for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
      waiting.delete(next++);
      write(`${ready}\n`);
    }
  };
}
