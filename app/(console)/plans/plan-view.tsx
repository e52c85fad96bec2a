import type { ReactNode } from 'react'
import { planActWords, didWords, type ActName } from '@/components/plans/act-words.ts'
import { History } from '@/components/plans/history.tsx'
import { MemberTable } from '@/components/plans/member-table.tsx'
import { checkWords, isLate, lastSeenWords, tokensWord } from '@/components/plans/plan-words.ts'
import { leakDueSays, leakPlanSteps } from '@/components/plans/leak-steps.ts'
import { placeOnLeakWay, placeOnWay, RecipePart } from '@/components/plans/recipe-part.tsx'
import { SuccessorLine } from '@/components/plans/successor-line.tsx'
import { StepList } from '@/components/plans/step-list.tsx'
import { stepsOf, waitingWords } from '@/components/plans/steps.ts'
import { Part } from '@/components/tokens/detail/part.tsx'
import { dayInText } from '@/components/tokens/detail/text-time.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { exceptionGrounds } from '@/lib/db/exception-grounds.ts'
import { hasReached, type Proof } from '@/lib/model/plan.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import { courseOf, type Artefact, type Recipe } from '@/lib/model/recipe.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { mayNotAsk } from '@/lib/retirement/exceptions.ts'
import { actsOpen, drawnAct, type OpenActs } from '@/lib/retirement/plan-acts.ts'
import { recipeById } from '@/lib/retirement/recipes/recipes.ts'
import { successorIssue } from '@/lib/retirement/successor-fit.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { CancelPlan } from './cancel-plan.tsx'
import { CheckForm, PlanForm, type FormChoices, type FormPlan } from './plan-form.tsx'
import { EndedOfPlan } from './ended-of-plan.tsx'
import { choicesFor, dates } from './form-choices.ts'
import { shownLeak } from '../exposures/shown-leak.ts'
import { IdentityPart } from './identity-part.tsx'
import { LeakNow } from './leak-now.tsx'
import { subjectOf, type Subject } from './subject-of.ts'
import { TicketPart } from './ticket-part.tsx'

type PlanViewProps = { viewer: Viewer; plan: PlanDetail; home: FormPlan['home']; query: RawQuery }

/** A plan whole: what is to do now, where it stands and by what proof, the way with its snippets, its tokens, and what was said. */
export async function PlanView({ viewer, plan, home, query }: PlanViewProps) {
  const { db, now } = await webWorld()
  const recipe = recipeById(plan.recipe)
  const filled = plan.members.find(({ id }) => id === query.for) ?? plan.members[0] ?? null
  const about = filled ? await subjectOf(db, viewer.scope, filled.id) : null
  const acts = actsOpen(plan, viewer, recipe)
  const did = didWords(typeof query.did === 'string' ? query.did : undefined)
  const isLeak = courseOf(plan.recipe) === 'leak'
  const steps = isLeak ? leakPlanSteps(plan, plan.leaks.map((leak) => shownLeak(leak, now)), now) : stepsOf(plan, recipe, now)
  const place = recipe && (isLeak ? placeOnLeakWay(recipe.steps, steps) : placeOnWay(recipe.steps, (proof: Exclude<Proof, 'none'>) => hasReached(plan, proof)))
  const page = `/${home}/${plan.id}`
  const ground = { viewer, plan, recipe, acts, home, page, now }
  const exception = await exceptionWay(ground)
  const first = firstOf(ground)
  const drawn = drawnAct(typeof query.act === 'string' ? query.act : null, first, acts)
  const identity = typeof query.identity === 'string' ? query.identity : undefined
  const choices = await choicesFor(drawn, { db, viewer, plan, about, identity, now })
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-4">
        {did ? <Notice tone="success" role="status" title={did} /> : null}
        <Alarms plan={plan} now={now} />
        <EndedOfPlan viewer={viewer} plan={plan} />
        <Now {...ground} first={first} drawn={drawn} choices={choices} exception={exception} />
      </div>
      <div className="grid gap-x-10 gap-y-8 xl:grid-cols-2 xl:grid-rows-[auto_auto_auto_1fr]">
        <Part id="steps" title="Where it stands" says={isLeak ? leakSteps : 'Proved by what syncs saw, never by a tick.'} className="min-w-0">
          <SuccessorLine successor={plan.successor} issue={misfitOf(plan, recipe)} />
          <IdentityPart plan={plan} recipe={recipe} acts={acts} page={page} about={about} />
          <StepList steps={steps} linked={may(viewer.role, 'sources:read')} />
        </Part>
        <Part id="way" title={recipe ? recipe.title : 'The way'} className="min-w-0 xl:col-start-2 xl:row-span-4 xl:row-start-1">
          {recipe && place ? (
            <RecipePart recipe={shownOf(recipe)} artefacts={about ? artefactsOf(recipe, about) : []} now={plan.closedAt || (!plan.acknowledgedAt && !isLeak) ? new Set() : place.now} done={place.done} />
          ) : (
            <p className="text-text-2">The way that this plan follows is not known any more. Choose another one.</p>
          )}
        </Part>
        <Tokens plan={plan} filled={filled?.id ?? null} page={page} acts={may(viewer.role, 'acts:ask')} now={now} />
        <TicketPart viewer={viewer} plan={plan} />
        <Part id="history" title="Comments and history" className="min-w-0">
          <div className="flex flex-col gap-4">
            {acts.has('comment') ? (
              <PlanForm key={`comment ${plan.version}`} plan={formPlan(ground)} act="comment" verb="Add the comment" kind="quiet" choices={dates(plan, now)} />
            ) : null}
            <History events={plan.events} now={now} />
          </div>
        </Part>
      </div>
    </div>
  )
} // prettier-ignore

