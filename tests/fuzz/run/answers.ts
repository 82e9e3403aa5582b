import type { Answer } from '../../law/support/answers.ts';

/** What `handler` answers, as it would leave the process: a copy, or the error's name and message. */
export async function answerOf(handler: (event: unknown) => unknown, event: unknown): Promise<Answer> {
  try {
    return { ok: structuredClone(await handler(structuredClone(event))) };
  } catch (error) {
    return failure(error);
  }
}

/** The answer of an event whose handler threw, or could not be loaded. */
export function failure(error: unknown): Answer {
  const { name, message } = error instanceof Error ? error : { name: 'not an Error', message: String(error) };
  return withoutQuotes({ error: { name, message } });
}

/** Messages of the engine's errors quote the source text, which is another one after the transform. */
export function withoutQuotes({ error }: Extract<Answer, { error: object }>): Answer {
  const quotes = ['TypeError', 'ReferenceError'].includes(error.name);
  return { error: { ...error, message: quotes ? '' : error.message } };
}

/** The answer of an event that is never answered. */
export const NO_ANSWER: Answer = { error: { name: 'no answer', message: 'the handler waits for ever' } };
