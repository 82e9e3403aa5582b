/** What code does that crosses photons, whatever the policy, and why that is so. */
export const CROSSINGS = {
  global: 'globals belong to the process',
  builtin: 'what the language and Node provide is there once in a process',
  module: "modules of Node's are there once in a process",
  env: 'the environment belongs to the process',
  process: 'a process has it once',
  listener: 'listeners of the process outlive the invocation that adds them',
  exit: 'it ends the process, and all invocations in it',
  handedOut: 'who gets the global object may keep state there',
  external: 'it is not in the bundle, so what it keeps is shared',
  native: 'a native addon is loaded once, with what it keeps',
} as const;

export type CrossingKind = keyof typeof CROSSINGS;

/** Something that crosses photons, whatever the policy. Plain data. */
export interface Crossing {
  readonly kind: CrossingKind;
  /** What is written, added to or called: `globalThis.cache`, `process.on`. */
  readonly what: string;
  /**
   * Whether it can carry anything from one invocation to another: code that invocations run does it, or it makes
   * something mutable. What only sets a constant while the module is evaluated is the same for all.
   */
  readonly isState: boolean;
  /** Where, in the order of the source. */
  readonly places: readonly { readonly line: number; readonly column: number }[];
}
