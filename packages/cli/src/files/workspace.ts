import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Gives `work` a folder for bundles, and removes it afterwards, also when the command is interrupted. */
export async function withWorkspace<T>(entry: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeFolder(entry);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const interrupt = () => process.exit(130);
  process.once('exit', remove);
  for (const signal of INTERRUPTS) process.once(signal, interrupt);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    for (const signal of INTERRUPTS) process.off(signal, interrupt);
    remove();
  }
}

/** Inside the entry's node_modules where possible, so that packages left out of the bundle are found. */
async function makeFolder(entry: string): Promise<string> {
  const modules = nearestModules(dirname(resolve(entry)));
  if (modules !== undefined) {
    try {
      const cache = join(modules, '.cache', 'photonize');
      await mkdir(cache, { recursive: true });
      return await mkdtemp(join(cache, 'work-'));
    } catch {
      // Not ours to write.
    }
  }
  return mkdtemp(join(tmpdir(), 'photonize-'));
}

function nearestModules(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return modules;
  return dirname(folder) === folder ? undefined : nearestModules(dirname(folder));
}