const leakSteps =
  'The same steps as on the leak’s own page. Cut off and deleted are what its source shows, its provider or a file, never a tick.'

function Tokens({ plan, filled, page, acts, now }: { plan: PlanDetail; filled: string | null; page: string; acts: boolean; now: Date }) {
  const { members, tokens } = plan
  return (
    <Part id="tokens" title="Tokens" className="min-w-0">
      {members.length > 0 ? <MemberTable members={members} filled={filled} hrefFor={(id) => `${page}?for=${id}#way`} now={now} /> : null}
      {members.length < tokens ? <p className="mt-2 text-text-2">{unseenWords(plan)}</p> : null}
      {acts && members.length > 0 && !plan.closedAt ? (
        <p className="mt-3">
          <LinkButton href={`/acts/new?${new URLSearchParams({ plan: plan.id })}`}>Act at the provider…</LinkButton>
        </p>
      ) : null}
    </Part>
  )
}

type Ground = {
  viewer: Viewer
  plan: PlanDetail
  recipe: Recipe | null
  acts: OpenActs
  home: FormPlan['home']
  page: string
  now: Date
}

function formPlan({ plan: { id, version }, home }: Pick<Ground, 'plan' | 'home'>): FormPlan {
  return { id, version, home }
}

/** Why what was named is not what the way leads to, where the page does not begin with that: once the old token is off, nothing else says it. */
function misfitOf({ successor, refusal, closedAt }: PlanDetail, recipe: Recipe | null): string | null {
  const issue = successor && successorIssue(successor, recipe)
  return issue && (closedAt || !refusal?.includes(issue)) ? issue : null
}

/** What went against the plan, above everything else. */
function Alarms({ plan, now }: { plan: PlanDetail; now: Date }) {
  const back = plan.closedAt ? null : plan.reopenedAt
  return (
    <>
      {back ? (
        <Notice tone="error" title={`It came back on ${dayInText(back, now)}.`}>
          <p>What was proved before does not count any more. Find out who made it live again, and switch it over anew.</p>
        </Notice>
      ) : null}
      {plan.offeredTo && !plan.closedAt ? <Notice tone="info" title={offerWords(plan)} /> : null}
      {plan.blocked && !plan.closedAt ? <Notice tone="warning" title={`Blocked: ${plan.blocked}`} /> : null}
      {plan.refusal && !plan.closedAt ? <Notice tone="warning" title={plan.refusal} /> : null}
    </>
  )
}

/** To whom it was offered: an owner may not read every name of the directory, but what the offer said. */
function offerWords({ offeredToName, offeredBy, ownerName, offerSaid }: PlanDetail): string {
  const to = offeredToName ?? offerSaid ?? 'somebody'
  return `${offeredBy ?? 'Its owner'} offers it to ${to}. It stays with ${ownerName ?? offeredBy ?? 'its owner'} until they accept.`
}

