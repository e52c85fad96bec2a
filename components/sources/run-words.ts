import type { Gap } from '@/lib/model/sighting.ts'
import { countWords } from '@/components/ui/time-words.ts'
import type { RunCounts, RunPhase } from '@/lib/model/source.ts'
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

/** "4 new, 2 changed, 1 gone; issuers: 29 new", or that nothing changed. */
export function countsWords(counts: Pick<RunCounts, (typeof changes)[number] | 'issuersNew' | 'issuersChanged' | 'issuersGone'>): string {
  const tokens = changes.flatMap((name) => (counts[name] > 0 ? [`${countWords(counts[name])} ${name}`] : [])).join(', ')
  const told = { new: counts.issuersNew ?? 0, changed: counts.issuersChanged ?? 0, gone: counts.issuersGone ?? 0 }
  const issuers = Object.entries(told).flatMap(([name, n]) => (n > 0 ? [`${countWords(n)} ${name}`] : []))
  return [...(tokens ? [tokens] : []), ...(issuers.length > 0 ? [`issuers: ${issuers.join(', ')}`] : [])].join('; ') || 'nothing changed'
}

const changes = ['new', 'changed', 'gone', 'returned'] as const

/** What a run saw: tokens, and issuers where there were any. */
export function seenWords({ seen, issuers }: Pick<RunCounts, 'seen' | 'issuers'>): string {
  const many = (n: number, one: string) => `${countWords(n)} ${n === 1 ? one : `${one}s`}`
  if (issuers === 0) return many(seen, 'token')
  return seen === 0 ? many(issuers, 'issuer') : `${many(seen, 'token')}, ${many(issuers, 'issuer')}`
}
