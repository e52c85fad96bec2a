/** `like` for a term somewhere in a text, with nothing in it read as a pattern. */
export function containing(term: string): string {
  return `%${term.replace(/[\\%_]/g, '\\$&')}%`
}