/** The acts that the panel shows whole, the first that is there; the others are links beside it. */
const foremost: readonly ActName[] = ['accept', 'decide-date', 'assign', 'unblock', 'acknowledge', 'name-successor', 'switch']
const beside: readonly ActName[] = [
  'acknowledge', 'decline', 'decide-date', 'name-successor', 'switch', 'propose-date', 'offer', 'disown', 'assign', 'set-date', 'choose-recipe', 'block', 'unblock',
] // prettier-ignore

type NowProps = Ground & { first: ActName | null; drawn: ActName | null; choices: FormChoices; exception: ExceptionWay }

/** What there is to do for this viewer, or why there is nothing; and what else they may do. */
function Now({ first, drawn, choices, exception, ...ground }: NowProps) {
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

/** What is to do first. Who steers looks at a plan; who has it walks it. */
function firstOf({ plan, acts, viewer, recipe }: Ground): ActName | null {
  const mine = plan.ownerId !== null && viewer.selfIds.includes(plan.ownerId)
  const owners: readonly ActName[] = ['acknowledge', 'name-successor', 'switch']
  return (
    foremost.find((act) => {
      if (acts.get(act) !== null) return false
      if (owners.includes(act) && !mine) return false
      if (act === 'assign') return plan.ownerId === null && plan.offeredTo === null
      // Cutting a leak off waits for nobody's word.
      if (act === 'acknowledge' && courseOf(plan.recipe) === 'leak') return false
      if (act === 'name-successor' && hasReached(plan, 'replaced')) return false
      if (act === 'name-successor')
        return (recipe?.successor ?? 'seen') === 'seen' && (plan.successor === null || successorIssue(plan.successor, recipe) !== null)
      return true
    }) ?? null
  )
}

function standing({ plan, viewer, now }: Ground, waiting: string | null): ReactNode {
  if (plan.stage === 'verified') return `Gone, and proved so${plan.closedAt ? ` on ${dayInText(plan.closedAt, now)}` : ''}. Should it come back, the plan opens again.`
  if (plan.stage === 'cancelled') return `Called off${plan.closedAt ? ` on ${dayInText(plan.closedAt, now)}` : ''}. Its tokens can be planned again.`
  if (waiting) return waiting
  const mine = plan.ownerId !== null && viewer.selfIds.includes(plan.ownerId)
  return mine
    ? 'Do the marked step of the way below. What its source shows of it closes the step.'
    : `Waiting for ${plan.ownerName ?? 'its owner'}${plan.acknowledgedAt ? '' : ' to acknowledge it'}.`
} // prettier-ignore

function Act({ act, plan, home, page, now, choices, back }: Ground & { act: ActName; choices: FormChoices; back?: boolean }) {
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
type ExceptionWay = { href: string; refused: string | null } | null

/** Where an exception is asked for, by those who may, or why none can be; null where it is nothing of theirs. */
async function exceptionWay({ viewer, plan, acts }: Ground): Promise<ExceptionWay> {
  if (!may(viewer.role, 'exceptions:request') || !acts.has('propose-date')) return null
  const { db } = await webWorld()
  const grounds = await exceptionGrounds(db, viewer.scope, [plan.id])
  return { href: `/exceptions/new?plan=${plan.id}`, refused: mayNotAsk(grounds.get(plan.id) ?? []) }
}

/** What of a plan's tokens this viewer does not see: those of somebody else, until the plan is theirs. */
function unseenWords({ tokens, members }: PlanDetail): string {
  const unseen = tokensWord(tokens - members.length)
  return members.length === 0 ? `${unseen}, which you see once the plan is yours.` : `${unseen} more, which you do not see.`
}

function artefactsOf(recipe: Recipe, { subject }: Subject): readonly Artefact[] {
  return recipe.artefacts(subject)
}

function shownOf({ artefacts: _, kinds: __, places: ___, ...shown }: Recipe) {
  return shown
}

/** The sentence of a plan: by when, and whether it keeps that. */
export function planSays(plan: PlanDetail, now: Date): string {
  const due = dayInText(plan.dueAt, now)
  if (courseOf(plan.recipe) === 'leak' && !plan.closedAt) return leakDueSays(plan, now)
  if (plan.closedAt) return plan.stage === 'verified' ? `Verified absent on ${dayInText(plan.closedAt, now)}; it was due ${due}.` : `Called off on ${dayInText(plan.closedAt, now)}.`
  return isLate(plan, now) ? `It was due ${due}, and is late.` : `It is due ${due}.`
} // prettier-ignore
