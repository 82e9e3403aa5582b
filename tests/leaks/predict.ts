import { build } from 'esbuild';
import { audit, type Counts } from '../../packages/audit/dist/index.js';
import { type SurveyedModule, survey } from '../../packages/esbuild-plugin/dist/index.js';
import type { Policy } from '../../packages/transform/dist/index.js';
import type { Scenario } from './scenario.ts';

/** What an audit says of a function: `may leak` where no code is seen to change what it shares. */
export type Prediction = 'leaks' | 'may leak' | 'private' | 'does not build';

/** What the audit of a scenario says under each policy, without running it. */
export async function predict({ file, external }: Scenario): Promise<Record<Policy, Prediction>> {
  const modules: SurveyedModule[] = [];
  try {
    await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: 'node',
      external: [...external],
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'silent',
      plugins: [survey({ onModule: (module) => modules.push(module) })],
    });
  } catch {
    return { bindings: 'does not build', strict: 'does not build', shared: 'does not build' };
  }
  const audited = modules.map((module) => ({ ...module, package: '.', bytes: 0 }));
  const { totals } = audit(audited, { photonize: '', entry: file, policy: 'bindings' });
  return {
    bindings: predictionOf(totals.bindings),
    strict: predictionOf(totals.strict),
    shared: predictionOf(totals.shared),
  };
}

function predictionOf({ leaks, crosses, mayLeak }: Counts): Prediction {
  if (leaks + crosses > 0) return 'leaks';
  return mayLeak > 0 ? 'may leak' : 'private';
}
