/**
 * Photonizes every module of an esbuild build.
 *
 * @packageDocumentation
 */

export type { ModuleReport } from '@photonize/linker';
export { createFileTransform, type FileTransform, type TransformedFile } from './file-transform.js';
export type { Handlers, PhotonizePluginOptions } from './options.js';
export { photonize } from './plugin.js';
export { RUNTIME_SOURCE, runtimeExpression } from './runtime.js';
export { type SurveyedModule, type SurveyOptions, survey } from './survey.js';
