import { posix } from 'node:path';
import { GENERATED_NAMES, TABLE_METHODS } from '@photonize/runtime/interface';
import type { Unit } from '../analyze/unit.js';
import type { Range } from '../parse/range.js';
import type { ForeignRecord, InstanceImport } from '../plan/slots.js';
import type { Edits } from './edits.js';

const { captured } = GENERATED_NAMES;

/**
 * A CommonJS module that each photon evaluates for itself becomes a function, whose parameters are the names that Node
 * gives to a module. In it, only what `require` gives is not as it was.
 *
 *     'use strict';                     →   $define("m.js", …).instance(module, function (exports, module) {
 *     const path = require('./path');       'use strict';
 *     exports.n = 0;                        const path = $instanceOf(require('./path'));
 *                                           exports.n = 0;
 *                                           });
 */
export function wrapInstance(edits: Edits, { id }: Unit, { start, end }: Range, define: string): void {
  const table = `${define}(${JSON.stringify(id)}, { get module() { return module; } }, { lets: ["module"] })`;
  edits.wrap(
    start,
    end,
    `${table}.${TABLE_METHODS.instance}(module, function (exports, module) {\n`,
    '\n});\n',
  );
}

/**
 * Finds what the running photon's instance of a CommonJS module exports.
 *
 *     import parse, { Parser } from 'parser';
 *     →
 *     function $photon($captured) { return ($instance ??= $importInstance(require("…"), "…")).named($captured); }
 *     function $photon1($captured) { return ($instance1 ??= …).byDefault(parse, $captured); }
 */
export function instanceLines(
  { photon }: ForeignRecord,
  { path, variable, byDefault }: InstanceImport,
  imported: (path: string) => string,
): string[] {
  const method = byDefault === undefined ? `named(${captured})` : `byDefault(${byDefault}, ${captured})`;
  return [
    `var ${variable};`,
    `function ${photon}(${captured}) { return (${variable} ??= ${imported(path)}).${method}; }`,
  ];
}

/**
 * What the runtime knows of a module that photons have instances of.
 * @param path what the file requires it by, which leads from there to the name that the module's table has
 */
export function importedInstance(path: string, filename: string, importInstance: string): string {
  return `${importInstance}(require(${JSON.stringify(path)}), ${JSON.stringify(nameFrom(filename, path))})`;
}

/** The name of a module that a file requires by `path`. */
export function nameFrom(filename: string, path: string): string {
  return posix.join(posix.dirname(filename), path);
}
