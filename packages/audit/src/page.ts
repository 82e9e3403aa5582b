import { readFileSync } from 'node:fs';
import { type ModuleWithCode, pageData } from './page-data.js';
import type { AuditReport } from './report.js';

/** The modules of the page's script, each after those that it imports. */
const SCRIPTS = ['dom', 'findings', 'treemap', 'packages', 'list', 'source', 'main'];

/** Makes the page: one file, which loads nothing. */
export function auditPage(report: AuditReport, modules: readonly ModuleWithCode[]): string {
  const parts: Readonly<Record<string, string>> = {
    title: escapeText(`photonize audit: ${report.entry}`),
    style: template('page.css'),
    script: SCRIPTS.map(script).join('\n'),
    // Nothing in it may look like the end of the element.
    data: JSON.stringify(pageData(report, modules)).replaceAll('<', '\\u003c'),
  };
  return template('page.html').replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

function template(name: string): string {
  return readFileSync(new URL(`../page/${name}`, import.meta.url), 'utf8').trimEnd();
}

/** The text of a module, for a scope that it shares with the others: a page without files cannot import. */
function script(name: string): string {
  const code = readFileSync(new URL(`../dist/page/${name}.js`, import.meta.url), 'utf8');
  return code
    .replace(/^import .*\n/gm, '')
    .replace(/^export (?=const |function )/gm, '')
    .trimEnd();
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
