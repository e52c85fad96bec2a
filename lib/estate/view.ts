import type { EstateState, RowKind } from './state.ts'
import { sizesOf, type Sizes } from './sizes.ts'
import { absences } from './stories.ts'

/** The estate at one instant: what every row function reads. */
export type View = { state: EstateState; seed: number; epoch: number; now: number; sizes: Sizes }

/** The view at an instant (ms). */
export function viewAt(state: EstateState, now: number): View {
  return { state, seed: state.seed, epoch: state.epoch, now, sizes: sizesOf(state.tokens) }
}

/** How many rows of a kind there ever were; some may be gone. */
export function everCount({ state, sizes }: View, kind: RowKind): number {
  return state.moves[kind].added.reduce((sum, { count }) => sum + count, sizes[kind])
}

/** When an added row was added, or null for a row of the beginning. */
export function addedAt({ state, sizes }: View, kind: RowKind, index: number): number | null {
  let from = sizes[kind]
  for (const { count, at } of state.moves[kind].added) {
    if (index >= from && index < from + count) return at
    from += count
  }
  return null
}

const missingOf = new WeakMap<View, Map<RowKind, readonly number[]>>()

/** Rows of a kind that are not there now, ascending: those removed, and those that a story keeps away for a time. */
export function missing(view: View, kind: RowKind): readonly number[] {
  const known = missingOf.get(view) ?? new Map<RowKind, readonly number[]>()
  missingOf.set(view, known)
  const rows = known.get(kind) ?? missingNow(view, kind)
  known.set(kind, rows)
  return rows
}

function missingNow({ state, epoch, now }: View, kind: RowKind): readonly number[] {
  const away = absences.filter((one) => one.kind === kind && now >= epoch + one.fromMs && now < epoch + one.toMs).map((one) => one.index)
  const removed = state.moves[kind].removed
  return away.length === 0 ? removed : [...new Set([...removed, ...away])].sort((a, b) => a - b)
}

/** Whether a row is there now. */
export function isThere(view: View, kind: RowKind, index: number): boolean {
  return index >= 0 && index < everCount(view, kind) && !contains(missing(view, kind), index)
}

/** How many rows of a kind are there now. */
export function liveCount(view: View, kind: RowKind): number {
  return everCount(view, kind) - missing(view, kind).length
}

/** The rows at positions `from` to `to` (excluded) of those that are there, in order, without walking the ones before. */
export function rowsBetween(view: View, kind: RowKind, from: number, to: number): number[] {
  const gone = missing(view, kind)
  const end = Math.min(to, everCount(view, kind) - gone.length)
  const rows: number[] = []
  for (let position = from; position < end; position++) rows.push(rowAt(gone, position))
  return rows
}

/** The row at a position: the smallest index with so many live rows before it. */
function rowAt(gone: readonly number[], position: number): number {
  let [low, high] = [0, gone.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (gone[middle]! - middle <= position) low = middle + 1
    else high = middle
  }
  return position + low
}

function contains(sorted: readonly number[], wanted: number): boolean {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return sorted[low] === wanted
}

/** When a row's secret was replaced from outside, or null. */
export function rotatedAt({ state }: View, kind: RowKind, index: number): number | null {
  return state.moves[kind].rotated[index] ?? null
}

/** The later of the use that a habit tells and one that was made from outside. */
export function withUse({ state, now }: View, kind: RowKind, index: number, habitual: number | null): number | null {
  const made = state.moves[kind].used[index]
  if (made === undefined || made > now) return habitual
  return habitual === null ? made : Math.max(made, habitual)
}

/** Whether a row works, where somebody switched it off or on from outside; else as its own story says. */
export function isOn({ state }: View, kind: RowKind, index: number, own: boolean): boolean {
  const off = state.moves[kind].off[index]
  return off ? off.toMs !== null : own
}

/** When a row was last used, by what its habit makes of an instant: what is switched off is not used. */
export function lastUseWhileOn(
  { state, now }: View,
  kind: RowKind,
  index: number,
  latestBefore: (ms: number) => number | null,
): number | null {
  const off = state.moves[kind].off[index]
  const latest = latestBefore(now)
  if (!off || (off.toMs !== null && latest !== null && latest >= off.toMs)) return latest
  return latestBefore(Math.min(now, off.fromMs))
}
