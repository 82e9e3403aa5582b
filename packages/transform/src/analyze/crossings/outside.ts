/** An object that exists once in the process, outside of all modules. */
export interface Outside {
  readonly kind: 'global' | 'created' | 'builtin' | 'process' | 'env' | 'module';
  /** How a program names it: `globalThis`, `String.prototype`, `fs`. */
  readonly label: string;
}

const GLOBAL: Outside = { kind: 'global', label: 'globalThis' };
const PROCESS: Outside = { kind: 'process', label: 'process' };

/** What the global object is called in Node. */
const SELVES = /^(?:global|globalThis)$/;

/** Classes and namespaces of the language and of Node. */
const BUILTINS =
  /^(?:AbortController|AbortSignal|Aggregate|Array|ArrayBuffer|Atomics|BigInt|Blob|Boolean|Buffer|DataView|Date|EvalError|Error|Event|EventTarget|FinalizationRegistry|Float(?:16|32|64)Array|FormData|Function|Headers|(?:Big)?(?:Ui|I)nt(?:8|16|32|64)Array|Uint8ClampedArray|Intl|Iterator|JSON|Map|Math|Number|Object|Promise|Proxy|RangeError|ReadableStream|Reflect|RegExp|Request|Response|Set|SharedArrayBuffer|String|Symbol|SyntaxError|TextDecoder|TextEncoder|TypeError|URIError|URL|URLSearchParams|WeakMap|WeakRef|WeakSet|console|performance)$/;

/** What a name means that no module declares, if it is such an object. */
export function outsideOfGlobal(name: string): Outside | undefined {
  if (SELVES.test(name)) return GLOBAL;
  if (name === 'process') return PROCESS;
  return BUILTINS.test(name) ? { kind: 'builtin', label: name } : undefined;
}

/**
 * What a module of Node's exports under a name.
 * @param name `undefined` for all of it
 */
export function outsideOfModule(source: string, name: string | undefined): Outside {
  const module = source.replace(/^node:/, '');
  const own: Outside = module === 'process' ? PROCESS : { kind: 'module', label: module };
  return name === undefined || name === 'default'
    ? own
    : (outsideMember(own, name) ?? { ...own, label: `${module}.${name}` });
}

/** What a member of such an object is, if it is one as well. */
export function outsideMember({ kind, label }: Outside, name: string | undefined): Outside | undefined {
  if (name === undefined) return kind === 'global' ? { kind: 'created', label: `${label}[…]` } : undefined;
  if (kind === 'global') return outsideOfGlobal(name) ?? { kind: 'created', label: `${label}.${name}` };
  if (kind === 'process') return name === 'env' ? { kind: 'env', label: 'process.env' } : undefined;
  if (kind === 'builtin') return name === 'prototype' ? { kind, label: `${label}.prototype` } : undefined;
  // What is inside of an object that the program has made goes by its name.
  if (kind === 'created') return { kind, label };
  return kind === 'module' ? { kind, label: `${label}.${name}` } : undefined;
}

/** Every name that may mean such an object. */
export function isOutsideName(name: string): boolean {
  return outsideOfGlobal(name) !== undefined;
}
