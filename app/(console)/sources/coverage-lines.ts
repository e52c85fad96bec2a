import type { CoverageLine } from '@/components/sources/coverage-table.tsx'
import { gapWord } from '@/components/sources/run-words.ts'
import { countWords } from '@/components/ui/time-words.ts'
import type { Coverage } from '@/lib/connectors/contract.ts'
import type { Gap } from '@/lib/model/sighting.ts'
import type { RunState } from '@/lib/model/source.ts'

type Seen = { state: RunState; gaps: readonly Gap[]; covered: Readonly<Record<string, number>> } | null

/**
 * What a connector can see beside what its newest finished run did see. Objects that only the run names (a gap, a listing of
 * its own) follow, so that nothing it said is lost.
 */
export function coverageLines(source: string, coverage: readonly Coverage[], run: Seen): CoverageLine[] {
  const known = coverage.map((one) => lineOf(source, one, run))
  const named = new Set(coverage.map(({ object }) => object))
  const gaps = (run?.gaps ?? []).filter(({ object }) => !named.has(object))
  const extra = [...new Map(gaps.map((gap) => [gap.object, gap])).values()].map((gap) => gapLine(source, gap))
  const listed = Object.entries(run?.covered ?? {}).flatMap(([object, seen]) =>
    named.has(object) || gaps.some((gap) => gap.object === object) ? [] : [seenLine(source, object, seen, 'Read to its end.')],
  )
  return [...known, ...listed, ...extra]
}

function lineOf(source: string, { object, state, says }: Coverage, run: Seen): CoverageLine {
  if (state === 'not-offered') return { source, object, state, word: 'not offered by the provider', says }
  if (state === 'not-built') return { source, object, state, word: 'not yet built', says }
  const gap = run?.gaps.find((one) => one.object === object)
  if (gap) return gapLine(source, gap)
  const seen = run?.covered[object]
  if (seen !== undefined) return seenLine(source, object, seen, says)
  // Objects that have no listing of their own are read along with others: a run that missed nothing has them.
  if (run?.state === 'complete') return { source, object, state: 'seen', word: 'read', says }
  return { source, object, state: 'not-yet', word: run ? wordOf[run.state] : 'not read yet', says }
}

const wordOf = {
  running: 'being read',
  complete: 'read',
  partial: 'read in part',
  failed: 'not read last time',
  cancelled: 'not read last time',
} as const

function seenLine(source: string, object: string, seen: number, says: string): CoverageLine {
  return { source, object, state: 'seen', word: `seen ${countWords(seen)}`, says }
}

function gapLine(source: string, { object, why, says }: Gap): CoverageLine {
  return { source, object, state: why === 'not-permitted' ? 'not-permitted' : 'incomplete', word: gapWord[why], says }
}
