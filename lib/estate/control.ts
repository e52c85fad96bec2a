import { z } from 'zod'
import { roll } from './roll.ts'
import { rowKinds, type EstateState, type RowKind } from './state.ts'
import { everCount, missing, viewAt, liveCount } from './view.ts'

const count = z.number().int().min(0).max(1_000_000).default(0)

/** How many rows are to be moved; where `kind` is left out, all kinds take turns. */
export const Churn = z.strictObject({ used: count, rotated: count, removed: count, added: count, kind: z.enum(rowKinds).optional() })
export type Churn = z.input<typeof Churn>

/**
 * The state after so many rows were used, rotated, removed and added at an instant (ms). Which ones follows from the seed and how
 * often this was done before: the same churns make the same estate. Rows of stories are left alone.
 */
export function churned(state: EstateState, churn: Churn, now: number): EstateState {
  const { used, rotated, removed, added, kind } = Churn.parse(churn)
  const kinds = kind ? [kind] : rowKinds
  const next: EstateState = { ...structuredClone(state), churns: state.churns + 1 }
  const view = viewAt(state, now)
  const parts = (total: number) =>
    kinds.map((one, at) => [one, Math.floor(total / kinds.length) + (at < total % kinds.length ? 1 : 0)] as const)
  for (const [one, howMany] of parts(removed)) {
    const rows = chosen(one, howMany, 'removed')
    next.moves[one].removed = [...next.moves[one].removed, ...rows].sort((a, b) => a - b)
  }
  for (const [one, howMany] of parts(rotated)) for (const row of chosen(one, howMany, 'rotated')) next.moves[one].rotated[row] = now
  for (const [one, howMany] of parts(used)) for (const row of chosen(one, howMany, 'used')) next.moves[one].used[row] = now
  for (const [one, howMany] of parts(added)) if (howMany > 0) next.moves[one].added.push({ count: howMany, at: now })
  return next

  /** Different rows that are there and belong to no story. */
  function chosen(of: RowKind, howMany: number, what: string): number[] {
    const gone = new Set([...missing(view, of), ...next.moves[of].removed])
    const total = everCount(view, of)
    const possible = Math.max(0, liveCount(view, of) - firstFree)
    const rows = new Set<number>()
    for (let tries = 0; rows.size < Math.min(howMany, possible) && tries < howMany * 50 + 1_000; tries++) {
      const row = firstFree + (roll(state.seed, 'churn', state.churns, of, what, tries) % Math.max(1, total - firstFree))
      if (!gone.has(row)) rows.add(row)
    }
    return [...rows]
  }
}

/** Rows before this one may belong to a story. */
const firstFree = 10

/** How many there are now of everything that a reader may count. */
export function countsOf(state: EstateState, now: number): Record<RowKind, number> {
  const view = viewAt(state, now)
  return Object.fromEntries(rowKinds.map((kind) => [kind, liveCount(view, kind)])) as Record<RowKind, number>
}
