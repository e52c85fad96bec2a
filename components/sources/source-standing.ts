import { isStale, type RunState } from '@/lib/model/source.ts'

/** How a source stands: its newest run, or that it was never read, or that its last complete read is too old to rely on. */
export type Standing = RunState | 'never' | 'stale'

type Watched = { everyMinutes: number | null; lastCompleteAt: Date | null; run: { state: RunState } | null }

/** A failure outweighs age, and age outweighs what the newest run says of itself. */
export function standingOf(source: Watched, now: Date): Standing {
  const { run } = source
  if (run?.state === 'failed' || run?.state === 'running') return run.state
  if (isStale(source, now)) return 'stale'
  return run?.state ?? 'never'
}

const order: readonly Standing[] = ['failed', 'stale', 'partial', 'cancelled', 'never', 'running', 'complete']

/** What fails stands first, then what is least whole, then by name. */
export function failingFirst<S extends Watched & { name: string }>(sources: readonly S[], now: Date): S[] {
  const rank = (source: S) => order.indexOf(standingOf(source, now))
  return sources.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name))
}
