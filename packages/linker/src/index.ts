/**
 * What hosts share that transform one file at a time: which exports of an imported file are isolated, which files
 * are photonized at all, and how a source map leads on to what the file was made from.
 *
 * @packageDocumentation
 */
export {
  type ChosenFiles,
  chooseFiles,
  displayName,
  FILE_OPTIONS,
  type FileOptions,
  isPackage,
  type ModuleReport,
  matches,
  type PathPattern,
} from './file-options.js';
export { FilePolicies, type PolicySettings } from './file-policies.js';
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
