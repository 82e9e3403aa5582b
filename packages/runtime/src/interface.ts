/**
 * The interface between generated code and this runtime: what a photonized module imports, and the names it
 * gives them. The compiler imports this file, so that neither side spells a name the other does not know.
 *
 * A photonized module looks like this (see docs/how-it-works.md):
 *
 *     import { defineModule as $define } from "@photonize/runtime";
 *     var $table;
 *     function $module() { return ($table ??= $define("counter.js", { get n() { return n; }, … }, { lets: ["n"] })); }
 *     function $photon($captured) { return $module().record($captured); }
 *     let n = $module().init("n", $r => 0);
 *     export function hit() { return ++$photon().n; }
 */

/** The interface's version. Bundles in one process must agree on it, because they share the current photon. */
export const PROTOCOL = 1;

/** The key under which the first runtime of a process offers itself to the others. */
export const RUNTIME_KEY = Symbol.for('@photonize/runtime');

/** What generated code imports. */
export const RUNTIME_SPECIFIER = '@photonize/runtime';

/** Exports of the runtime that generated code uses. */
export const RUNTIME_EXPORTS = {
  define: 'defineModule',
  view: 'viewNamespace',
  load: 'loadNamespace',
  instanceOf: 'instanceOf',
  importInstance: 'importInstance',
  globals: 'globals',
  isolateGlobals: 'isolateGlobals',
  photonize: 'photonize',
  ownHandler: 'ownHandler',
} as const;

/** Ways to make the calls of a host photons: entry points of the runtime, with the function that each exports. */
export const ADAPTERS = {
  function: { specifier: RUNTIME_SPECIFIER, name: RUNTIME_EXPORTS.photonize },
  lambda: { specifier: `${RUNTIME_SPECIFIER}/adapters/lambda`, name: 'lambda' },
  openwhisk: { specifier: `${RUNTIME_SPECIFIER}/adapters/openwhisk`, name: 'openwhisk' },
  web: { specifier: `${RUNTIME_SPECIFIER}/adapters/web`, name: 'web' },
  node: { specifier: `${RUNTIME_SPECIFIER}/adapters/node`, name: 'node' },
  cloudEvent: { specifier: `${RUNTIME_SPECIFIER}/adapters/cloud-event`, name: 'cloudEvent' },
} as const;

/** The name of an adapter, by which plugins and commands choose one. */
export type AdapterName = keyof typeof ADAPTERS;

/** Methods of a module table that generated code calls. */
export const TABLE_METHODS = {
  record: 'record',
  root: 'root',
  init: 'init',
  initAsync: 'initAsync',
  initAll: 'initAll',
  initAllAsync: 'initAllAsync',
  step: 'step',
  stepAsync: 'stepAsync',
  tally: 'tally',
  tallyAsync: 'tallyAsync',
  replay: 'replay',
  replayAsync: 'replayAsync',
  once: 'once',
  onceAsync: 'onceAsync',
  settled: 'settled',
  resumed: 'resumed',
  awaiting: 'awaiting',
  disposable: 'disposable',
  disposableAsync: 'disposableAsync',
  scope: 'scope',
  instance: 'instance',
  statics: 'statics',
} as const;

/** Methods of the statics of a module table: what generated code calls while classes are defined. */
export const STATICS_METHODS = {
  field: 'field',
  property: 'property',
  assign: 'assign',
  hidden: 'hidden',
  privateCell: 'privateCell',
  delete: 'delete',
  key: 'key',
  keyAsync: 'keyAsync',
  keyOf: 'keyOf',
  decorator: 'decorator',
  decorated: 'decorated',
  accessor: 'accessor',
  expose: 'expose',
  storage: 'storage',
} as const;

/**
 * Names of generated bindings. The compiler appends digits where a source uses one of them itself.
 * `companion` prefixes the export by which an importer reaches the record behind an isolated export.
 */
export const GENERATED_NAMES = {
  define: '$define',
  view: '$view',
  load: '$load',
  instanceOf: '$instanceOf',
  importInstance: '$importInstance',
  globals: '$globals',
  isolateGlobals: '$isolateGlobals',
  instance: '$instance',
  table: '$table',
  module: '$module',
  photon: '$photon',
  captured: '$captured',
  record: '$r',
  variables: '$new',
  value: '$v',
  key: '$k',
  default: '$default',
  using: '$using',
  awaiting: '$await',
  namespace: '$namespace',
  exported: '$exported',
  make: '$make',
  companion: '$photon$',
} as const;

/**
 * Every photonized file holds this comment; the compiler recognises it and refuses to transform twice. Bundlers
 * and minifiers keep it as they keep licences.
 */
export const PHOTONIZED_MARKER = '/*! photonized:1 */';
