import type { Diagnostic } from '@photonize/transform';

/** What `compare` asks of a worker process. */
export type Request =
  | { readonly type: 'load'; readonly file: string; readonly handler: string; readonly photons: boolean }
  | { readonly type: 'answer'; readonly events: readonly unknown[]; readonly concurrency: number };

/** What the worker tells. A request ends with `loaded`, `failed` or `done`. */
export type Reply =
  | { readonly type: 'loaded' }
  | { readonly type: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'answer'; readonly index: number; readonly answer: string }
  | { readonly type: 'done'; readonly cpuMs: number };
