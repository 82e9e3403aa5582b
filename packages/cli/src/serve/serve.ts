import { type Host, type HostOptions, serveHttp, serveOpenWhisk } from '@photonize/host';
import type { Isolation } from '../isolation.js';
import { problem } from '../problems.js';
import { loadAction } from './action.js';
import { photonizedFile } from './photonized-file.js';

/** Options of {@link serve}. */
export interface ServeOptions extends HostOptions {
  readonly protocol: 'http' | 'openwhisk';
  readonly handler: string;
  readonly adapter: 'lambda' | 'web' | 'node';
  readonly isolation: Isolation;
}

/**
 * Hosts a function until the process is told to end.
 * @param file its source or a photonized file; with OpenWhisk's protocol it comes later
 * @throws {Problem}
 */
export async function serve(file: string | undefined, options: ServeOptions): Promise<void> {
  const host = await start(file, options);
  process.stdout.write(`photonize: listening on port ${host.port}\n`);
  endOn(['SIGTERM', 'SIGINT'], host);
}

function start(file: string | undefined, options: ServeOptions): Promise<Host> {
  const { protocol, isolation } = options;
  if (protocol === 'openwhisk')
    return serveOpenWhisk({ ...options, loadAction: (source) => loadAction(source, isolation) });
  if (file === undefined) throw problem('PHO9001', { detail: 'no function is named' });
  return startHttp(file, options);
}

async function startHttp(file: string, options: ServeOptions): Promise<Host> {
  const { adapter: convention, isolation } = options;
  const built = await photonizedFile(file, isolation);
  try {
    return await serveHttp({ ...options, file: built, convention });
  } catch (error) {
    throw problem('PHO9008', { file, detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Ends at the first signal when all is answered, at the second at once. */
function endOn(signals: readonly NodeJS.Signals[], host: Host): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) process.exit(1);
    isEnding = true;
    void host.close().then(() => process.exit(0));
  };
  for (const signal of signals) process.on(signal, end);
}
