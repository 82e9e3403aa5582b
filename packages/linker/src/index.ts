/**
 * What hosts share that transform one file at a time: which exports of an imported file are isolated, which files
 * are photonized at all, and how a source map leads on to what the file was made from.
 *
 * @packageDocumentation
 */
export {
  displayName,
  FILE_OPTIONS,
  type FileOptions,
  isPackage,
  type ModuleReport,
  matches,
  type PathPattern,
  policyOfFiles,
} from './file-options.js';
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
export { composeMaps, type Detached, detachMap, type EncodedSourceMap, withoutMap } from './source-maps.js';
