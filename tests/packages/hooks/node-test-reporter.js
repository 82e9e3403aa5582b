// Prints one line of JSON for each test that node:test has run.

import { relative } from 'node:path';

export default async function* report(source) {
  const path = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') path[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    const status = skipped ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed';
    const file = data.file === undefined ? [] : [relative('.', data.file)];
    const name = [...file, ...path.slice(0, data.nesting), data.name].join(' › ');
    const error = data.details.error?.cause?.stack ?? data.details.error?.message;
    yield `${JSON.stringify({ name, status, error })}\n`;
  }
}
