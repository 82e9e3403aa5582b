import { runAll, type Search } from '../workers.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

/**
 * Looks for a program that shows that a mutant breaks the law, though the compiler keeps it.
 * @returns how many programs it took; `undefined` if none did
 */
export async function findMutant(mutant: Mutant, search: Search): Promise<number | undefined> {
  const loader = new URL('break.ts', import.meta.url);
  loader.searchParams.set('mutant', String(MUTANTS.indexOf(mutant)));
  let tried = 0;
  let found = false;
  await runAll({
    ...search,
    shrink: false,
    execArgv: ['--import', loader.href],
    onReport({ verdict }) {
      if (!found) tried += 1;
      found ||= verdict.kind === 'different';
      return !found;
    },
    onStuck() {
      found = true;
    },
  });
  return found ? tried : undefined;
}
