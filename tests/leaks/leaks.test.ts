import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runScenario } from './result.ts';
import { readScenarios } from './scenario.ts';

const output = await mkdtemp(join(tmpdir(), 'photonize-leaks-'));
afterAll(() => rm(output, { recursive: true }));

const scenarios = await readScenarios(join(import.meta.dirname, 'own'));

describe.each(scenarios)('$name', (scenario) => {
  test('is private under policy strict, unless it is outside of modules, and leaks under bindings, as the audit says', async () => {
    const { bindings, strict, predicted, outside } = await runScenario(scenario, output);
    expect(bindings.verdict).toBe('leaks');
    expect(strict).toMatchObject({ verdict: scenario.isInModules ? 'private' : 'leaks' });
    expect(outside?.verdict).toBe(scenario.isInModules ? undefined : 'private');
    expect(predicted.bindings).toMatch(/leak/);
    expect(predicted.strict).toBe(scenario.isInModules ? 'private' : 'leaks');
  });
});
