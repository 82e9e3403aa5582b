/** Matches one text. */
export function exactly(text: string): RegExp {
  return new RegExp(`^${escapeForRegExp(text)}$`);
}

export function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
