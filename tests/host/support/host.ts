import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const CLI = join(import.meta.dirname, '../../../packages/cli/bin/photonize.js');

/** A `photonize serve` in a process of its own. */
export class TestHost {
  readonly #child: ChildProcess;
  readonly port: number;
  /** Where it makes its temporary files. */
  readonly temporary: string;
  stdout = '';
  stderr = '';

  private constructor(child: ChildProcess, port: number, temporary: string) {
    this.#child = child;
    this.port = port;
    this.temporary = temporary;
  }

  static async start(...args: readonly string[]): Promise<TestHost> {
    const temporary = mkdtempSync(join(tmpdir(), 'photonize-test-'));
    const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...args], {
      env: { ...process.env, STAGE: 'test', TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const closed = once(child, 'close');
    let isListening = false;
    child.once('close', (code, signal) => {
      if (isListening && code !== 0 && signal !== 'SIGKILL')
        process.stderr.write(`the host ended: ${code ?? signal}\n${stderr.slice(-5000)}\n`);
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await closed;
      rmSync(temporary, { recursive: true, force: true });
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.once('close', (code) => reject(new Error(`the host ended with ${code}: ${stderr}`)));
      child.stdout?.on('data', () => {
        const found = /listening on port (\d+)/.exec(stdout)?.[1];
        if (found) resolve(Number(found));
      });
    });
    isListening = true;
    const host = new TestHost(child, port, temporary);
    Object.defineProperties(host, { stdout: { get: () => stdout }, stderr: { get: () => stderr } });
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Its resident memory in bytes. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  get(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init);
  }

  post(path: string, body: unknown, init?: RequestInit): Promise<Response> {
    return this.get(path, { method: 'POST', body: JSON.stringify(body), ...init });
  }

  /** The value of a metric. */
  async metric(name: string): Promise<number> {
    const text = await (await this.get('/metrics')).text();
    return Number(new RegExp(`^photonize_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  }

  /** Tells it to end. Resolves with the exit code. */
  async terminate(): Promise<number | null> {
    const ended = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    return code;
  }
}
