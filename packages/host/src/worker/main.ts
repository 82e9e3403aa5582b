import { parentPort, workerData } from 'node:worker_threads';
import type { Command, ThreadData } from '../messages.js';
import { FunctionRuntime } from './function-runtime.js';
import { answerWhoRuns } from './who-runs.js';

/** The thread in which a function runs. */
const port = parentPort as NonNullable<typeof parentPort>;
const data = workerData as ThreadData;
const runtime = new FunctionRuntime(data, (report) => port.postMessage(report));
answerWhoRuns();
port.on('message', (command: Command) => runtime.take(command));
await runtime.start();
