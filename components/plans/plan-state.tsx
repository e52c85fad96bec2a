import { clsx } from 'clsx'
import { exactly } from '@/components/ui/time-words.ts'
import type { PlanLine } from '@/lib/model/plan-search.ts'
import { dueDay, dueIn } from '@/components/tokens/list/due-words.ts'
import { isLate } from './plan-words.ts'

/** The day a plan is due and how far off that is; red and in words where it is past. */
export function DueDate({ plan, now, inLine }: { plan: Pick<PlanLine, 'dueAt' | 'closedAt' | 'proposedDueAt'>; now: Date; inLine?: boolean }) {
  const { dueAt, closedAt, proposedDueAt } = plan
  const late = isLate(plan, now)
  return (
    <span className={inLine ? undefined : 'block'}>
      <time dateTime={dueAt.toISOString()} title={exactly(dueAt)} className="whitespace-nowrap">
        {dueDay(dueAt, now)}
      </time>
      {closedAt ? null : (
        <span className={clsx('whitespace-nowrap', inLine ? 'before:content-["_·_"]' : 'block text-meta', late ? 'font-medium text-revoke' : 'text-text-3')}>
          {dueIn(dueAt, now)}
        </span>
      )}
      {proposedDueAt ? <span className={clsx('text-meta text-text-3', !inLine && 'block')}>{inLine ? ' · ' : ''}proposed {dueDay(proposedDueAt, now)}</span> : null}
    </span>
  )
} // prettier-ignore
