import type { Gap } from './sighting.ts'
import type { Json } from './json.ts'

/** One configured connector. Its credential is not here: it is sealed, and only a flow may ask for it to be opened. */
export type Source = {
  id: string
  kind: string
  name: string
  settings: Json
  demo: boolean
  /** Minutes between syncs; null: only when asked. */
  everyMinutes: number | null
  version: number
}

/** Whether a source's last complete sync is older than two of its schedules: what is shown of it may be out of date. */
export function isStale(
  { everyMinutes, lastCompleteAt }: { everyMinutes: number | null; lastCompleteAt: Date | null },
  now: Date,
): boolean {
  return everyMinutes !== null && lastCompleteAt !== null && now.getTime() - lastCompleteAt.getTime() > 2 * everyMinutes * 60_000
}

export const runStates = ['running', 'complete', 'partial', 'failed', 'cancelled'] as const
export type RunState = (typeof runStates)[number]

export type RunPhase = 'reading' | 'merging' | 'done'

export type RunCounts = {
  seen: number
  new: number
  changed: number
  gone: number
  returned: number
  /** Issuers that it saw, and how many of them are new, have changed or came back, and are gone; runs of earlier versions tell only the first. */
  issuers: number
  issuersNew?: number
  issuersChanged?: number
  issuersGone?: number
}

/** One sync of one source. `epoch` fences a worker that was taken over: its writes no longer match. */
export type Run = {
  id: string
  sourceId: string
  epoch: number
  state: RunState
  phase: RunPhase
  startedAt: Date
  finishedAt: Date | null
  counts: RunCounts
  expected: number | null
  gaps: readonly Gap[]
  covered: Readonly<Record<string, number>>
  cursor: Json
  problem: string | null
}
