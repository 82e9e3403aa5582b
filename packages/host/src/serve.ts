import { httpFailure, openWhiskFailure } from './front/failure.js';
import { Front, type Route } from './front/front.js';
import { type LoadAction, OpenWhisk } from './front/openwhisk.js';
import type { Convention } from './messages.js';
import { Metrics } from './metrics.js';
import { Pool, type PoolOptions } from './pool/pool.js';

/** Options of every host. */
export interface HostOptions extends Omit<PoolOptions, 'file' | 'handler' | 'convention'> {
  readonly port: number;
  /** How many bytes the body of a request may have. */
  readonly maxBody: number;
  /** Whether calls may be repeated whose threads were lost. */
  readonly idempotent: boolean;
}

/** A function to be served over HTTP. */
export interface HttpOptions extends HostOptions {
  /** A photonized file. */
  readonly file: string;
  /** The export that answers; `a.b` for a property of one. */
  readonly handler: string;
  readonly convention: Exclude<Convention, 'openwhisk'>;
}

/** A host without a function, which comes by `POST /init`. */
export interface OpenWhiskOptions extends HostOptions {
  /** Makes a photonized file of what comes. */
  readonly loadAction: LoadAction;
}

/** A host that listens. */
export interface Host {
  readonly port: number;
  /** Takes no requests any more, answers those that there are, and ends. */
  close(): Promise<void>;
}

/**
 * Serves a function over HTTP: any request is one invocation, and each invocation one photon.
 * @throws {Error} when the function cannot be loaded, or the port is taken
 */
export async function serveHttp(options: HttpOptions): Promise<Host> {
  const pool = new Pool(options);
  await pool.start();
  const route: Route = (...exchange) => front.run(pool, ...exchange);
  const front = new Front({ ...options, failure: httpFailure }, new Metrics(() => pool), route);
  return listen(front, () => pool);
}

/**
 * Serves OpenWhisk's action protocol: https://github.com/apache/openwhisk/blob/master/docs/actions-new.md
 * @throws {Error} when the port is taken
 */
export async function serveOpenWhisk(options: OpenWhiskOptions): Promise<Host> {
  const action = new OpenWhisk(options);
  const front = new Front(
    { ...options, failure: openWhiskFailure },
    new Metrics(() => action.pool),
    (request, response, body) => action.route(front, request, response, body),
  );
  return listen(front, () => action.pool);
}

async function listen(front: Front, pool: () => Pool | undefined): Promise<Host> {
  const port = await front.listen();
  return {
    port,
    async close() {
      front.drain();
      await pool()?.close();
      front.close();
    },
  };
}
