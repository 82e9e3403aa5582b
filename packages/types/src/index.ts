/**
 * What TypeScript knows of module-level values: which of them nobody may change.
 *
 * @packageDocumentation
 */

export { Types } from './types.js';
