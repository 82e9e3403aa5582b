import { parentPort, workerData } from 'node:worker_threads';
import { answer } from '../function.js';

if (parentPort) parentPort.postMessage(await answer(workerData));
else process.send(await answer(process.argv[2]));
