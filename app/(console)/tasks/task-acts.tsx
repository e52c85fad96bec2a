import { planActWords, type ActName } from '@/components/plans/act-words.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import type { PlanLine } from '@/lib/model/plan-search.ts'
import { courseOf } from '@/lib/model/recipe.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { leakRefusal } from '@/lib/retirement/leak-plan.ts'
import { PlanForm } from '../plans/plan-form.tsx'

const wide = 'min-h-11 md:min-h-8'

type TaskActsProps = {
  plan: PlanLine
  viewer: Viewer
  /** Whether an exception can be asked for that covers its tokens. */
  excepts: boolean
  now: Date
}

/** What can be done to a task from its card: one thing at once, and the ways to the others. */
export function TaskActs({ plan, viewer, excepts, now }: TaskActsProps) {
  if (plan.closedAt) return <Open plan={plan} label="See the proof" />
  const offered = plan.offeredTo !== null && viewer.selfIds.includes(plan.offeredTo)
  const isLeak = courseOf(plan.recipe) === 'leak'
  const first: ActName | null = offered ? 'accept' : plan.acknowledgedAt === null && !isLeak ? 'acknowledge' : null
  const dates: readonly ActName[] = leakRefusal('propose-date', plan) === null ? ['propose-date'] : []
  const others: readonly ActName[] = offered ? ['decline'] : [...dates, 'offer', 'disown']
  const words = first && planActWords(first, groundOf(plan), now)
  const choices = { today: now.toISOString().slice(0, 10), dueDay: plan.dueAt.toISOString().slice(0, 10) }
  return (
    <div className="flex flex-col gap-3">
      {first && words ? (
        <PlanForm key={plan.version} plan={{ id: plan.id, version: plan.version, home: 'tasks' }} act={first} verb={words.verb} says={words.says} choices={choices} of={plan.title} />
      ) : (
        <Open plan={plan} label={plan.waitingOn === 'owner' ? 'Do the next step' : 'See where it stands'} primary={plan.waitingOn === 'owner'} />
      )}
      <div className="flex flex-wrap gap-2">
        {others.map((act) => (
          <To key={act} plan={plan} href={`/tasks/${plan.id}?act=${act}`} label={planActWords(act, groundOf(plan), now).link} />
        ))}
        {!offered && excepts && may(viewer.role, 'exceptions:request') ? (
          <To plan={plan} href={`/exceptions/new?plan=${plan.id}`} label="Ask for an exception" />
        ) : null}
      </div>
    </div>
  )
} // prettier-ignore

function Open({ plan, label, primary }: { plan: PlanLine; label: string; primary?: boolean }) {
  return (
    <div>
      <To plan={plan} href={`/tasks/${plan.id}`} label={label} primary={primary} />
    </div>
  )
}

/** A way on from a card, which says of which task to those who do not see the card. */
function To({ plan, href, label, primary }: { plan: PlanLine; href: string; label: string; primary?: boolean }) {
  return (
    <LinkButton href={href} kind={primary ? 'primary' : 'quiet'} aria-label={`${label}: ${plan.title}`} className={wide}>
      {label}
    </LinkButton>
  )
}

/** Of who offered it a line of the list does not tell. */
function groundOf(plan: PlanLine) {
  return { ...plan, offeredBy: null }
}
