const few = 6
const apart = 48

/**
 * The days that stand under a chart: where only few days were counted those themselves, so that a date is under its point, as far as `width`
 * pixels have room for them, the newest first; else so many at even distances.
 */
export function ticksOf(days: readonly string[], { most, width }: { most: number; width: number }): string[] {
  const known = [...new Set(days)].toSorted()
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) return []
  const [from, to] = [Date.parse(first), Date.parse(last)]
  if (from === to) return [first]
  if (known.length > few)
    return Array.from({ length: most }, (_, index) => new Date(from + ((to - from) * index) / (most - 1)).toISOString().slice(0, 10))
  let right = Infinity
  const shown = known.toReversed().filter((day) => {
    const at = ((Date.parse(day) - from) / (to - from)) * width
    if (right - at < apart) return false
    right = at
    return true
  })
  return shown.toReversed()
}
