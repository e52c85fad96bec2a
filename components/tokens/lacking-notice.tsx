import { TriangleAlert } from 'lucide-react'
import type { Gap } from '@/lib/model/sighting.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import { pastWords } from '@/components/ui/time-words.ts'

/** A source that was not wholly read last time, never yet, or not for two of its schedules. */
export type Lacking = {
  id: string
  name: string
  why: 'partial' | 'failed' | 'never' | 'stale'
  lastCompleteAt: Date | null
  /** What its last run could not read, for those who may know. */
  missed?: { gap: Gap | null; gaps: number; at: Date }
}

type LackingNoticeProps = { lacking: readonly Lacking[]; linked: boolean; now: Date }

const named = 3

/** Names what is missing from the figures below; nothing where nothing is. */
export function LackingNotice({ lacking, linked, now }: LackingNoticeProps) {
  if (lacking.length === 0) return null
  return (
    <div className="mb-3 flex gap-2 rounded-control border border-standing bg-standing-tint px-3 py-1.5 text-table">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-standing" />
      <div className="min-w-0">
        <p className="font-semibold">Not everything is in view, so counts say “at least”.</p>
        <ul>
          {lacking.slice(0, named).map((source) => (
            <li key={source.id} className="wrap-break-word">
              {linked ? <TextLink href={`/sources/${source.id}`}>{source.name}</TextLink> : source.name}: {lackingWords(source, now)}
            </li>
          ))}
          {lacking.length > named ? <li>and {lacking.length - named} more.</li> : null}
        </ul>
      </div>
    </div>
  )
}

/** What is missing of a source, in words that end with how long it has been so. */
export function lackingWords({ why, lastCompleteAt, missed }: Lacking, now: Date): string {
  const since = lastCompleteAt ? `last complete sync ${pastWords(lastCompleteAt, now)}` : 'never read whole'
  switch (why) {
    case 'stale':
      return `overdue, ${since}.`
    case 'never':
      return 'never read whole.'
    case 'failed':
      return `the sync${when(missed, now)} failed, ${since}.`
    case 'partial': {
      if (!missed?.gap) return `read only in part, ${since}.`
      const others = missed.gaps > 1 ? ` and ${missed.gaps - 1} more` : ''
      return `${missed.gap.object} ${missedWord[missed.gap.why]}${when(missed, now)}${others}; an unknown number is missing, ${since}.`
    }
  }
}

function when(missed: Lacking['missed'], now: Date): string {
  return missed ? ` ${pastWords(missed.at, now)}` : ''
}

const missedWord: Readonly<Record<Gap['why'], string>> = {
  'not-permitted': 'could not be read for lack of a permission',
  'not-found': 'were not found',
  throttled: 'were throttled',
  failed: 'failed',
  malformed: 'were not understood',
  'too-large': 'were too large',
  capped: 'were capped by the provider',
  loop: 'repeated themselves',
  inconsistent: 'contradicted themselves',
  'cut-off': 'were cut off',
}
