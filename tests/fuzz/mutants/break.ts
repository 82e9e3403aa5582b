/** Loaded by workers before all else: breaks the compiler as the mutant says whose number is in the query. */
import { registerHooks } from 'node:module';
import { MUTANTS } from './mutants.ts';

const mutant = MUTANTS[Number(new URL(import.meta.url).searchParams.get('mutant'))];
if (mutant === undefined) throw new Error('there is no such mutant');
const { file, original, broken } = mutant;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/packages/transform/dist/${file}`)) return loaded;
    const parts = String(loaded.source).split(original);
    if (parts.length !== 2) throw new Error(`${file} has not one place to break: ${original}`);
    return { ...loaded, source: parts.join(broken) };
  },
});
