import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { surveyFunction } from '../../cli/dist/audit/survey.js';
import { audit, auditPage } from '../src/index.js';
import { startBrowser } from './support/browser.js';

const FONT = '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2';
const SCREENSHOT = join(import.meta.dirname, '../../../docs/audit.png');
const ENTRY = join(import.meta.dirname, 'page/function.ts');

/** Unpacking a browser takes as long as the machine is busy. */
const HOOK_TIMEOUT_MS = 120_000;

let folder: string;
let browser: Browser;
let page: Page;
const problems: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photonize-page-'));
  const { modules } = await surveyFunction(ENTRY, [], { policy: 'strict' });
  const report = audit(modules, { photonize: '0.1.0', entry: 'function.ts', policy: 'bindings' });
  await writeFile(join(folder, 'audit.html'), auditPage(report, modules));
  browser = await startBrowser();
  page = await browser.newPage();
  page.on('pageerror', (error) => problems.push(error));
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) problems.push(request.url());
  });
  await page.setViewport({ width: 1400, height: 860 });
  await page.goto(pathToFileURL(join(folder, 'audit.html')).href);
}, HOOK_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** The texts of all elements that a selector finds. */
function texts(selector: string): Promise<string[]> {
  return page.$$eval(selector, (found) => found.map((each) => each.textContent ?? ''));
}

async function choosePolicy(policy: string): Promise<void> {
  await page.locator(`#policies label:has([value="${policy}"])`).click();
}

async function searchFor(text: string): Promise<void> {
  await page.$eval('#search', (input) => {
    (input as HTMLInputElement).value = '';
  });
  await page.type('#search', text);
  if (text === '') await page.$eval('#search', (input) => input.dispatchEvent(new Event('input')));
}

describe('the page of an audit', () => {
  test('shows packages as blocks, and what they share, worst first', async () => {
    expect(await texts('#map b')).toEqual(expect.arrayContaining(['this function', 'date-fns', 'commander']));
    expect((await texts('#findings .chip'))[0]).toBe('leaks');
    expect(await texts('#findings .name')).toEqual(
      expect.arrayContaining(['lastOrders', 'number', 'process.env.TZ']),
    );
  });

  test('searches', async () => {
    await searchFor('function.ts lastOrders');
    expect(await texts('#findings .name')).toEqual(['lastOrders']);
    expect(await texts('#status')).toEqual(['1 finding']);
    await searchFor('');
  });

  test('filters by package and by outcome', async () => {
    await page.locator('[data-package="."]').click();
    expect((await texts('#findings .name')).sort()).toEqual([
      'lastOrders',
      'nextNumber',
      'number',
      'process.env.TZ',
      'tools',
    ]);
    await page.locator('#outcomes .mayLeak').click();
    await page.locator('#outcomes .private').click();
    expect((await texts('#findings .name')).sort()).toEqual([
      'customer',
      'lastOrders',
      'number',
      'process.env.TZ',
    ]);
    await page.locator('#outcomes .mayLeak').click();
    await page.locator('#outcomes .private').click();
  });

  test('shows what another policy does', async () => {
    await choosePolicy('strict');
    expect(await texts('#findings .name')).toEqual(['process.env.TZ']);
    await choosePolicy('bindings');
    expect((await texts('#findings .name')).length).toBe(5);
  });

  test('links a finding to its line, where each binding has the colour of its fate', async () => {
    await page.$$eval('#findings li', (rows) => {
      const found = rows.find((row) => row.querySelector('.name')?.textContent === 'lastOrders');
      found?.querySelector<HTMLElement>('a.place')?.click();
    });
    await page.waitForSelector('#code tr.target');
    expect(await texts('#code tr.target mark.leaks')).toEqual(['lastOrders']);
    expect(await texts('#code mark.private')).toContain('customer');
    expect(await texts('#code mark.harmless')).toContain('symbols');
    expect(await texts('#code mark.crosses')).toEqual(['process.env.TZ']);
    const isVisible = await page.$eval('#code tr.target', (row) => {
      const [inner, outer] = [row.getBoundingClientRect(), row.closest('#code')?.getBoundingClientRect()];
      return outer !== undefined && inner.top >= outer.top && inner.bottom <= outer.bottom;
    });
    expect(isVisible).toBe(true);
    await page.locator('#findings li[aria-current="true"] p:last-child a').click();
    await page.waitForFunction(() =>
      /lastOrders\.set/.test(document.querySelector('tr.target')?.textContent ?? ''),
    );
  });

  test('can be used with the keyboard', async () => {
    await page.focus('#code');
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-pressed') ?? '')).toBe(
      'false',
    );
    await page.locator('#outcomes .leaks').click();
  });

  test.each(['light', 'dark'])('can be read in %s', async (scheme) => {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    const ratios = await page.$$eval('.chip, .kind, .place, #findings p, #code mark, #map b', (found) =>
      found.slice(0, 400).map((each) => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const luminance = (color: string, below = 'white') => {
          if (!canvas) return 0;
          for (const style of [below, color]) {
            canvas.fillStyle = style;
            canvas.fillRect(0, 0, 1, 1);
          }
          const linear = [...canvas.getImageData(0, 0, 1, 1).data].map((value) =>
            value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
        };
        let around: Element | null = each;
        const isClear = (element: Element) =>
          /rgba\(.*, 0\)|transparent/.test(getComputedStyle(element).backgroundColor);
        while (around && isClear(around)) around = around.parentElement;
        const surface = getComputedStyle(document.querySelector('#source') as Element).backgroundColor;
        const text = luminance(getComputedStyle(each).color);
        const ground = luminance(getComputedStyle(around ?? document.body).backgroundColor, surface);
        return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
      }),
    );
    // WCAG 2.2, level AA
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5);
  });

  test('is small enough as a picture; UPDATE_SCREENSHOT=1 puts it into docs', async () => {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    // The browser has no font for code.
    const font = await readFile(createRequire(import.meta.url).resolve(FONT));
    const url = `data:font/woff2;base64,${font.toString('base64')}`;
    await page.addStyleTag({ content: `@font-face { font-family: ui-monospace; src: url(${url}); }` });
    await page.setViewport({ width: 1240, height: 800 });
    await page.evaluate(() =>
      document.fonts.ready.then(() => (document.activeElement as HTMLElement | null)?.blur()),
    );
    await page.locator('[data-package="."]').click();
    const picture = await page.screenshot();
    expect(picture.length).toBeLessThan(200_000);
    if (process.env.UPDATE_SCREENSHOT) await writeFile(SCREENSHOT, picture);
  });

  test('fails nowhere, and loads nothing', () => {
    expect(problems).toEqual([]);
  });
});
