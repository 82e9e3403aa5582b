import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Suite } from '../suites.ts';
import type { Mode } from './run.ts';

/** The path of a file that test runners load. */
export function hook(name: string): string {
  return fileURLToPath(new URL(`../hooks/${name}`, import.meta.url));
}

/** What makes everything that a Node process runs part of a photon. */
export function photonArguments(mode: Mode): string[] {
  return mode === 'root' ? [] : ['--require', hook('photon.cjs')];
}

/** What a finished process has printed. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Runs Node in a copy of a package. Test runners end with other codes than 0 where tests fail. */
export function runNode(
  { environment, entries }: Suite,
  folder: string,
  mode: Mode,
  args: readonly string[],
): Promise<Output> {
  const loadedBefore = mode === 'photon' ? entries.map((entry) => join(folder, entry)) : [];
  const env = {
    ...inheritedEnvironment(),
    CI: '1',
    NO_COLOR: '1',
    IN_PHOTON: String(mode !== 'root'),
    LOADED_BEFORE: JSON.stringify(loadedBefore),
    ...environment,
  };
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env, maxBuffer: 2 ** 30 };
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error && child.exitCode === null) reject(error);
      else resolve({ stdout, stderr, code: child.exitCode ?? 0 });
    });
  });
}

/** Without what a test runner that runs this tells its own processes. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(?:NODE_|VITEST|TEST$)/.test(name)));
}
