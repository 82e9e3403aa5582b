/** What frames leave of a line that is longer, such as an event of several megabytes. */
const WIDTH = 80;

/**
 * The line around a problem, with a marker under it:
 *
 *     > 3 | {"user": bob}
 *         |          ^
 */
export function lineFrame(label: string, text: string, column: number, length = 1): string {
  const from = text.length <= WIDTH ? 0 : Math.max(0, column - WIDTH / 2);
  const prefix = from > 0 ? '…' : '';
  const shown = prefix + text.slice(from, from + WIDTH) + (from + WIDTH < text.length ? '…' : '');
  const head = `> ${label} | `;
  const marker = ' '.repeat(prefix.length + column - from) + '^'.repeat(Math.max(1, length));
  return `${head}${shown.replaceAll('\t', ' ')}\n${' '.repeat(head.length - 2)}| ${marker}`;
}

/** The command line with a marker under `argument`, or nothing where it is not in there. */
export function commandFrame(argument: string): { frame?: string } {
  const words = ['photonize', ...process.argv.slice(2)];
  const index = words.findLastIndex((word) => word === argument || word.endsWith(`=${argument}`));
  if (index < 0) return {};
  const line = words.join(' ');
  const column = words.slice(0, index + 1).join(' ').length - argument.length;
  return { frame: lineFrame('$', line, column, argument.length) };
}
