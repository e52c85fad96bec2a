import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import type { PlanEventLine } from '@/lib/model/plan-search.ts'
import { commentText, historyWords } from './history-words.ts'

/** Everything that happened to a plan, the newest first; what people wrote stands out. */
export function History({ events, now }: { events: readonly PlanEventLine[]; now: Date }) {
  return (
    <ol aria-label="History" className="flex flex-col gap-2">
      {events.map((event) => {
        const comment = commentText(event)
        return (
          <li key={event.id} className="flex flex-wrap gap-x-3 text-table">
            <span className="w-24 shrink-0 text-text-3">
              <Past at={event.at} now={now} />
            </span>
            <div className="min-w-0 flex-1 basis-64 break-words">
              <p>
                {historyWords(event, now)} <SuccessorLink id={event.successorId} />
              </p>
              {comment ? (
                <p className="mt-1 max-w-[72ch] rounded-control border border-line bg-panel px-3 py-2 text-body whitespace-pre-wrap">
                  {comment}
                </p>
              ) : null}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** The way to what takes a token's place, where an event names it and this viewer sees it. */
export function SuccessorLink({ id }: { id: string | null | undefined }) {
  return id ? <TextLink href={`/tokens/${id}`}>See what takes its place</TextLink> : null
}
