import { build, type Metafile } from 'esbuild';
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
    const { metafile } = await build({
      metafile: true,
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: 'node',
      external: [...external],
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'silent',
      plugins: [survey({ onModule: (module) => modules.push(module) })],
    });
    return predictionsOf(modules, metafile);
  } catch {
    return { bindings: 'does not build', strict: 'does not build', shared: 'does not build' };
  }
}

function predictionsOf(modules: readonly SurveyedModule[], { inputs }: Metafile): Record<Policy, Prediction> {
  const audited = modules.map((module) => {
    const imports = inputs[module.inspection.filename]?.imports ?? [];
    const resolved = Object.fromEntries(imports.map(({ original, path }) => [original ?? path, path]));
    return { ...module, package: '.', bytes: 0, resolved };
  });
  const { totals } = audit(audited, { photonize: '', entry: '', policy: 'bindings' });
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
