import { inspect, isDeepStrictEqual } from 'node:util';

/** What a handler answered, or what it threw. */
export type Answer =
  | { readonly ok: unknown }
  | { readonly error: { readonly name: string; readonly message: string } };

/**
 * Compares answers to the same events, `-0`, prototypes and missing properties included; tells what differs.
 * @param alternative answers of which each part is as good as the expected one
 */
export function differences(
  events: readonly unknown[],
  expected: readonly Answer[],
  actual: readonly Answer[],
  alternative: readonly Answer[] = expected,
): string[] {
  return events.flatMap((event, i) => {
    const parts = [...differingParts(expected[i], actual[i], alternative[i], 'answer')];
    return parts.map((part) => `${inspectLine(event)}: ${part}`);
  });
}

/** The innermost parts that differ. */
function* differingParts(
  expected: unknown,
  actual: unknown,
  alternative: unknown,
  path: string,
): Generator<string> {
  if (isDeepStrictEqual(expected, actual) || isDeepStrictEqual(alternative, actual)) return;
  if (isObject(expected) && isObject(actual)) {
    const other = isObject(alternative) ? alternative : expected;
    const parts = [];
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      parts.push(...differingParts(expected[key], actual[key], other[key], `${path}.${key}`));
    }
    if (parts.length > 0 || other !== expected) return yield* parts;
  }
  yield `${path} should be ${inspectLine(expected)}, is ${inspectLine(actual)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function inspectLine(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY });
}
