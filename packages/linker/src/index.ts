/**
 * Which exports of an imported file are isolated, for hosts that transform one file at a time.
 *
 * @packageDocumentation
 */
export { createLinker, type Linker, type LinkerHost, type LoadedFile } from './linker.js';
