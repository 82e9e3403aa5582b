import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

/** Where Chromium is unpacked: nobody else may write there meanwhile. */
const UNPACKED = join(import.meta.dirname, '../../../../node_modules/.cache/photonize-chromium');

/** Is there when all is unpacked. */
const COMPLETE = join(UNPACKED, 'complete');

/**
 * Starts a headless Chromium: the one in the npm package, with the libraries that it brings along, so that nothing
 * has to be installed; or the one that PHOTONIZE_CHROMIUM names.
 */
export async function startBrowser(): Promise<Browser> {
  const named = process.env.PHOTONIZE_CHROMIUM;
  try {
    if (named !== undefined) return await puppeteer.launch({ executablePath: named, args: ['--no-sandbox'] });
    return await startPackaged();
  } catch (cause) {
    const hint = 'PHOTONIZE_CHROMIUM can name another one, such as that of `apt install chromium`.';
    throw new Error(`Chromium does not start. ${hint}`, { cause });
  }
}

async function startPackaged(): Promise<Browser> {
  // What a run that was stopped has left behind may be a part of it.
  if (!existsSync(COMPLETE)) await rm(UNPACKED, { recursive: true, force: true });
  await mkdir(UNPACKED, { recursive: true });
  // Both are read when the package is loaded. The second has it unpack its libraries as it does on AWS Lambda.
  process.env.TMPDIR = UNPACKED;
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  await writeFile(COMPLETE, '');
  return puppeteer.launch({ executablePath, args: chromium.args, headless: 'shell' });
}
