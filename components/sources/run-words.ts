import type { Gap } from '@/lib/model/sighting.ts'
import type { RunPhase } from '@/lib/model/source.ts'
import type { Standing } from './source-standing.ts'

export const standingWord: Readonly<Record<Standing, string>> = {
  running: 'Running',
  complete: 'Complete',
  partial: 'Partial',
  failed: 'Failed',
  cancelled: 'Cancelled',
  never: 'Never read',
  stale: 'Out of date',
}

export const phaseWord: Readonly<Record<RunPhase, string>> = {
  reading: 'Reading from the provider',
  merging: 'Comparing and scoring',
  done: 'Done',
}

export const gapWord: Readonly<Record<Gap['why'], string>> = {
  'not-permitted': 'not permitted',
  'not-found': 'not found',
  throttled: 'throttled',
  failed: 'failed',
  malformed: 'not understood',
  'too-large': 'too large',
  capped: 'capped',
  loop: 'repeats itself',
  inconsistent: 'contradicts itself',
  'cut-off': 'cut off',
}

/** "4 new, 2 changed, 1 gone", or that nothing changed. */
export function countsWords(counts: { new: number; changed: number; gone: number; returned: number }): string {
  const parts = (['new', 'changed', 'gone', 'returned'] as const).flatMap((name) => (counts[name] > 0 ? [`${counts[name]} ${name}`] : []))
  return parts.join(', ') || 'nothing changed'
}
