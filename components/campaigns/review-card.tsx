import type { ReactNode } from 'react'
import { levelWord, reachWord, stateWord } from '@/components/tokens/fact-words.ts'
import { LastUse } from '@/components/tokens/facts.tsx'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { Level, Reach } from '@/lib/model/grant.ts'
import type { ReviewRow } from '@/lib/model/campaign.ts'
import { AnswerLine } from './answer-line.tsx'

type ReviewCardProps = {
  row: ReviewRow
  closed: boolean
  /** Why it is judged so, in words. */
  because: string
  now: Date
  /** The box that ticks it, where several can be answered for at once. */
  tick: ReactNode
  /** The way to its answer. */
  children?: ReactNode
}

/** One token that is asked about: what its answer hangs on, and what was answered. */
export function ReviewCard({ row, closed, because, now, tick, children }: ReviewCardProps) {
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-panel border border-line p-4 wrap-anywhere">
      <div className="flex items-start gap-2">
        {tick}
        <div className="min-w-0">
          <h3 className="font-semibold">
            <TextLink href={`/tokens/${row.tokenId}`} className="inline-flex min-h-11 max-w-full items-center md:min-h-6">
              {row.name}
            </TextLink>
          </h3>
          <p className="text-meta text-text-3">
            {row.kind} ·{' '}
            <span translate="no" className="font-mono break-all">
              {row.displayId}
            </span>
            {row.state === 'live' ? null : ` · ${stateWord[row.state]}`}
          </p>
        </div>
      </div>
      <p className="flex flex-wrap gap-x-3 text-table">
        <Verdict verdict={row.verdict} />
        <span className="text-text-2">{because}</span>
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-table">
        <dt className="text-text-3">Last used</dt>
        <dd>
          <LastUse token={row} now={now} />
          {row.lastUsedService ? <span className="break-words text-text-2"> · {row.lastUsedService}</span> : null}
        </dd>
        <dt className="text-text-3">Can do</dt>
        <dd>
          <CanDo row={row} />
        </dd>
      </dl>
      <AnswerLine row={row} closed={closed} plans="/tasks" now={now} />
      {children}
    </li>
  )
}

function CanDo({ row: { level, reach } }: { row: ReviewRow }) {
  if (level === null || reach === null) return <Nothing is="not reported" />
  return (
    <>
      {levelWord[level as Level]} · {reachWord[reach as Reach]}
    </>
  )
}
