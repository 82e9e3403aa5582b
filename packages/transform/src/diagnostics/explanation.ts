/** How bad a problem is: an error stops the compilation, a warning tells what stays shared. */
export type Severity = 'error' | 'warning';

/** What is to be said of a problem; `{name}` in a text stands for a detail. */
export interface Explanation {
  readonly severity: Severity;
  readonly message: string;
  /** What the user can do. */
  readonly help: string;
}

/** Fills details into the texts of an explanation. */
export function explain(
  { severity, message, help }: Explanation,
  details: Readonly<Record<string, string>>,
): Explanation {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => details[name] ?? '');
  return { severity, message: fill(message), help: fill(help) };
}
