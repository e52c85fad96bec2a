import type { ReactNode } from 'react'
import { planActWords, type ActName } from '@/components/plans/act-words.ts'
import { checkWords, lastSeenWords } from '@/components/plans/plan-words.ts'
import { waitingWords } from '@/components/plans/steps.ts'
import { dayInText } from '@/components/tokens/detail/text-time.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import { courseOf, type Recipe } from '@/lib/model/recipe.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import type { OpenActs } from '@/lib/retirement/plan-acts.ts'
import { CancelPlan } from './cancel-plan.tsx'
import type { ExceptionWay } from './exception-way.ts'
import { LeakNow } from './leak-now.tsx'
import { CheckForm, PlanForm, type FormChoices, type FormPlan } from './plan-form.tsx'

/** What a plan's page knows of it, for whoever looks. */
export type PlanGround = {
  viewer: Viewer
  plan: PlanDetail
  recipe: Recipe | null
  acts: OpenActs
  home: FormPlan['home']
  page: string
  now: Date
}

/** A plan as its forms name it. */
export function formPlan({ plan: { id, version }, home }: Pick<PlanGround, 'plan' | 'home'>): FormPlan {
  return { id, version, home }
}

/** The acts that are links beside the form that the panel shows whole. */
const beside: readonly ActName[] = [
  'acknowledge', 'decline', 'decide-date', 'name-successor', 'switch', 'propose-date', 'offer', 'disown', 'assign', 'set-date', 'choose-recipe', 'block', 'unblock',
] // prettier-ignore

type PlanNowProps = PlanGround & { first: ActName | null; drawn: ActName | null; choices: FormChoices; exception: ExceptionWay }

/** What there is to do for this viewer, or why there is nothing; and what else they may do. */
export function PlanNow({ first, drawn, choices, exception, ...ground }: PlanNowProps) {
  const { viewer, plan, recipe, acts, home, page, now } = ground
  const waiting = waitingWords(plan, recipe, now)
  const isLeak = courseOf(plan.recipe) === 'leak'
  const checks = !plan.closedAt && may(viewer.role, 'tasks:act') && (plan.acknowledgedAt !== null || isLeak) && (acts.has('offer') || acts.has('assign'))
  const seen = lastSeenWords(plan.members, now)
  const links = beside.filter((act) => acts.has(act) && act !== first)
  return (
    <section aria-label="What to do now" className="flex flex-col gap-4 rounded-panel border border-line p-4">
      {isLeak && !plan.closedAt ? <LeakNow viewer={viewer} plan={plan} now={now} /> : null}
      {drawn ? (
        <Act key={drawn} act={drawn} {...ground} choices={choices} back={drawn !== first} />
      ) : isLeak && !plan.closedAt ? null : (
        <p className="font-medium">{standing(ground, waiting)}</p>
      )}
      {checks ? (
        <div className="flex flex-col gap-2">
          <CheckForm key={plan.version} plan={formPlan(ground)} verb={plan.waitingOn === 'owner' ? 'I have done this — check now' : 'Check now'} />
          <p className="text-table text-text-2">
            {plan.checkedAt ? checkWords(plan.checkedAt, plan, now) : seen ? `Last seen: ${seen}.` : null}
          </p>
        </div>
      ) : null}
      {links.length > 0 || acts.has('cancel') ? (
        <div className="flex flex-wrap gap-2 border-t border-line pt-3">
          {links.map((act) => (
            <ActLink key={act} act={act} refused={acts.get(act) ?? null} href={`${page}?act=${act}`} label={planActWords(act, plan, now).link} here={act === drawn} />
          ))}
          {exception && exception.refused !== null ? <Refused label={exceptionLabel} why={exception.refused} /> : null}
          {exception && exception.refused === null ? (
            <LinkButton href={exception.href} className="min-h-11 md:min-h-8">
              {exceptionLabel}
            </LinkButton>
          ) : null}
          {acts.has('cancel') && home === 'plans' ? <CancelPlan plan={formPlan(ground)} words={planActWords('cancel', plan, now)} /> : null}
        </div>
      ) : null}
      {home === 'plans' && viewer.role === 'owner' ? (
        <p>
          <TextLink href={`/tasks/${plan.id}`}>Act on it among your tasks</TextLink>
        </p>
      ) : null}
    </section>
  )
} // prettier-ignore

function standing({ plan, viewer, now }: PlanGround, waiting: string | null): ReactNode {
  if (plan.stage === 'verified') return `Gone, and proved so${plan.closedAt ? ` on ${dayInText(plan.closedAt, now)}` : ''}. Should it come back, the plan opens again.`
  if (plan.stage === 'cancelled') return `Called off${plan.closedAt ? ` on ${dayInText(plan.closedAt, now)}` : ''}. Its tokens can be planned again.`
  if (waiting) return waiting
  const mine = plan.ownerId !== null && viewer.selfIds.includes(plan.ownerId)
  return mine
    ? 'Do the marked step of the way below. What its source shows of it closes the step.'
    : `Waiting for ${plan.ownerName ?? 'its owner'}${plan.acknowledgedAt ? '' : ' to acknowledge it'}.`
} // prettier-ignore

function Act({ act, plan, home, page, now, choices, back }: PlanGround & { act: ActName; choices: FormChoices; back?: boolean }) {
  const words = planActWords(act, plan, now)
  return (
    <div id="act" className="flex flex-col gap-2">
      <h2 className="text-section">{words.link}</h2>
      {act === 'decide-date' ? <Proposed plan={plan} now={now} /> : null}
      <PlanForm
        key={`${act} ${plan.version}`}
        plan={formPlan({ plan, home })}
        act={act}
        verb={words.verb}
        says={words.says}
        choices={choices}
      />
      {back ? (
        <p>
          <TextLink href={page} className="inline-flex min-h-11 items-center md:min-h-6">
            Leave it as it is
          </TextLink>
        </p>
      ) : null}
    </div>
  )
}

function Proposed({ plan, now }: { plan: PlanDetail; now: Date }) {
  if (!plan.proposedDueAt) return null
  return (
    <p>
      {plan.proposedBy ?? 'Its owner'} proposes {dayInText(plan.proposedDueAt, now)} instead of {dayInText(plan.dueAt, now)}:{' '}
      <q>{plan.proposedReason}</q>
    </p>
  )
}

function ActLink({
  act,
  refused,
  href,
  label,
  here,
}: {
  act: ActName
  refused: string | null
  href: string
  label: string
  here: boolean
}) {
  if (refused === null)
    return (
      <LinkButton href={href} scroll={false} aria-current={here ? 'true' : undefined} data-act={act} className="min-h-11 md:min-h-8">
        {label}
      </LinkButton>
    )
  return <Refused label={label} why={refused} />
}

/** What cannot be done now, with the reason beside it. */
function Refused({ label, why }: { label: string; why: string }) {
  return (
    <span className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 text-table text-text-2">
      <button type="button" disabled className="min-h-11 rounded-control border border-control px-3 font-medium text-text-3 md:min-h-8">
        {label}
      </button>
      {why}
    </span>
  )
}

const exceptionLabel = 'Ask for an exception'
