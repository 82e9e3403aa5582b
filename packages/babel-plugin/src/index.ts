/**
 * Photonizes files in Babel.
 *
 * @packageDocumentation
 */

export type { ModuleReport, PathPattern } from '@photonize/linker';
export type { PhotonizeOptions, ResolveFile } from './options.js';
export { type PhotonizeMetadata, photonize, photonize as default } from './plugin.js';
