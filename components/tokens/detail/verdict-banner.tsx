import type { ReactNode } from 'react'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import { cn } from '@/components/ui/cn.ts'
import { dateWords, dueWords } from '@/components/ui/time-words.ts'
import { Verdict } from '../verdict.tsx'
import { verdictWord } from '../verdict-words.ts'

const tint: Readonly<Record<VerdictName, string>> = {
  'revoke-now': 'bg-revoke-tint border-revoke',
  'standing-privilege': 'bg-standing-tint border-standing',
  'acceptable-with-controls': 'bg-controls-tint border-controls',
  acceptable: 'bg-fine-tint border-fine',
  retired: 'bg-retired-tint border-retired',
}

type BannerProps = {
  verdict: VerdictName
  /** The deciding reason in sentences, with this token's own facts. */
  says: string
  state: ReactNode
  /** What time alone will do, and when. */
  becomes: { verdict: VerdictName; risk: number; at: Date } | null
  now: Date
}

/** The verdict in words, before any number. */
export function VerdictBanner({ verdict, says, state, becomes, now }: BannerProps) {
  return (
    <div className={cn('mb-6 rounded-panel border-l-4 px-4 py-3', tint[verdict])}>
      <p className="text-section">
        <Verdict verdict={verdict} className="text-section" />
      </p>
      <p className="mt-1 max-w-[72ch]">{says}</p>
      <div className="mt-1 max-w-[72ch] text-table text-text-2">
        {state}
        {becomes ? (
          <p>
            By time alone: {becomes.verdict === verdict ? `risk becomes ${becomes.risk}` : `becomes “${verdictWord[becomes.verdict]}”`} on{' '}
            <time dateTime={becomes.at.toISOString()}>{dateWords(becomes.at)}</time> ({dueWords(becomes.at, now)}), if nothing else changes.
          </p>
        ) : null}
      </div>
    </div>
  )
}
