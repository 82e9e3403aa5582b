import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, differences } from '../../law/support/answers.ts';
import { inProcesses } from '../../law/support/processes.ts';
import { withoutQuotes } from './answers.ts';
import type { Program } from './program.ts';
import { stripTypes } from './types.ts';
import { inFreshInstances, type Verdict } from './verdict.ts';

/** Compares the oracle, fresh instances of the program, with what it stands for: fresh processes. */
export async function judgeOracle(program: Program): Promise<Verdict> {
  const { events } = program;
  const files = stripTypes(program.files);
  const found = differences(
    events,
    await inFreshProcesses({ files, events }),
    await inFreshInstances(files, events),
  );
  return found.length > 0 ? { kind: 'different', where: 'oracle', differences: found } : { kind: 'same' };
}

async function inFreshProcesses({ files, events }: Program): Promise<Answer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'photonize-fuzz-'));
  try {
    await Promise.all(files.map(({ name, code }) => writeFile(join(folder, name), code)));
    const answers = await inProcesses(join(folder, files[0]?.name ?? ''), events);
    return answers.map((answer) => ('error' in answer ? withoutQuotes(answer) : answer));
  } finally {
    await rm(folder, { recursive: true });
  }
}
