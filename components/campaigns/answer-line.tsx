import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import type { ReviewRow } from '@/lib/model/campaign.ts'
import { outcomeWord } from './campaign-words.ts'

type AnswerLineProps = { row: ReviewRow; closed: boolean; plans: '/plans' | '/tasks'; now: Date }

/** What a token of a review counts as, what was said, by whom and when; and who said before that it is not theirs. */
export function AnswerLine({ row, closed, plans, now }: AnswerLineProps) {
  const { outcome, answer, says, answeredAt, answeredBy, onBehalf, ownerName, goneAt, planId, disownedBy, disownedSays } = row
  return (
    <div className="min-w-0">
      <p>
        <span className={outcome === 'open' ? 'text-text-3' : 'font-medium'}>{outcomeWord(outcome, closed)}</span>
        {outcome === 'gone' && goneAt ? ` since ${dateWords(goneAt)}: it ended, so that nobody reviewed it.` : null}
        {answer && outcome === 'gone' ? ` Before, the answer was “${outcomeWord(answer, closed)}”.` : null}
        {says ? <span className="break-words text-text-2"> “{says}”</span> : null}
      </p>
      {answer && answeredAt ? (
        <p className="text-meta text-text-3">
          {answeredBy}
          {onBehalf ? `, in the name of ${ownerName ?? 'its owner'}` : ''} · <Past at={answeredAt} now={now} />
        </p>
      ) : null}
      {answer === 'retire' && planId ? (
        <p className="text-table">
          <TextLink href={`${plans}/${planId}`} className="inline-flex min-h-11 items-center md:min-h-6">
            Its plan
          </TextLink>
        </p>
      ) : null}
      {disownedBy && answer !== 'not-mine' ? (
        <p className="text-meta break-words text-text-3">
          {disownedBy} said that it is not theirs{disownedSays ? `: “${disownedSays}”` : ''}.
        </p>
      ) : null}
      {row.carried ? <p className="text-meta text-text-3">Unanswered in the review before.</p> : null}
    </div>
  )
}
