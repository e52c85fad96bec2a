import { DueDate } from '@/components/plans/plan-state.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Link } from '@/components/ui/link.tsx'
import type { ReviewTask } from '@/lib/model/campaign.ts'
import { progressWords, taskTitle } from './campaign-words.ts'

/** A review among the tasks: one card, however many tokens it asks about. */
export function ReviewTaskCard({ task, whose, now }: { task: ReviewTask; whose: 'mine' | 'team'; now: Date }) {
  const title = taskTitle(task, whose)
  const href = `/tasks/review/${task.id}`
  const isOver = task.closedAt !== null || task.open === 0
  return (
    <li className="flex flex-col gap-3 rounded-panel border border-line p-4">
      <div className="flex flex-col gap-1">
        <h2 className="text-section break-words">
          <Link href={href} className="inline-flex min-h-11 items-center underline decoration-line underline-offset-2 hover:decoration-text md:min-h-6">
            {title}
          </Link>
        </h2>
        <p className="font-medium break-words">{task.campaign}</p>
        {isOver ? null : <p className="text-text-2">Say of each whether it is still needed: keep, narrow, retire, or not yours.</p>}
        <p className="flex flex-wrap gap-x-3 text-table text-text-2">
          <span>{progressWords(task)}</span>
          <span>
            {task.closedAt ? 'Closed; it was due ' : 'Due '}
            <DueDate plan={{ ...task, proposedDueAt: null }} now={now} inLine />
          </span>
        </p>
      </div>
      <div>
        <LinkButton href={href} kind={isOver ? 'quiet' : 'primary'} aria-label={`${isOver ? 'See the answers' : 'Review them'}: ${task.campaign}`} className="min-h-11 md:min-h-8">
          {isOver ? 'See the answers' : 'Review them'}
        </LinkButton>
      </div>
    </li>
  )
} // prettier-ignore
