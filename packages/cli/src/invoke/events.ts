import { isBuildFailure } from '../bundle/build-failure.js';
import { readInput } from '../files/read.js';
import { type Problem, problem } from '../problems.js';
import { lineFrame } from '../terminal/frame.js';

/**
 * Reads events: JSON lines, of which empty ones do not count, or one JSON array.
 * @param path `-` is stdin
 * @throws {Problem} PHO9002, PHO9003
 */
export async function readEvents(path: string): Promise<readonly unknown[]> {
  const text = (await readInput(path)).replace(/^\uFEFF/, '');
  return parseArray(text) ?? parseLines(text, path === '-' ? 'stdin' : path);
}

/** The elements of an array; nothing where `text` is something else, such as lines that hold arrays. */
function parseArray(text: string): readonly unknown[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function parseLines(text: string, filename: string): Promise<readonly unknown[]> {
  const events: unknown[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    try {
      events.push(JSON.parse(line));
    } catch (error) {
      // The first line of an array over several lines is what fails alone, not what is wrong.
      const isArray = events.length === 0 && line.trimStart().startsWith('[');
      throw await notJson(filename, isArray ? text : line, isArray ? 0 : index, error);
    }
  }
  return events;
}

/** JSON.parse tells for some errors only where they are; esbuild always does. */
async function notJson(
  filename: string,
  json: string,
  linesBefore: number,
  error: unknown,
): Promise<Problem> {
  const { transform } = await import('esbuild');
  const failure: unknown = await transform(json, { loader: 'json', logLevel: 'silent' }).catch(
    (reason) => reason,
  );
  const found = isBuildFailure(failure) ? failure.errors[0] : undefined;
  const { line, column, lineText } = found?.location ?? {
    line: 1,
    column: 0,
    lineText: json.split('\n', 1)[0] ?? '',
  };
  const at = { line: line + linesBefore, column };
  const place = { filename, location: at, frame: lineFrame(String(at.line), lineText, column) };
  return problem('PHO9003', { detail: found?.text ?? String(error) }, place);
}
