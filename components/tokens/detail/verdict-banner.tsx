import type { ReactNode } from 'react'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import type { TokenState } from '@/lib/model/token.ts'
import { cn } from '@/components/ui/cn.ts'
import { dateWords, dueWords } from '@/components/ui/time-words.ts'
import { Risk } from '../facts.tsx'
import { stateWord } from '../fact-words.ts'
import { VerdictGlyph } from '../verdict.tsx'
import { verdictWord } from '../verdict-words.ts'
import { Sentence } from './sentence.tsx'
import { timeChangeWords, type TimeChange } from './time-change-words.ts'
import type { Part } from './verdict-sentence.ts'

const look: Readonly<Record<VerdictName, { box: string; word: string }>> = {
  'revoke-now': { box: 'bg-revoke-tint border-revoke', word: 'text-revoke' },
  'standing-privilege': { box: 'bg-standing-tint border-standing', word: 'text-standing' },
  'acceptable-with-controls': { box: 'bg-controls-tint border-controls', word: 'text-controls' },
  acceptable: { box: 'bg-fine-tint border-fine', word: 'text-fine' },
  retired: { box: 'bg-retired-tint border-retired', word: 'text-retired' },
}

type BannerProps = {
  token: { verdict: VerdictName; state: TokenState; risk: number; riskFloor: number; dueAt: Date | null }
  says: readonly Part[]
  becomes: TimeChange | null
  /** The token's page, for links from elsewhere. */
  page?: string
  /** Further lines that qualify the verdict: an exception, a suspicion. */
  children?: ReactNode
  now: Date
}

/** The verdict in words before any number: the sentence, by when to act, what exists, and what time alone will do. */
export function VerdictBanner({ token, says, becomes, page = '', children, now }: BannerProps) {
  const { verdict, state, dueAt } = token
  return (
    <div className={cn('rounded-panel border-l-4 px-4 py-3', look[verdict].box)}>
      <div className="flex items-start gap-2">
        <VerdictGlyph verdict={verdict} className="mt-1" />
        <p className="max-w-[72ch] min-w-0 text-section font-normal break-words">
          <span className={cn('font-semibold', look[verdict].word)}>{verdictWord[verdict]}.</span> <Sentence parts={says} />
        </p>
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1 pl-6 text-table">
        {dueAt ? (
          <Said term="Act by">
            <time dateTime={dueAt.toISOString()}>{dateWords(dueAt)}</time> ·{' '}
            {dueAt < now ? (
              <span className="font-medium text-revoke">overdue {dueWords(dueAt, now).replace(' ago', '')}</span>
            ) : (
              dueWords(dueAt, now)
            )}
          </Said>
        ) : null}
        <Said term="State">{stateWord[state]}</Said>
        <Said term="Risk">
          <a href={`${page}#score`} className="underline decoration-1 underline-offset-2">
            <Risk token={token} />
          </a>
        </Said>
      </dl>
      {becomes ? <p className="mt-1 max-w-[72ch] pl-6 text-table text-text-2">{timeChangeWords(becomes, token, now)}</p> : null}
      {children}
    </div>
  )
}

function Said({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-text-2">{term}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  )
}
