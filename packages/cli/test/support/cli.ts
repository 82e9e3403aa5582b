import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';

// Starting a command takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000 });

const BIN = fileURLToPath(new URL('../../bin/photonize.js', import.meta.url));

/** What a command did. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of a test, removed when the test ends. */
export class Folder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async with(files: Readonly<Record<string, string>>): Promise<Folder> {
    const folder = new Folder(await mkdtemp(join(tmpdir(), 'photonize-test-')));
    onTestFinished(() => rm(folder.path, { recursive: true, force: true }));
    for (const [name, contents] of Object.entries(files)) await folder.write(name, contents);
    return folder;
  }

  async write(name: string, contents: string): Promise<void> {
    const path = join(this.path, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }

  read(name: string): Promise<string> {
    return readFile(join(this.path, name), 'utf8');
  }

  async json<T>(name: string): Promise<T> {
    return JSON.parse(await this.read(name)) as T;
  }

  /** All files in it, hidden and temporary ones, too. */
  async files(): Promise<readonly string[]> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => join(parentPath, name).slice(this.path.length + 1)).sort();
  }

  /** Starts the real command in this folder. */
  start(args: readonly string[], stdin = ''): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: this.path });
    child.stdin.on('error', () => {}).end(stdin);
    return child;
  }

  /** Runs the real command in this folder. */
  async photonize(args: readonly string[], stdin = ''): Promise<Outcome> {
    const child = this.start(args, stdin);
    const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
    return { exitCode, stdout, stderr };
  }

  /** Runs a built file's handler; answers as objects. */
  async answers(
    file: string,
    events: readonly unknown[],
    ...args: readonly string[]
  ): Promise<readonly unknown[]> {
    const lines = events.map((event) => JSON.stringify(event)).join('\n');
    const { stdout } = await this.photonize(['run', file, '--events', '-', ...args], lines);
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line));
  }
}

/** `count` events that settle out of order. */
export function users(count: number): readonly { readonly user: string; readonly ms: number }[] {
  return Array.from({ length: count }, (_, i) => ({ user: `user ${i}`, ms: (i * 7) % 40 }));
}

/** A function that answers right only when nobody else uses its module-level state. */
export const LEAKY = `
let user: string | undefined;
let calls = 0;
export async function handler(event: { user: string; ms: number }) {
  user = event.user;
  calls += 1;
  await new Promise((resolve) => setTimeout(resolve, event.ms));
  return { user, calls };
}
`;
