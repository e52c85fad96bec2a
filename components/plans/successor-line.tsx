import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { successorSays } from '@/lib/model/plan.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'

/** What was named to take the place, with what tells it from its namesakes, and the way to it where this viewer sees it; `issue` is why it is not what the plan’s way leads to. */
export function SuccessorLine({ successor, issue }: Pick<PlanDetail, 'successor'> & { issue: string | null }) {
  if (!successor) return null
  return (
    <div className="mb-3 flex max-w-[72ch] flex-col gap-2 text-table text-text-2">
      <p className="break-words">
        What takes its place:{' '}
        {successor.seen ? <TextLink href={`/tokens/${successor.id}`}>{successorSays(successor)}</TextLink> : successorSays(successor)}
      </p>
      {issue ? <Notice tone="warning" title={issue} /> : null}
    </div>
  )
}
