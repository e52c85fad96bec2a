/** A source as a report's population names it. `last`: how its newest run ended; `complete`: when it was last read whole. */
export type PopulationSource = {
  name: string
  kind: string
  last: 'complete' | 'partial' | 'failed' | 'cancelled' | 'never'
  completeAt: string | null
  /** What its newest run could not read, and why. */
  gaps: readonly { object: string; why: string }[]
}

/** Whether there may have been more tokens than were seen: what was not read whole by then. Counts of it are "at least". */
export function isSeenInPart({ sources }: Pick<Population, 'sources'>): boolean {
  return sources.some(({ last, gaps }) => last !== 'complete' || gaps.length > 0)
}

/** What a report speaks of, and by which rules: whether a list is complete can be told by it. */
export type Population = {
  at: string
  filter: string
  sources: readonly PopulationSource[]
  model: string
  mapping: string
  /** What nobody keeps of the day it speaks of; files that were taken before this was said do not have it. */
  unkept?: readonly string[]
}

/** A file that somebody took. */
export type TakenFile = {
  id: string
  at: Date
  by: string
  report: string
  format: string
  filter: string
  asOf: Date | null
  population: Population
  state: 'running' | 'whole' | 'cut-off'
  rows: number | null
  bytes: number | null
  sha256: string | null
}
