import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { create as tar } from 'tar';
import { expect, onTestFinished, test } from 'vitest';
import { TestHost } from './support/host.js';

/** Keeps what it is told, and the variables of its activation, across turns of the event loop. */
const LEAKY = `
let user;
var activation;
function main(params) {
  user = params.user;
  activation = process.env.__OW_ACTIVATION_ID;
  return new Promise((resolve) => setTimeout(() => resolve({
    user, activation, now: process.env.__OW_ACTIVATION_ID, key: process.env.__OW_API_KEY, stage: process.env.STAGE,
  }), Math.random() * 5));
}`;

interface Message {
  readonly main?: string;
  readonly code?: string;
  readonly binary?: boolean;
  readonly env?: Record<string, unknown>;
}

const start = (...args: string[]) => TestHost.start('--protocol', 'openwhisk', ...args);
const init = (host: TestHost, value: Message) =>
  host.post('/init', { value: { name: 'test', main: 'main', ...value } });
const run = (host: TestHost, value: unknown, more: object = {}) => host.post('/run', { value, ...more });

/** The status and the parsed body of a response. */
async function answerOf(response: Promise<Response>): Promise<[number, unknown]> {
  const { status, text } = await response.then(async (it) => ({ status: it.status, text: await it.text() }));
  return [status, JSON.parse(text)];
}

test('10,000 activations of a leaky action, 256 at a time: each has its state, its variables and its log', async () => {
  const host = await start('--concurrency', '256');
  expect(await answerOf(init(host, { code: LEAKY, env: { STAGE: 'initialized' } }))).toEqual([
    200,
    { OK: true },
  ]);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  onTestFinished(() => agent.destroy());
  const wrong: unknown[] = [];
  const ask = async (i: number) => {
    const id = `activation-${i}`;
    const message = { value: { user: `u${i}` }, activation_id: id, api_key: `key-${i}`, deadline: '1' };
    const body = await post(`${host.url}/run`, JSON.stringify(message), agent);
    const expected = { user: `u${i}`, activation: id, now: id, key: `key-${i}`, stage: 'initialized' };
    if (body !== JSON.stringify(expected)) wrong.push(body);
  };
  let next = 0;
  const lane = async () => {
    while (next < 10_000) await ask(next++);
  };
  await Promise.all(Array.from({ length: 256 }, lane));
  expect(wrong).toEqual([]);
  expect(await host.terminate()).toBe(0);
  expect(host.stdout.match(/^XXX_THE_END_OF_A_WHISK_ACTIVATION_XXX$/gm)).toHaveLength(10_000);
});

