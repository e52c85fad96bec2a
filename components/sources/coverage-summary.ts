import { countWords } from '@/components/ui/time-words.ts'
import type { CoverageLine } from './coverage-table.tsx'

type Line = Pick<CoverageLine, 'state' | 'inPart'>

/** How many objects of how many sources are in which state, and of how many that were read a part is not asked for. */
export type CoverageCounts = Readonly<Record<CoverageLine['state'], number>> & { inPart: number }

export function countCoverage(lines: readonly Line[]): CoverageCounts {
  const of = (state: CoverageLine['state']) => lines.filter((line) => line.state === state).length
  return {
    seen: of('seen'),
    'not-permitted': of('not-permitted'),
    incomplete: of('incomplete'),
    'not-yet': of('not-yet'),
    'not-asked': of('not-asked'),
    'not-offered': of('not-offered'),
    'not-built': of('not-built'),
    inPart: lines.filter(({ state, inPart }) => state !== 'not-asked' && inPart).length,
  }
}

/** "2 not read whole, 3 not asked for, 9 seen", what asks for something first; what nobody can read last. */
export function coverageWords(counts: CoverageCounts): string {
  const told: readonly (readonly [number, string])[] = [
    [counts['not-permitted'] + counts.incomplete, 'not read whole'],
    [counts['not-yet'], 'not read yet'],
    [counts['not-asked'], 'not asked for'],
    [counts.seen, 'seen'],
    [counts.inPart, 'of them in part not asked for'],
    [counts['not-offered'] + counts['not-built'], 'not offered or not yet built'],
  ]
  return told.flatMap(([n, word]) => (n > 0 ? [`${countWords(n)} ${word}`] : [])).join(', ')
}

/** The one state that a kind stands by: what could not be read outweighs what was not read, and that what was not asked for. */
export function worstState(counts: CoverageCounts): CoverageLine['state'] {
  const order = ['not-permitted', 'incomplete', 'not-yet'] as const
  return order.find((state) => counts[state] > 0) ?? (counts['not-asked'] > 0 ? 'not-asked' : 'seen')
}
