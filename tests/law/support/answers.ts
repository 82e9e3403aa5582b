import { inspect, isDeepStrictEqual } from 'node:util';

/** What a handler answered, or what it threw. */
export type Answer =
  | { readonly ok: unknown }
  | { readonly error: { readonly name: string; readonly message: string } };

/** Compares answers to the same events, `-0`, prototypes and missing properties included; tells what differs. */
export function differences(
  events: readonly unknown[],
  expected: readonly Answer[],
  actual: readonly Answer[],
): string[] {
  return events.flatMap((event, i) => {
    const parts = [...differingParts(expected[i], actual[i], 'answer')];
    return parts.map((part) => `${inspectLine(event)}: ${part}`);
  });
}

/** The innermost parts that differ. */
function* differingParts(expected: unknown, actual: unknown, path: string): Generator<string> {
  if (isDeepStrictEqual(expected, actual)) return;
  const parts = [];
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      parts.push(...differingParts(expected[key], actual[key], `${path}.${key}`));
    }
  }
  if (parts.length > 0) yield* parts;
  else yield `${path} should be ${inspectLine(expected)}, is ${inspectLine(actual)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function inspectLine(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY });
}
