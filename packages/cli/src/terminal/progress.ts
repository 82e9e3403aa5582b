/** Tells what a long piece of work is doing. */
export type Progress = (text: string) => void;

/** Runs `work` under a spinner on stderr; without a terminal there, it shows nothing. */
export async function withProgress<T>(text: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  // A terminal without a width, as some containers give, has ora clear lines for ever.
  if (!process.stderr.isTTY || !process.stderr.columns) return work(() => {});
  const { default: ora } = await import('ora');
  // discardStdin would put the terminal into raw mode, where Ctrl-C is ours to handle.
  const spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
  try {
    return await work((now) => {
      spinner.text = now;
    });
  } finally {
    spinner.stop();
  }
}
