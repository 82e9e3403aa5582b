import { CompileError } from '@photonize/transform';
import type { BuildFailure } from 'esbuild';
import { type Answer, differences } from '../../law/support/answers.ts';
import { Loaded } from './loaded.ts';
import { MODES, type ModeName } from './modes.ts';
import type { Program, SourceFile } from './program.ts';
import { createRuntime, type FreshRuntime } from './runtime.ts';
import { type Choose, inTurn } from './scheduler.ts';

/** What became of a program. */
export type Verdict =
  /** The law holds. */
  | { readonly kind: 'same' }
  /** Evaluating the program throws, photonized or not. */
  | { readonly kind: 'broken'; readonly error: string }
  /** The compiler refused the program. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The answers differ, and the runtime warned of it. */
  | { readonly kind: 'reported'; readonly message: string }
  /** The law is broken. */
  | { readonly kind: 'different'; readonly where: string; readonly differences: readonly string[] };

/** Orders in which interleaved events take turns. */
const ORDERS: Readonly<Record<string, () => Choose>> = {
  'in turn': inTurn,
  'last first': () => (count) => count - 1,
  scattered: () => scattered(),
};

/** Compares a program in photons, and the transformed program outside of photons, with the program itself. */
export async function judge({ files, events }: Program, mode: ModeName = 'files'): Promise<Verdict> {
  let plain: readonly SourceFile[];
  try {
    plain = await MODES[mode].plain(files);
  } catch (error) {
    return { kind: 'broken', error: String(error) };
  }
  let photonized: readonly SourceFile[];
  try {
    photonized = await MODES[mode].photonized(files, plain);
  } catch (error) {
    return whenNotCompiled(error, await Loaded.from(plain));
  }
  const runtime = createRuntime();
  const found = await compare(plain, photonized, events, runtime);
  if (removeNewGlobals()) return { kind: 'broken', error: 'assigns undeclared names' };
  if (found.kind !== 'different' || runtime.warnings.length === 0) return found;
  return { kind: 'reported', message: runtime.warnings.join('\n') };
}

const KNOWN_GLOBALS: ReadonlySet<PropertyKey> = new Set(Reflect.ownKeys(globalThis));

/** Sloppy code makes globals of undeclared names, which photons share as processes do not. */
function removeNewGlobals(): boolean {
  const found = Reflect.ownKeys(globalThis).filter(
    (key) => !KNOWN_GLOBALS.has(key) && typeof key === 'string',
  );
  return found.map((key) => Reflect.deleteProperty(globalThis, key)).length > 0;
}

/** What it means that the compiler threw `error`. */
function whenNotCompiled(error: unknown, original: Loaded): Verdict {
  const [code] = codesOf(error);
  if (code === undefined) return { kind: 'different', where: 'compiler', differences: [String(error)] };
  if (code !== 'PHO1001') return { kind: 'refused', message: String(error) };
  if (original.failure?.name === 'SyntaxError') return { kind: 'broken', error: original.failure.message };
  return { kind: 'different', where: 'parser', differences: [String(error)] };
}

/** The codes of what the compiler reports, by itself or through esbuild. */
function codesOf(error: unknown): string[] {
  if (error instanceof CompileError) return error.diagnostics.map(({ code }) => code);
  const { errors = [] } = error as Partial<BuildFailure>;
  return errors.map(({ id, text }) => id || (/^PHO\d+/.exec(text)?.[0] ?? '')).filter(Boolean);
}

async function compare(
  plain: readonly SourceFile[],
  photonized: readonly SourceFile[],
  events: readonly unknown[],
  runtime: FreshRuntime,
): Promise<Verdict> {
  const original = await Loaded.from(plain);
  // Programs that are made smaller may lose it.
  if (!original.failure && !original.hasHandler) return { kind: 'broken', error: 'Error: no handler' };
  const transformed = await Loaded.from(photonized, runtime);
  const different = (where: string, expected: readonly Answer[], actual: readonly Answer[]) => {
    const found = differences(events, expected, actual);
    return found.length > 0 ? ({ kind: 'different', where, differences: found } as const) : undefined;
  };
  const fresh = await inFreshInstances(plain, events);
  if (original.failure) {
    const { name, message } = original.failure;
    const broken = { kind: 'broken', error: `${name}: ${message}` } as const;
    // Bundlers make strict code of sloppy code, which may be none.
    if (name === 'SyntaxError') return broken;
    return different('loading', fresh, await transformed.inTurn(events)) ?? broken;
  }
  for (const [order, choose] of Object.entries(ORDERS)) {
    const found = different(
      `photons, ${order}`,
      fresh,
      await transformed.inPhotons(events, runtime, choose()),
    );
    if (found) return found;
  }
  return (
    different('root', await original.inTurn(events), await transformed.inTurn(events)) ??
    differentExports(original, transformed) ?? { kind: 'same' }
  );
}

/** The oracle: each event in a fresh instance of the program. */
export function inFreshInstances(
  files: readonly SourceFile[],
  events: readonly unknown[],
): Promise<Answer[]> {
  const answers = events.map(async (event) => (await Loaded.from(files)).inTurn([event]));
  return Promise.all(answers).then((each) => each.flat());
}

function differentExports(original: Loaded, transformed: Loaded): Verdict | undefined {
  const [expected, actual] = [original, transformed].map(({ exportNames }) => exportNames.join());
  // What stands in for an entry point exports what only running that tells by default as well.
  if (expected === actual || transformed.wrapsHandler) return undefined;
  return { kind: 'different', where: 'exports', differences: [`${expected} became ${actual}`] };
}

/** An order that looks random and is the same each time. */
function scattered(): Choose {
  let state = 12_345;
  return (count) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * count);
  };
}
