import { worksNow } from '../model/leak.ts'
import type { Notice } from '../model/message.ts'
import type { PlanWait } from '../model/plan.ts'
import { courseOf } from '../model/recipe.ts'
import type { TokenState } from '../model/token.ts'

/** Whom something is told: whoever owns it, whoever stands above the owner, an account, or those who answer for all of it. */
export type Audience =
  | { who: 'owner'; ownerId: string }
  | { who: 'offered'; ownerId: string }
  | { who: 'above'; ownerId: string }
  | { who: 'user'; userId: string }
  /** `but`: the accounts it is no matter for, as what waits is their own. */
  | { who: 'security'; but?: readonly string[] }
  | { who: 'admins' }

/** Something to tell now, and to whom. Told once for each key, however often it is looked for; what is told of a task as somebody's names them in it. */
export type Due = { key: string; notice: Notice; to: readonly Audience[] }

const day = 86_400_000
/** Days before a date on which its owner is reminded. */
const remindDays = [1, 7] as const
/** Days before an exception's end on which it is told. */
const endingDays = [3, 14] as const
/** What was decided or ended longer ago than this is no news. */
const newsDays = 7
/** How long a plan that was opened again is news. */
const reopenedDays = 30

/** What is looked at of an open plan. */
export type PlanFacts = {
  id: string
  title: string
  recipe: string
  ownerId: string | null
  owner: string | null
  openedAt: Date
  dueAt: Date
  waitingOn: PlanWait
  acknowledgedAt: Date | null
  reopenedAt: Date | null
  offeredTo: string | null
  offeredBy: string | null
  tokens: number
  /** The event that gave it to its owner, and that offered it. */
  givenBy: string | null
  givenAt: Date | null
  /** Its owner accepted it when it was offered, so that they know. */
  isAccepted: boolean
  offerEvent: string | null
}

/** What is to be told of a plan now. Its owner is only reminded of what waits for them; what waits for time to pass needs nobody. */
export function dueOfPlan(plan: PlanFacts, now: Date): Due[] {
  const { id, ownerId } = plan
  const late = lateness(plan, now)
  const soon = late ? null : reminder(plan, now)
  const brief = briefOf(plan)
  const due: Due[] = []
  if (late) due.push(late)
  if (soon) due.push(soon)
  // Whoever hears that it is late need not hear beside it that it is theirs, and whoever accepted it knows.
  if (ownerId && !plan.acknowledgedAt && !plan.isAccepted && !late)
    due.push({
      key: `assigned:${id}:${ownerId}:${plan.givenBy ?? 'opened'}`,
      notice: { kind: 'assigned', ...brief },
      to: [{ who: 'owner', ownerId }],
    })
  if (plan.reopenedAt && now.getTime() - plan.reopenedAt.getTime() < reopenedDays * day)
    due.push({
      key: `reopened:${id}:${ownerId ?? 'nobody'}:${plan.reopenedAt.getTime()}`,
      notice: { kind: 'reopened', ...brief },
      to: ownerId ? [{ who: 'owner', ownerId }] : [{ who: 'security' }],
    })
  if (plan.offeredTo)
    due.push({
      key: `offered:${id}:${plan.offeredTo}:${plan.offerEvent ?? ''}`,
      notice: { kind: 'offered', ...brief, by: plan.offeredBy },
      to: [{ who: 'offered', ownerId: plan.offeredTo }],
    })
  return due
}

/** Late from the day after its date; told that day, then each week, from the second time on also above its owner. */
function lateness(plan: PlanFacts, now: Date): Due | null {
  const days = Math.floor((now.getTime() - plan.dueAt.getTime()) / day)
  if (days < 1 || (plan.waitingOn !== 'owner' && plan.waitingOn !== 'security')) return null
  const week = Math.floor((days - 1) / 7)
  const { ownerId } = plan
  const to: Audience[] =
    plan.waitingOn === 'security' || !ownerId
      ? [{ who: 'security' }]
      : [{ who: 'owner', ownerId }, ...(week > 0 ? [{ who: 'above', ownerId } as const] : [])]
  return {
    key: `overdue:${plan.id}:${ownerId ?? 'nobody'}:${plan.dueAt.getTime()}:${week}`,
    notice: { kind: 'overdue', ...briefOf(plan), days },
    to,
  }
}

