/**
 * What the commands do, for scripts.
 *
 * @packageDocumentation
 */
export { type BuildOptions, type BuildResult, type BuiltEntry, build } from './bundle/build.js';
export type { Format } from './bundle/format.js';
export { type CompareOptions, type Comparison, compare } from './compare/compare.js';
export type { Measurement } from './compare/measurement.js';
export type { Difference } from './compare/verdict.js';
export type { Answer } from './invoke/answer.js';
export type { Isolation } from './isolation.js';
export { type JsonDiagnostic, type JsonPosition, toJson } from './json.js';
export { PROBLEMS, Problem, type ProblemCode } from './problems.js';
export type { EntryReport, Report } from './report.js';
export {
  type TransformBundleOptions,
  type TransformedBundle,
  type TransformedFile,
  transformBundle,
} from './transform/transform-bundle.js';
export {
  type TransformFileOptions,
  type TransformResult,
  transformFile,
} from './transform/transform-file.js';
