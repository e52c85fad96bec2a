import type { BurnPoint, PlannedDrop, RetirementDay } from '../model/programme.ts'

const dayMs = 86_400_000

/** Whether dates are kept: both lines day by day where either moves, and today; what is proved ahead of today nobody knows. */
export function burnDown(days: readonly RetirementDay[], today: string): readonly BurnPoint[] {
  const moved = new Map(days.map((each) => [each.day, each]))
  let [committed, proved] = [0, 0]
  return [...new Set([...moved.keys(), today])].toSorted().map((day) => {
    committed += moved.get(day)?.committed ?? 0
    proved += moved.get(day)?.proved ?? 0
    return { day, committed, proved: day <= today ? proved : null }
  })
}

/** How many retirements that were due before today are not proved: due today is not behind yet. Never below nothing, where more is proved than was due. */
export function behind(points: readonly BurnPoint[], today: string): number {
  const due = points.findLast(({ day }) => day < today)?.committed ?? 0
  const proved = points.findLast(({ day }) => day <= today)?.proved ?? 0
  return Math.max(0, due - proved)
}

/** The same lines at regular days, the last of them the end: for a table of at most so many rows. */
export function atIntervals(points: readonly BurnPoint[], today: string, mostRows: number): readonly BurnPoint[] {
  const [first, last] = [points.at(0), points.at(-1)]
  if (!first || !last) return []
  const weeks = Math.max(1, Math.ceil(daysBetween(first.day, last.day) / 7 / mostRows))
  const ends: string[] = []
  for (let day = last.day; day >= first.day; day = addDays(day, -7 * weeks)) ends.push(day)
  return [...new Set([...ends, today])].toSorted().flatMap((day) => {
    const at = points.findLast((point) => point.day <= day)
    return at ? [{ ...at, day, proved: day <= today ? at.proved : null }] : []
  })
}

/** What stands if every plan keeps its date, from today on: what is overdue should be gone already. */
export function keptDates<Now extends { standing: number; hours: number }>(
  now: Now,
  drops: readonly PlannedDrop[],
  today: string,
): readonly { day: string; standing: number; hours: number }[] {
  let { standing, hours } = now
  const points = new Map<string, { day: string; standing: number; hours: number }>()
  for (const drop of drops.toSorted((one, other) => (one.day < other.day ? -1 : 1))) {
    standing = Math.max(0, standing - drop.standing)
    hours = Math.max(0, hours - drop.hours)
    const day = drop.day < today ? today : drop.day
    points.set(day, { day, standing, hours })
  }
  return [...(points.has(today) ? [] : [{ day: today, standing: now.standing, hours: now.hours }]), ...points.values()]
}

/** Days from one to the other, both `2026-11-27`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

/** The day so many days on. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}
