import { didWords } from '@/components/plans/act-words.ts'
import { History } from '@/components/plans/history.tsx'
import { MemberTable } from '@/components/plans/member-table.tsx'
import { isLate, tokensWord } from '@/components/plans/plan-words.ts'
import { leakDueSays, leakPlanSteps } from '@/components/plans/leak-steps.ts'
import { placeOnLeakWay, placeOnWay, RecipePart } from '@/components/plans/recipe-part.tsx'
import { SuccessorLine } from '@/components/plans/successor-line.tsx'
import { StepList } from '@/components/plans/step-list.tsx'
import { stepsOf } from '@/components/plans/steps.ts'
import { Part } from '@/components/tokens/detail/part.tsx'
import { dayInText } from '@/components/tokens/detail/text-time.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { hasReached, type Proof } from '@/lib/model/plan.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import { courseOf, type Artefact, type Recipe } from '@/lib/model/recipe.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { actsOpen, drawnAct, firstOf } from '@/lib/retirement/plan-acts.ts'
import { recipeById } from '@/lib/retirement/recipes/recipes.ts'
import { successorIssue } from '@/lib/retirement/successor-fit.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { PlanForm, type FormPlan } from './plan-form.tsx'
import { EndedOfPlan } from './ended-of-plan.tsx'
import { exceptionWay } from './exception-way.ts'
import { choicesFor, dates } from './form-choices.ts'
import { shownLeak } from '../exposures/shown-leak.ts'
import { IdentityPart } from './identity-part.tsx'
import { formPlan, PlanNow } from './plan-now.tsx'
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
  const first = firstOf({ plan, acts, selfIds: viewer.selfIds, recipe })
  const drawn = drawnAct(typeof query.act === 'string' ? query.act : null, first, acts)
  const identity = typeof query.identity === 'string' ? query.identity : undefined
  const choices = await choicesFor(drawn, { db, viewer, plan, about, identity, now })
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-4">
        {did ? <Notice tone="success" role="status" title={did} /> : null}
        <Alarms plan={plan} now={now} />
        <EndedOfPlan viewer={viewer} plan={plan} />
        <PlanNow {...ground} first={first} drawn={drawn} choices={choices} exception={exception} />
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
