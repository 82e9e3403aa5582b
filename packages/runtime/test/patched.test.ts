import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a program that takes the iterator of arrays away does not break its photons', async () => {
  const script = join(import.meta.dirname, 'support/patched.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(JSON.parse(stdout)).toEqual(['12: 1,2,3', 'disposed', '22: 1,2,3', 'disposed']);
});
