import { dateWords } from '@/components/ui/time-words.ts'

export type Freshness = {
  /** The oldest of the sources' last complete syncs. */
  asOf: Date | null
  sources: number
  lacking: readonly { why: 'partial' | 'failed' | 'never' | 'stale' }[]
  running: number
}

const whyWords = { partial: 'partial', failed: 'failed', never: 'never read', stale: 'out of date' } as const

/** "Data as of 09:40 UTC · 1 of 7 partial". On another day than `now`'s the date stands before the time. */
export function freshnessWords(
  { asOf, sources, lacking, running }: Freshness,
  now: Date,
): { asOf: string; lacking: string; running: string } {
  const reasons = new Set(lacking.map(({ why }) => why))
  const [only] = reasons
  const word = reasons.size === 1 && only ? whyWords[only] : 'incomplete'
  return {
    asOf: sources === 0 ? 'No source yet' : asOf ? `Data as of ${timeWords(asOf, now)}` : 'No complete sync yet',
    lacking: lacking.length > 0 ? `${lacking.length} of ${sources} ${word}` : '',
    running: running > 0 ? `${running} syncing` : '',
  }
}

function timeWords(at: Date, now: Date): string {
  const time = `${at.toISOString().slice(11, 16)} UTC`
  return at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10) ? time : `${dateWords(at)}, ${time}`
}
