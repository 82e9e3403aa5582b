// Runs files of QUnit tests in this process: one line of JSON for each test.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// Moment loads its locales on demand, where there is a `require`.
globalThis.module = { exports: {} };
globalThis.require = createRequire(`${process.cwd()}/src/moment.js`);

const QUnit = createRequire(`${process.cwd()}/`)('qunit');
globalThis.QUnit = QUnit;
QUnit.config.autostart = false;
QUnit.on('testEnd', ({ fullName, status, errors }) => {
  const error =
    errors[0] && `${errors[0].message}\nexpected ${errors[0].expected}\nactual ${errors[0].actual}`;
  const line = { name: fullName.join(' › '), status: status === 'todo' ? 'skipped' : status, error };
  process.stdout.write(`${JSON.stringify(line)}\n`);
});
for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
QUnit.start();
