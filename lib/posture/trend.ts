import type { StandingDay } from '../model/programme.ts'

const dayMs = 86_400_000

/** A day of a trend; nulls where the line breaks: a day that nobody counted, or counts that cannot be compared. */
export type TrendPoint = { day: string; standing: number | null; hours: number | null }

/** The days as a line, and the days from which they are counted by other rules than the day before. */
export function trendOf(days: readonly StandingDay[]): { points: readonly TrendPoint[]; ruleChanges: readonly string[] } {
  const ruleChanges: string[] = []
  const points = days.flatMap(({ day, standing, hours, models }, index): TrendPoint[] => {
    const before = days[index - 1]
    const after = before ? nextDay(before.day) : day
    // A day without a standing token was scored by nothing: that is no change of rules.
    const changed = before !== undefined && before.models.length > 0 && models.length > 0 && before.models.join() !== models.join()
    if (changed) ruleChanges.push(day)
    const gap = changed || day > after ? [{ day: after, standing: null, hours: null }] : []
    return [...gap, { day, standing, hours }]
  })
  return { points, ruleChanges }
}

/** The day that is not over has what stands at this moment, where that is known without counting again. */
export function withToday(days: readonly StandingDay[], standing: number | null, today: string, atLeast: boolean): readonly StandingDay[] {
  const last = days.at(-1)
  if (standing === null || last?.day !== today) return days
  return [...days.slice(0, -1), { ...last, standing, lacking: atLeast ? Math.max(1, last.lacking) : last.lacking }]
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)
}
