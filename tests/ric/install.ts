import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '4.0.2';
const FOLDER = join(import.meta.dirname, '../../.tmp/ric');

/** The client's entry point; installs it first, which compiles C++. RIC_DIR names a folder where it is installed. */
export async function installClient(): Promise<string> {
  const folder = process.env.RIC_DIR ?? FOLDER;
  const module = join(folder, 'node_modules/aws-lambda-ric');
  if (!existsSync(join(module, 'rapid-client.node'))) await build(folder);
  return join(module, 'index.mjs');
}

async function build(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = { private: true, allowScripts: { 'aws-lambda-ric': true } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const installed = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(installed, 'include/node/node_api.h'));
  await promisify(execFile)('npm', ['install', `aws-lambda-ric@${VERSION}`], {
    cwd: folder,
    env: { ...process.env, ...(hasHeaders && { npm_config_nodedir: installed }) },
    timeout: 10 * 60_000,
  });
}
