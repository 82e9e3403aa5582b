let copies = 0;

/** Makes a text unlike all others: V8's cache of compiled code grows slow with copies of one text. */
export function distinct(code: string): string {
  copies += 1;
  return `${code}\n// copy ${copies}`;
}
