import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Body } from '../messages.js';
import { Pool } from '../pool/pool.js';
import type { HostOptions } from '../serve.js';
import { unpackAction } from './action.js';
import type { Front } from './front.js';
import { respond } from './server-exchange.js';

/** An action as it was sent: a file of its own, or a folder that was in an archive. */
export interface ActionSource {
  readonly path: string;
  readonly isFolder: boolean;
  /** The name of the function: what a file has to export, whether or not it does by itself. */
  readonly main: string;
}

/** Photonizes an action. Resolves with a file that exports `main`; rejects with what is wrong with it. */
export type LoadAction = (
  source: ActionSource,
) => Promise<{ readonly file: string; readonly handler: string }>;

interface InitMessage {
  readonly main: string;
  readonly code: string;
  readonly binary?: unknown;
  readonly env?: unknown;
}

/** What an action's host answers to `/init` and `/run`. */
export class OpenWhisk {
  readonly #options: HostOptions & { readonly loadAction: LoadAction };
  #status: 'ready' | 'starting' | 'stopped' = 'ready';
  #pool: Pool | undefined;

  constructor(options: HostOptions & { readonly loadAction: LoadAction }) {
    this.#options = options;
  }

  /** The action's threads, once it is initialized. */
  get pool(): Pool | undefined {
    return this.#pool;
  }

  route(front: Front, request: IncomingMessage, response: ServerResponse, body: Body): void {
    const path = `${request.method} ${request.url}`;
    if (path === 'POST /init') void this.#init(response, body);
    else if (path !== 'POST /run') respond(response, 404, { error: `There is no ${path}.` });
    else if (this.#pool) front.run(this.#pool, request, response, body);
    else refuse(response, 'System not initialized.');
  }

  async #init(response: ServerResponse, body: Body): Promise<void> {
    if (this.#pool) refuse(response, 'Cannot initialize the action more than once.');
    else if (this.#status !== 'ready') refuse(response, `System not ready, status is ${this.#status}.`);
    else {
      const message = parseInit(body);
      if (message) await this.#start(response, message);
      else respond(response, 403, { error: 'Missing main/no code to execute.' });
    }
  }

  async #start(response: ServerResponse, message: InitMessage): Promise<void> {
    this.#status = 'starting';
    try {
      takeEnv(message.env);
      const action = await this.#options.loadAction(await unpackAction(message));
      const pool = new Pool({ ...this.#options, ...action, convention: 'openwhisk' });
      await pool.start();
      this.#pool = pool;
      this.#status = 'ready';
      respond(response, 200, { OK: true });
    } catch (error) {
      this.#status = 'stopped';
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.error('Error during initialization:', text);
      respond(response, 502, { error: `Initialization has failed due to: ${text}` });
    }
  }
}

function refuse(response: ServerResponse, message: string): void {
  console.error('Internal system error:', message);
  respond(response, 403, { error: message });
}

function parseInit(body: Body): InitMessage | undefined {
  try {
    const { value } = JSON.parse(String(body)) as { value?: Partial<InitMessage> | null };
    const isComplete = isText(value?.main) && isText(value?.code);
    return isComplete ? (value as InitMessage) : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The variables of the action; threads that start later inherit them. */
function takeEnv(env: unknown): void {
  if (typeof env !== 'object' || env === null) return;
  for (const [name, value] of Object.entries(env)) {
    const isStructure = typeof value === 'object' && value !== null;
    process.env[name] = isStructure ? JSON.stringify(value) : value ? String(value) : '';
  }
}