function post(url: string, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve(text);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('without code /init is 403 and may be repeated; once initialized it is 403', async () => {
  const host = await start();
  expect(await answerOf(run(host, {}))).toEqual([403, { error: 'System not initialized.' }]);
  const missing = [403, { error: 'Missing main/no code to execute.' }];
  expect(await answerOf(init(host, { code: '' }))).toEqual(missing);
  expect(await answerOf(init(host, { main: '', code: LEAKY }))).toEqual(missing);
  expect(await answerOf(init(host, { code: LEAKY }))).toEqual([200, { OK: true }]);
  const again = [403, { error: 'Cannot initialize the action more than once.' }];
  expect(await answerOf(init(host, { code: LEAKY }))).toEqual(again);
});

test.each([
  ['throws', 'throw new Error("no way")', /^Initialization has failed due to: .*no way/s],
  ['has a syntax error', 'function main( {', /^Initialization has failed due to: .*PHO1001/s],
  ['has no main', 'function other() {}', /^Initialization has failed due to: .*exports no function/s],
])('an action that %s fails to initialize with 502, and for good', async (_, code, message) => {
  const host = await start();
  const [status, body] = await answerOf(init(host, { code }));
  expect([status, body]).toEqual([502, { error: expect.stringMatching(message) }]);
  const [later, { error }] = (await answerOf(init(host, { code: LEAKY }))) as [number, { error: string }];
  expect([later, error]).toEqual([403, 'System not ready, status is stopped.']);
});

const ANSWERS = `
module.exports.main = ({ kind }) => ({
  object: { a: 1 }, array: [1, 2], null: null, undefined: undefined, text: 'text', number: 7,
  promise: Promise.resolve({ later: true }), rejection: { toString: () => '' },
})[kind];
const plain = module.exports.main;
module.exports.main = (params) => {
  if (params.kind === 'throws') throw new Error('thrown');
  if (params.kind === 'rejects') return Promise.reject(new TypeError('rejected'));
  if (params.kind === 'rejects with nothing') return Promise.reject();
  return plain(params);
};`;

test.each([
  ['object', 200, { a: 1 }],
  ['array', 200, [1, 2]],
  ['null', 200, null],
  ['undefined', 200, {}],
  ['promise', 200, { later: true }],
  ['text', 502, { error: 'The action did not return a dictionary.' }],
  ['number', 502, { error: 'The action did not return a dictionary.' }],
  ['rejects', 200, { error: expect.objectContaining({ name: 'TypeError', message: 'rejected' }) }],
  ['rejects with nothing', 200, { error: {} }],
  ['throws', 502, { error: 'An error has occurred: Error: thrown' }],
])('an action’s answer that is %s', async (kind, status, body) => {
  const host = await start();
  await init(host, { code: ANSWERS });
  expect(await answerOf(run(host, { kind }))).toEqual([status, body]);
  // Not even a throw stops the action.
  expect(await answerOf(run(host, { kind: 'object' }))).toEqual([200, { a: 1 }]);
});

test('parameters that are no dictionary, and requests that are no JSON, are refused', async () => {
  const host = await start('--max-body', '1000');
  await init(host, { code: 'const main = (params) => ({ params });' });
  expect(await answerOf(run(host, 'text'))).toEqual([
    403,
    { error: "Internal system error: the argument must be a dictionary but has type 'string'." },
  ]);
  expect(await answerOf(run(host, null))).toEqual([200, { params: {} }]);
  const broken = host.get('/run', { method: 'POST', body: '{' });
  expect(await answerOf(broken)).toEqual([400, { error: 'The request is not a JSON object.' }]);
  const [status] = await answerOf(run(host, { text: 'x'.repeat(1000) }));
  expect(status).toBe(413);
  expect(await answerOf(run(host, { a: 1 }))).toEqual([200, { params: { a: 1 } }]);
});

test('Listing 1 of the paper: main(args, store, photonId)', async () => {
  const host = await start();
  const code = `
    async function main(args, store, photonId) {
      const model = await store.getOrCreate('model', async () => ({ loads: 0 }));
      return { loads: ++model.loads, photonId };
    }`;
  await init(host, { code });
  const answers = await Promise.all(['a', 'b'].map((id) => answerOf(run(host, {}, { activation_id: id }))));
  expect(answers).toEqual([
    [200, { loads: 1, photonId: 'a' }],
    [200, { loads: 2, photonId: 'b' }],
  ]);
});

test('code may be an ES module', async () => {
  const host = await start();
  const code = `import { setTimeout as sleep } from 'node:timers/promises';
    let user;
    export const main = async (params) => { user = params.user; await sleep(5); return { user }; };`;
  expect(await answerOf(init(host, { code }))).toEqual([200, { OK: true }]);
  const users = Array.from({ length: 50 }, (_, i) => ({ user: `u${i}` }));
  expect(await Promise.all(users.map((user) => answerOf(run(host, user))))).toEqual(
    users.map((user) => [200, user]),
  );
});

const FILES = {
  'package.json': JSON.stringify({ main: 'lib/action.js' }),
  'lib/action.js': `const state = require('state');
    exports.main = async ({ user }) => { state.set(user); await new Promise((r) => setTimeout(r, 5)); return { user: state.get() }; };
    exports.other = { main: () => ({ other: true }) };`,
  'node_modules/state/package.json': JSON.stringify({ name: 'state', version: '1.0.0' }),
  'node_modules/state/index.js': 'let user; exports.set = (to) => { user = to; }; exports.get = () => user;',
};

async function tarball(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'photonize-tar-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, 'index.js'),
    FILES['lib/action.js'].replace("require('state')", "require('./state')"),
  );
  await writeFile(join(folder, 'state.js'), FILES['node_modules/state/index.js']);
  const archive = join(folder, 'action.tar.gz');
  await tar({ gzip: true, cwd: folder, file: archive }, ['index.js', 'state.js']);
  return (await import('node:fs/promises')).readFile(archive);
}

test.each([
  [
    'zip',
    async () =>
      zipSync(Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name, Buffer.from(text)]))),
  ],
  ['tar.gz', tarball],
])('an archive may be a %s; packages in it are isolated, too', async (_, archive) => {
  const host = await start();
  const code = Buffer.from(await archive()).toString('base64');
  expect(await answerOf(init(host, { code, binary: true }))).toEqual([200, { OK: true }]);
  const users = Array.from({ length: 50 }, (_, i) => ({ user: `u${i}` }));
  expect(await Promise.all(users.map((user) => answerOf(run(host, user))))).toEqual(
    users.map((user) => [200, user]),
  );
});

test('nothing is left in the folder for temporary files', async () => {
  const host = await start();
  const files = Object.entries(FILES).map(([name, text]) => [name, Buffer.from(text)]);
  const code = Buffer.from(zipSync(Object.fromEntries(files))).toString('base64');
  expect(await answerOf(init(host, { code, binary: true }))).toEqual([200, { OK: true }]);
  expect(await readdir(host.temporary)).not.toEqual([]);
  expect(await host.terminate()).toBe(0);
  expect(await readdir(host.temporary)).toEqual([]);
});

test('an archive that is none, or that reaches outside of itself, fails to initialize', async () => {
  for (const archive of [Buffer.from('nonsense'), zipSync({ '../evil.js': Buffer.from('1') })]) {
    const host = await start();
    const [status] = await answerOf(
      init(host, { code: Buffer.from(archive).toString('base64'), binary: true }),
    );
    expect(status).toBe(502);
  }
});

test('values of env become texts; lines of the log begin with the activation’s id', async () => {
  const host = await start();
  const code = `function main() {
    console.log('to stdout'); console.error('to stderr'); process.stdout.write('no end of line');
    return { env: ['A', 'N', 'Z', 'O'].map((name) => process.env[name]) };
  }`;
  await init(host, { code, env: { A: 'a', N: null, Z: 0, O: { a: 1 } } });
  expect(await answerOf(run(host, {}, { activation_id: 'id-1' }))).toEqual([
    200,
    { env: ['a', '', '', '{"a":1}'] },
  ]);
  await host.terminate();
  const end = 'XXX_THE_END_OF_A_WHISK_ACTIVATION_XXX\n';
  expect(host.stdout).toContain(`[id-1] to stdout\n[id-1] no end of line\n${end}`);
  expect(host.stderr).toContain(`[id-1] to stderr\n${end}`);
});
