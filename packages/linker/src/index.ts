/**
 * What hosts need around the transform of a file: which exports of the files it imports are isolated, and how its
 * source map leads on to what it was made from.
 *
 * @packageDocumentation
 */
export {
  type Answer,
  createLinker,
  createSyncLinker,
  type Linker,
  type LinkerHost,
  type LoadedFile,
  type SummariesByContent,
  type Timing,
} from './linker.js';
export { composeMaps, type Detached, detachMap, type EncodedSourceMap } from './source-maps.js';
