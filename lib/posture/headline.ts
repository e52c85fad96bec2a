import type { PostureCell } from '../model/posture.ts'
import type { StandingDay } from '../model/programme.ts'

const dayMs = 86_400_000

type Headline = { standing: number; days: readonly StandingDay[]; today: string; atLeast: boolean }

/**
 * How the standing count moved against thirty days ago, or against the first day that was counted where that is later: "37 fewer than
 * 30 days ago". Nothing where no earlier day can be compared: another model counted it, or not everything was in view then or now.
 */
export function headlineOf({ standing, days, today, atLeast }: Headline): { moved: string | null } {
  const last = days.at(-1)
  const monthBack = new Date(Date.parse(today) - 30 * dayMs).toISOString().slice(0, 10)
  const before = days.findLast(({ day }) => day <= monthBack) ?? days.find(({ day }) => day < today)
  if (!before || !last || atLeast || before.lacking > 0 || last.lacking > 0) return { moved: null }
  if (days.some(({ day, models }) => day >= before.day && models.length > 0 && before.models.length > 0 && models.join() !== before.models.join())) return { moved: null }
  const ago = Math.round((Date.parse(today) - Date.parse(before.day)) / dayMs)
  const when = ago === 1 ? 'yesterday' : `${ago} days ago`
  const change = standing - before.standing
  return { moved: change === 0 ? `as many as ${when}` : `${Math.abs(change).toLocaleString('en-GB')} ${change < 0 ? 'fewer' : 'more'} than ${when}` }
} // prettier-ignore

/** The cell that holds most risk, and its share of all in whole percent; null where there is no risk. */
export function worstCell(cells: readonly PostureCell[]): { cell: PostureCell; share: number } | null {
  const all = cells.reduce((sum, { risk }) => sum + risk, 0)
  const cell = cells.toSorted((one, other) => other.risk - one.risk || other.tokens - one.tokens)[0]
  return cell && all > 0 ? { cell, share: Math.round((cell.risk / all) * 100) } : null
}
