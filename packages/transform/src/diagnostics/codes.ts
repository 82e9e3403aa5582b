import type { Explanation } from './explanation.js';

/** All problems that the compiler reports. docs/diagnostics.md explains each at length. */
export const CODES = {
  // Input
  PHO1001: {
    severity: 'error',
    message: '{detail}',
    help: 'Fix the syntax error. Photonize reads ECMAScript 2026, TypeScript and JSX, by file extension.',
  },
  PHO1002: {
    severity: 'error',
    message: 'unknown option `{option}`{suggestion}',
    help: 'Known options: {known}.',
  },
  PHO1003: {
    severity: 'error',
    message: 'unknown policy `{policy}`{suggestion}',
    help: 'Policies: {known}.',
  },
  PHO1004: {
    severity: 'error',
    message: 'this file is photonized already',
    help: 'Give photonize the original file; transforming twice would isolate the isolation.',
  },
  PHO1005: {
    severity: 'error',
    message: 'this looks like a bundle made by {bundler}, whose modules photonize cannot find',
    help: 'Photonize the sources while bundling (`photonize build`, or the esbuild plugin), or see docs/bundles.md.',
  },
  PHO1006: {
    severity: 'error',
    message: 'the entry point does not export {names}',
    help: 'It exports {known}. Name its handlers with `handlers` (plugin) or `--handler` (command line).',
  },
  PHO1007: {
    severity: 'error',
    message: 'another plugin loaded the entry point {path}, so its handlers would not be photons',
    help: 'Place photonize() before plugins whose `onLoad` names no namespace.',
  },
  PHO1008: {
    severity: 'error',
    message: '{what}, so handlers cannot be made photons',
    help: 'Bundle an entry point that is a file, with `bundle: true`.',
  },
  PHO1009: {
    severity: 'warning',
    message: 'the source map {map} is ignored: {detail}',
    help: 'Positions will point into this file. Put the map beside it, or build the file again with a source map.',
  },
  PHO1010: {
    severity: 'warning',
    message: 'unknown directive `@photon {word}`{suggestion}',
    help: 'Directives: shared, private, once, replay; and `@photon-module <policy>` for the file.',
  },
  PHO1011: {
    severity: 'error',
    message: 'policy `{policy}` needs a bundler that sees all modules',
    help: 'Photonize the sources while bundling (`photonize build`, or the esbuild plugin), or use policy `bindings`.',
  },
  PHO1013: {
    severity: 'error',
    message: 'only CommonJS modules can be instances, and this is an ES module',
    help: 'Pin it `strict`: each photon has its own of every constant that may be mutable, and of what is made of it.',
  },
  PHO1014: {
    severity: 'warning',
    message: '`{pattern}`, pinned `{policy}`, matches no module{suggestion}',
    help: 'Name a package (`pg`, `@scope/name`), or whole parts of a path (`src/db/pool.js`, `pg/lib/`).',
  },
  // Hosts that transform one file at a time
  PHO1012: {
    severity: 'error',
    message: 'unknown adapter `{adapter}`{suggestion}',
    help: 'Adapters: {known}. docs/hosts.md tells which host needs which.',
  },
  PHO1201: {
    severity: 'error',
    message: 'Babel was given no file name, so imports cannot be linked',
    help: 'Pass `filename` to Babel.',
  },
  PHO1202: {
    severity: 'error',
    message: 'Babel was given a syntax tree, and photonize works on the text',
    help: 'Have the code itself transformed (`transformSync`), or parse it with the same configuration.',
  },
  // Constructs that could see or hide isolated bindings
  PHO2001: {
    severity: 'error',
    message: 'direct eval can see {names}, which photonize moves into per-photon records',
    help: 'Use indirect eval, `(0, eval)(code)`, or new Function; or pin the module: `// @photon-module shared`.',
  },
  PHO2002: {
    severity: 'error',
    message:
      '`{name}` is called, assigned and read inside `with`, and may be a property or an isolated binding',
    help: 'Move one of the three out of the statement, or pin the module: `// @photon-module shared`.',
  },
  PHO2005: {
    severity: 'error',
    message:
      'namespace `{name}` holds `{binding}`, which is destructured, declared twice, assigned although it is a function or class, or hides the namespace',
    help: 'Declare it as `let {binding} = …`, or move it to the top level of the module, or pin the module: `// @photon-module shared`.',
  },
  PHO2006: {
    severity: 'error',
    message: '{construct} is not supported yet where it touches isolated state',
    help: 'Rewrite it as {alternative}, or pin the module: `// @photon-module shared`.',
  },
  // What stays shared although it may hold state
  PHO3001: {
    severity: 'warning',
    message: '`{name}` becomes the `exports` object of this module, so all photons share it',
    help: 'Policy `bindings` shares exports objects. Export functions that return the state instead.',
  },
  PHO3002: {
    severity: 'warning',
    message:
      'the constant `{constant}` keeps the first value of isolated `{name}`; all photons share that object',
    help: 'Read `{name}` where it is needed, or make `{constant}` a `let`.',
  },
  PHO3003: {
    severity: 'warning',
    message:
      'all code of this file is inside one function that is no module, so its local state stays shared',
    help: 'Policy `bindings` isolates module-level bindings. Photonize the sources instead of this bundle.',
  },
  PHO3004: {
    severity: 'warning',
    message:
      '`{name}` belongs to a block that runs once, and a function writes it; photons that call it share it',
    help: "Policy `bindings` isolates module-level bindings. Declare `{name}` at the module's top level.",
  },
  PHO3005: {
    severity: 'warning',
    message: 'all photons share `{name}`: it is {why}',
    help: 'Keep this state in a variable of another name.',
  },
  PHO3006: {
    severity: 'warning',
    message:
      '`{load}` loads one of several modules by a pattern; isolated exports of theirs show the state of root',
    help: 'Load each by a literal name, or export functions that read the state.',
  },
  PHO3007: {
    severity: 'warning',
    message:
      'direct eval may declare variables of the module here: the statement runs once, and photons share them',
    help: 'Declare the variables outside of the code that is evaluated.',
  },
  PHO3008: {
    severity: 'warning',
    message: '`{directive}` has no effect here: {reason}',
    help: 'Remove the comment, or put it where docs/policies.md says.',
  },
  PHO3009: {
    severity: 'warning',
    message: 'what `export *` passes on of `{specifier}` is the instance of root, and all photons share it',
    help: 'Export what is needed of `{specifier}` by its names, or have importers import it from there.',
  },
  PHO3010: {
    severity: 'warning',
    message: '{name} is shared, and takes what `{state}` is at root, of which each photon has its own',
    help: 'Share `{state}` as well, if it is meant to be the same for all; or read it where it is needed.',
  },
  // What cannot be linked
  PHO3101: {
    severity: 'warning',
    message: '`{specifier}` is not found, so what it exports counts as shared',
    help: 'Name its file with the option `resolve`, or return `false` there if it is not photonized.',
  },
} as const satisfies Record<string, Explanation>;

/** The code of a problem. */
export type DiagnosticCode = keyof typeof CODES;
