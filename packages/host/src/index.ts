/**
 * A host for functions: each invocation is one photon.
 *
 * @packageDocumentation
 */
export { entryOfFolder } from './front/action.js';
export type { ActionSource, LoadAction } from './front/openwhisk.js';
export type { Convention } from './messages.js';
export {
  type Host,
  type HostOptions,
  type HttpOptions,
  type OpenWhiskOptions,
  serveHttp,
  serveOpenWhisk,
} from './serve.js';
export { temporaryFolder } from './temporary.js';