function reminder(plan: PlanFacts, now: Date): Due | null {
  const { ownerId, dueAt } = plan
  if (!ownerId || plan.waitingOn !== 'owner') return null
  // Who was given it within those days has just been told its date.
  const days = stepBefore(remindDays, dueAt, plan.givenAt ?? plan.openedAt, now)
  if (days === null) return null
  return {
    key: `due-soon:${plan.id}:${ownerId}:${dueAt.getTime()}:${days}`,
    notice: { kind: 'due-soon', ...briefOf(plan), days },
    to: [{ who: 'owner', ownerId }],
  }
}

/** The step before an instant that `now` has passed, the nearest one; none where what it is about began after it. */
function stepBefore<Days extends number>(steps: readonly Days[], at: Date, began: Date, now: Date): Days | null {
  const left = at.getTime() - now.getTime()
  if (left <= 0) return null
  const step = steps.find((days) => left <= days * day)
  return step !== undefined && began.getTime() <= at.getTime() - step * day ? step : null
}

/** An answer of security to a date that was proposed. */
export type DateDecision = { eventId: string; accepted: boolean; by: string | null; note: string; plan: PlanFacts }

/** What is to be told of a date that was decided on: to whoever owns the plan now. */
export function dueOfDecision({ eventId, accepted, by, note, plan }: DateDecision): Due[] {
  if (!plan.ownerId) return []
  const notice = { kind: 'date-decided', ...briefOf(plan), accepted, by, note } as const
  return [{ key: `date-decided:${eventId}:${plan.ownerId}`, notice, to: [{ who: 'owner', ownerId: plan.ownerId }] }]
}

function briefOf({ id, title, recipe, dueAt, tokens, owner }: PlanFacts) {
  return { planId: id, title, dueAt: dueAt.toISOString(), tokens, owner, course: courseOf(recipe) }
}

export type ExposureFacts = {
  id: string
  tokenId: string
  token: string
  displayId: string
  state: TokenState
  ownerId: string | null
  owner: string | null
  foundIn: string
  foundAt: Date
  stillValid: 'yes' | 'no' | 'not-reported'
}

/** A leak is told at once, to whoever owns the token and to security. */
export function dueOfExposure({ id, ownerId, foundAt, state, ...leak }: ExposureFacts): Due {
  const stillValid = worksNow({ token: { state, absentRuns: 0 }, stillValid: leak.stillValid })
  return {
    key: `exposed:${id}`,
    notice: { kind: 'exposed', exposureId: id, ...leak, stillValid, foundAt: foundAt.toISOString() },
    to: [...(ownerId ? [{ who: 'owner', ownerId } as const] : []), { who: 'security' }],
  }
}

export type UnmatchedFacts = {
  id: string
  tokenKind: string | null
  detector: string | null
  foundIn: string
  foundAt: Date
  stillValid: 'yes' | 'no' | 'not-reported'
}

/** A leak that is nobody's is security's to match; of several that came together there is one message. */
export function dueOfUnmatched({ id, foundAt, ...leak }: UnmatchedFacts): Due {
  return {
    key: `unmatched:${id}`,
    notice: { kind: 'leak-unmatched', exposureId: id, ...leak, foundAt: foundAt.toISOString() },
    to: [{ who: 'security' }],
  }
}

export type ExceptionFacts = {
  id: string
  state: 'approved' | 'refused' | 'ended'
  token: string
  tokens: number
  requestedById: string
  ownerIds: readonly string[]
  endsAt: Date
  decidedAt: Date | null
  decidedBy: string | null
  note: string | null
  endedAt: Date | null
  endedBecause: string | null
}

/** Ends that nobody chose. */
const toldEnds: readonly (string | null)[] = ['expired', 'leak', 'revoke-now']

