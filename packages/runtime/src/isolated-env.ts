/** Isolates `process.env` when it is loaded: bundlers put it before everything else. */
import { isolateEnv } from '@photonize/runtime/env';

isolateEnv();
