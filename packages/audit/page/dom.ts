/** Makes an element with attributes and contents. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  ...contents: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...contents);
  return made;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has #${id}`);
  return found;
}

/** What a link to a line of a file says behind its `#`. */
export function linkTo(file: string, line: number): string {
  return `#${encodeURIComponent(file)}:${line}`;
}
