import type { WriteStream } from 'node:tty';
import pc from 'picocolors';

/** Whether `stream` is a terminal that may get colours: NO_COLOR and TERM=dumb turn them off. */
export function wantsColor(stream: NodeJS.WriteStream | WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Colours for `stream`; none where it is not a terminal. */
export function colorsFor(stream: NodeJS.WriteStream): ReturnType<typeof pc.createColors> {
  return pc.createColors(wantsColor(stream));
}
