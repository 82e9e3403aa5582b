import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CLI = path('../../packages/cli/bin/photonize.js');
const FUNCTION = path('./function.js');

/** Hosts of the same function, with the arguments that Node starts them with. */
export const PEERS = {
  fastify: [path('./servers/fastify.js')],
  'fastify again': [path('./servers/fastify.js')],
  'node:http': [path('./servers/node.js')],
  express: [path('./servers/express.js')],
  'functions-framework': [path('./servers/framework.js')],
  photonize: [CLI, 'serve', FUNCTION],
  'photonize (2 threads)': [CLI, 'serve', FUNCTION, '--workers', '2'],
  'photonize (no thread)': [CLI, 'serve', FUNCTION, '--workers', '0'],
  'thread each': [path('./servers/sandbox.js'), 'thread'],
  'process each': [path('./servers/sandbox.js'), 'process'],
};

/** A host that runs. */
export class Peer {
  #child;

  static async start(name, port) {
    const peer = new Peer();
    const isOurs = PEERS[name][0] === CLI;
    peer.url = `http://127.0.0.1:${port}`;
    peer.#child = spawn(process.execPath, [...PEERS[name], ...(isOurs ? ['--port', String(port)] : [])], {
      env: { ...process.env, PORT: String(port), NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await peer.#ready();
    return peer;
  }

  async #ready() {
    for (;;) {
      const answer = await fetch(`${this.url}/?user=first`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.#child.exitCode !== null) throw new Error(`${this.#child.spawnargs.join(' ')} ended`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** User and system time in milliseconds, with that of processes that it has waited for. */
  get cpuMs() {
    const [, stat] = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ');
    const [utime, stime, cutime, cstime] = stat.split(' ').slice(11, 15).map(Number);
    return (utime + stime + cutime + cstime) * 10;
  }

  stop() {
    this.#child.kill('SIGKILL');
  }
}

function path(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}
