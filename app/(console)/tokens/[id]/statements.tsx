import { statedWords } from '@/components/tokens/selection/stated-words.ts'
import { Exact, Past } from '@/components/ui/time.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import type { ShownStatedFact } from '@/lib/db/stated-facts.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { standingOf } from '@/lib/ingest/stated.ts'
import type { Standing } from '@/lib/model/stated-fact.ts'
import { WithdrawFactForm } from './correct-fact-form.tsx'

const standingWords: Readonly<Record<Standing, string>> = {
  counts: 'It counts.',
  reported: 'It does not count: the provider reports it, and that stands above it.',
  lapsed: 'It no longer counts: its day has come. State it again if it still holds.',
}

type StatementsProps = { token: TokenDetail; statements: readonly ShownStatedFact[]; mark: string; now: Date }

/** What people stated of a token: whose word it is, until when, whether it counts, and what it replaced. */
export function Statements({ token, statements, mark, now }: StatementsProps) {
  if (statements.length === 0) return null
  return (
    <ul aria-label="What people stated" className="mb-4 flex max-w-[40rem] flex-col gap-3">
      {statements.map((one) => {
        const { fact, value } = statedWords(one)
        return (
          <li key={one.id} className={one.withdrawnAt ? 'text-text-3' : undefined}>
            <p>
              <span className="font-medium">
                {fact}: {value}
              </span>{' '}
              · stated by {one.by} on <Exact at={one.at} />, review {dateWords(one.reviewAt)}
            </p>
            <p className="text-table text-text-2">“{one.note}”</p>
            {one.withdrawnAt ? (
              <p className="text-table">
                Replaced or taken back by {one.withdrawnBy} <Past at={one.withdrawnAt} now={now} />.
              </p>
            ) : (
              <>
                <p className="mb-1 text-table">{standingWords[standingOf(one, token, now)]}</p>
                <WithdrawFactForm token={token.id} mark={mark} fact={one.fact} says={`${fact}: ${value}`} />
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}
