/** How many of the rows as they are now were not there like this before, by their marks. */
export function changedRows(before: readonly string[], now: readonly string[]): number {
  const known = new Set(before)
  return now.filter((mark) => !known.has(mark)).length + Math.max(0, before.length - now.length)
}
