import { execFile } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FLAGS = ['--enable-source-maps', '--stack-trace-limit=50'];

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Where programs run. */
export type Mode = 'root' | 'photon';

/** The stack of the error of each program that a module exports, as Node prints it with source maps. */
export async function stacksOf(module: string, mode: Mode): Promise<Record<string, string>> {
  const args = [...FLAGS, script('runner.js'), pathToFileURL(module).href, mode];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as Record<string, string>;
}

/** The stack of the error that loading each module throws. */
export async function stacksOfLoading(modules: readonly string[]): Promise<string[]> {
  const urls = modules.map((module) => pathToFileURL(module).href);
  const { stdout } = await run(process.execPath, [...FLAGS, script('loader.js'), ...urls]);
  return JSON.parse(stdout) as string[];
}

/** A frame of a stack. */
interface Frame {
  readonly name: string;
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** What of a stack its user looks at: the error, and the frames in the given sources. */
export interface Shown {
  readonly error: string;
  readonly names: readonly string[];
  readonly places: readonly string[];
}

/** What a user looks at of a stack. */
export function shown(stack: string, sources: readonly string[]): Shown {
  const [error = ''] = stack.split('\n');
  const frames = stack.split('\n').flatMap(parseFrame);
  const own = frames.filter(({ source }) => sources.some((name) => source.endsWith(`/${name}`)));
  return {
    error: withoutRecords(error),
    names: own.map(({ name }) => name),
    places: own.map(({ source, line, column }) => `${fileName(source)}:${line}:${column}`),
  };
}

function parseFrame(text: string): Frame[] {
  const match = /^ {4}at (?:(.*?) \()?(?:file:\/\/)?([^()]+?):(\d+):(\d+)\)?$/.exec(text);
  if (match === null) return [];
  const [, name = '<anonymous>', source = '', line, column] = match;
  return [{ name, source, line: Number(line), column: Number(column) }];
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Engines quote the code that is wrong: `(0 , $r.call) is not a function`. */
function withoutRecords(message: string): string {
  return message.replace(/\(0 , \$\w+\.(\w+)\)/g, '$1').replace(/\$\w+\.(?=\w)/g, '');
}
