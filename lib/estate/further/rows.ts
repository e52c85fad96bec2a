import type { View } from '../view.ts'
import type { EstateState, Moves } from '../state.ts'

/** Rows of a further provider are few and told one by one; what was done to them is kept by a name of their own: "openai.project-keys". */
export function isStill({ state }: View, kind: string, row: number): boolean {
  return !(state.further[kind]?.removed ?? []).includes(row)
}

/** Whether a row works, as far as nobody switched it off from outside. */
export function works({ state }: View, kind: string, row: number, own = true): boolean {
  const off = state.further[kind]?.off[row]
  return off ? off.toMs !== null : own
}

/** The state after a row was taken away. */
export function taken(state: EstateState, kind: string, row: number): EstateState {
  return moved(state, kind, (moves) => ({ ...moves, removed: [...new Set([...moves.removed, row])].sort((a, b) => a - b) }))
}

/** The state after a row was switched off, or on again, at an instant (ms). */
export function turned(state: EstateState, kind: string, row: number, on: boolean, now: number): EstateState {
  return moved(state, kind, (moves) => ({
    ...moves,
    off: { ...moves.off, [row]: on ? { fromMs: moves.off[row]?.fromMs ?? now, toMs: now } : { fromMs: now, toMs: null } },
  }))
}

function moved(state: EstateState, kind: string, move: (moves: Moves) => Moves): EstateState {
  const none: Moves = { removed: [], added: [], rotated: {}, used: {}, off: {} }
  return { ...state, further: { ...state.further, [kind]: move(state.further[kind] ?? none) } }
}
