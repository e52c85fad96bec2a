import { share, weighted } from './roll.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** How a token is used: at `phase` and every `everyMs` after, up to `untilMs`; never where `everyMs` is null. Instants are ms. */
export type Habit = { everyMs: number | null; phase: number; untilMs?: number; fromMs?: number }

/** The last use at an instant, or null; never before `bornMs`. */
export function lastUse({ everyMs, phase, untilMs, fromMs }: Habit, bornMs: number, now: number): number | null {
  if (everyMs === null) return null
  const until = Math.min(now, untilMs ?? now)
  const last = Math.floor((until - phase) / everyMs) * everyMs + phase
  return last < bornMs || (fromMs !== undefined && last < fromMs) ? null : last
}

/** What most tokens do: more than half work daily, a seventh stopped long ago, a tenth never began. */
export function habitOf(seed: number, kind: string, index: number, epoch: number): Habit {
  const phase = epoch - Math.floor(share(seed, kind, index, 'phase') * 30 * day)
  const quiet = epoch - Math.floor((50 + share(seed, kind, index, 'quiet') * 600) * day)
  return weighted<Habit>(
    [
      [20, { everyMs: hour, phase }],
      [37, { everyMs: day, phase }],
      [12, { everyMs: 7 * day, phase }],
      [8, { everyMs: 30 * day, phase }],
      [15, { everyMs: day, phase, untilMs: quiet }],
      [8, { everyMs: null, phase }],
    ],
    share(seed, kind, index, 'habit'),
  )
}

/** How long before the epoch something was made, in ms: a quarter within 90 days, a fifth more than three years ago. */
export function ageOf(seed: number, kind: string, index: number): number {
  const [from, to] = weighted<readonly [number, number]>(
    [
      [25, [1, 90]],
      [25, [90, 365]],
      [30, [365, 1_095]],
      [20, [1_095, 2_600]],
    ],
    share(seed, kind, index, 'age band'),
  )
  return Math.floor((from + share(seed, kind, index, 'age') * (to - from)) * day)
}
