import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link.tsx'
import type { PlanLine } from '@/lib/model/plan-search.ts'
import type { Recipe } from '@/lib/model/recipe.ts'
import { stepNow } from './plan-words.ts'
import { TaskSentence } from './task-sentence.tsx'

type TaskCardProps = {
  plan: PlanLine
  recipe: Pick<Recipe, 'id' | 'title' | 'why' | 'effort'> | null
  /** What it waits for, where its owner has nothing to do. */
  waits: string | null
  now: Date
  children?: ReactNode
}

/** One task: a plan, however many tokens it is of. Its acts are the children. */
export function TaskCard({ plan, recipe, waits, now, children }: TaskCardProps) {
  const step = stepNow(plan)
  return (
    <li className="flex flex-col gap-3 rounded-panel border border-line p-4">
      <div className="flex flex-col gap-1">
        <h2 className="text-section break-words">
          <Link href={`/tasks/${plan.id}`} className="inline-flex min-h-11 items-center underline decoration-line underline-offset-2 hover:decoration-text md:min-h-6">
            {plan.title}
          </Link>
        </h2>
        <div className="text-text-2">
          <TaskSentence plan={plan} recipe={recipe} now={now} />
        </div>
        <p className="text-table text-text-2">
          {step ? `Step ${step.number}: ${step.says}` : 'Called off'}
          {waits ? ` · ${waits}` : ''}
        </p>
        {plan.refusal && !plan.closedAt ? <p className="text-table break-words text-standing">{plan.refusal}</p> : null}
      </div>
      {children}
    </li>
  )
} // prettier-ignore