/** What is to be told of an exception: what was decided, that it ends soon, and that it ended. */
export function dueOfException(exception: ExceptionFacts, now: Date): Due[] {
  const { id, state, token, tokens, requestedById, endsAt, decidedAt, endedAt } = exception
  const about = { exceptionId: id, token, tokens }
  const asker = { who: 'user', userId: requestedById } as const
  const all: Audience[] = [asker, ...exception.ownerIds.map((ownerId) => ({ who: 'owner', ownerId }) as const)]
  const isNews = (at: Date | null) => at !== null && now.getTime() - at.getTime() < newsDays * day
  if (state === 'ended') {
    if (!isNews(endedAt) || !toldEnds.includes(exception.endedBecause)) return []
    const notice = { kind: 'exception-ended', ...about, because: exception.endedBecause ?? '' } as const
    return [{ key: `exception-ended:${id}`, notice, to: [...all, { who: 'security' }] }]
  }
  const due: Due[] = []
  if (isNews(decidedAt))
    due.push({
      key: `exception-decided:${id}`,
      notice: {
        kind: 'exception-decided',
        ...about,
        approved: state === 'approved',
        endsAt: endsAt.toISOString(),
        by: exception.decidedBy,
        note: exception.note ?? '',
      },
      to: [asker],
    })
  const days = state === 'approved' && decidedAt ? stepBefore(endingDays, endsAt, decidedAt, now) : null
  if (days !== null)
    due.push({
      key: `exception-ending:${id}:${endsAt.getTime()}:${days}`,
      notice: { kind: 'exception-ending', ...about, endsAt: endsAt.toISOString(), days },
      to: all,
    })
  return due
}

/** What a campaign that is under way asks of somebody, and how much of it has no answer yet. */
export type ReviewFacts = {
  id: string
  campaign: string
  ownerId: string
  owner: string | null
  startedAt: Date
  dueAt: Date
  open: number
}

/** Days before its date on which a review is brought to mind, once. */
const reviewDays = [7] as const

/** A review is told once as it begins, and once before its date where something is still open. */
export function dueOfReview({ id, campaign, ownerId, owner, startedAt, dueAt, open }: ReviewFacts, now: Date): Due[] {
  const about = { taskId: id, campaign, dueAt: dueAt.toISOString(), tokens: open, owner }
  const to = [{ who: 'owner', ownerId } as const]
  const days = stepBefore(reviewDays, dueAt, startedAt, now)
  return [
    ...(now <= dueAt ? [{ key: `review-asked:${id}`, notice: { kind: 'review-asked', ...about } as const, to }] : []),
    ...(days === null ? [] : [{ key: `review-due:${id}:${dueAt.getTime()}`, notice: { kind: 'review-due', ...about, days } as const, to }]),
  ]
}

export type SourceFacts = {
  id: string
  name: string
  state: 'partial' | 'failed'
  problem: string | null
  lastCompleteRunId: string | null
}

/** A source that fails or sees a part only is told once, and again when it was complete in between. */
export function dueOfSource({ id, name, state, problem, lastCompleteRunId }: SourceFacts): Due {
  return {
    key: `source:${id}:${state}:${lastCompleteRunId ?? 'never'}`,
    notice: { kind: 'source-failing', sourceId: id, source: name, state, problem },
    to: [{ who: 'admins' }],
  }
}

/** What moved since the last digest in the plans of one owner, or of everybody for security (no owner). */
export type DigestFacts = {
  ownerId: string | null
  plans: readonly { planId: string; title: string; events: readonly { kind: string; count: number }[] }[]
  more: number
  waiting: number
}

/** A day's digest, where anything moved or waits. */
export function dueOfDigest({ ownerId, plans, more, waiting }: DigestFacts, dayOf: string): Due[] {
  if (plans.length === 0 && waiting === 0) return []
  return [
    {
      key: `digest:${ownerId ?? 'security'}:${dayOf}`,
      notice: { kind: 'digest', plans: plans.map((plan) => ({ ...plan, events: [...plan.events] })), more, waiting },
      to: [ownerId ? { who: 'owner', ownerId } : { who: 'security' }],
    },
  ]
}
