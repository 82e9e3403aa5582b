import process from 'node:process';
import { onTestFinished, vi } from 'vitest';

/** Catches what the runtime reports while a test runs, as `code: message`. */
export function catchWarnings(): string[] {
  const caught: string[] = [];
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation(((
    message: string,
    { code }: { code: string },
  ) => {
    caught.push(`${code}: ${message}`);
  }) as typeof process.emitWarning);
  onTestFinished(() => spy.mockRestore());
  return caught;
}
