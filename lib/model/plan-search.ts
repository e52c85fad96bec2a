import { z } from 'zod'
import { everyPlanStage, planWaits, type PlanStage, type PlanTokenRow, type PlanWait, type Successor } from './plan.ts'
import type { Json } from './json.ts'
import type { LeakLine } from './leak.ts'
import type { RawQuery } from './token-search.ts'

/** Which plans are looked at. `mine`: those of one's own; `team`: those of one's team; `unclaimed`: those that nobody has. */
export const planShows = ['open', 'late', 'slipped', 'security', 'proof', 'unclaimed', 'closed', 'all'] as const
export type PlanShow = (typeof planShows)[number]

export const taskTabs = ['to-do', 'waiting', 'late', 'team', 'done'] as const
export type TaskTab = (typeof taskTabs)[number]

/** What the programme's address asks. `from` is the place in the list: the date and id of the row at its edge. */
export type PlanSearch = {
  text: string
  show: PlanShow
  stage: PlanStage | null
  waiting: PlanWait | null
  owner: string | null
  /** What was typed for an owner where none was picked: it may be the name of one. */
  ownerText: string
  from: { side: 'after' | 'before'; dueAt: string; id: string } | null
  limit: number
}

const Place = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~[0-9a-f-]{36}$/)

/** Reads an address. What it does not know is as if it were not there: a list that was linked to long ago still opens. */
export function readPlanSearch(query: RawQuery): PlanSearch {
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  const pick = <Value extends string>(values: readonly Value[], name: string) => values.find((value) => value === one(name)) ?? null
  const place = (side: 'after' | 'before') => {
    const [dueAt = '', id = ''] = Place.safeParse(one(side)).data?.split('~') ?? []
    return id ? { side, dueAt, id } : null
  }
  const owner = z.uuid().safeParse(one('owner')).data ?? null
  return {
    text: (one('q') ?? '').trim().slice(0, 200),
    show: pick(planShows, 'show') ?? 'open',
    stage: pick(everyPlanStage, 'stage'),
    waiting: pick(planWaits, 'waiting'),
    owner,
    ownerText: owner ? '' : (one('owner') ?? '').trim().slice(0, 200),
    from: place('after') ?? place('before'),
    limit: 50,
  }
}

/** The address of a list of plans. */
export function writePlanSearch({ text, show, stage, waiting, owner, ownerText, from }: Partial<PlanSearch>): URLSearchParams {
  const query = new URLSearchParams()
  if (text) query.set('q', text)
  if (show && show !== 'open') query.set('show', show)
  if (stage) query.set('stage', stage)
  if (waiting) query.set('waiting', waiting)
  if (owner || ownerText) query.set('owner', owner || ownerText || '')
  if (from) query.set(from.side, `${from.dueAt}~${from.id}`)
  return query
}

/** A plan as a line of a list. */
export type PlanLine = {
  id: string
  title: string
  recipe: string
  stage: PlanStage
  waitingOn: PlanWait
  refusal: string | null
  blocked: string | null
  paused: boolean
  tokens: number
  /** The name of one of its tokens. */
  some: string
  worstVerdict: string
  riskLeft: number
  ownerId: string | null
  ownerName: string | null
  teamName: string | null
  policyDueAt: Date
  dueAt: Date
  proposedDueAt: Date | null
  acknowledgedAt: Date | null
  offeredTo: string | null
  offeredToName: string | null
  reopenedAt: Date | null
  closedAt: Date | null
  /** By when a leak's tokens were to be cut off, where they were seen to work after it, and when they were seen to be off. */
  missedDueAt: Date | null
  metAt: Date | null
  version: number
}

export type PlanPage = { rows: readonly PlanLine[]; total: number; previous: PlanSearch['from']; next: PlanSearch['from'] }

/** What happened to a plan, as its history shows it. */
export type PlanEventLine = {
  id: string
  at: Date
  kind: string
  by: string | null
  detail: Json
  /** The token that it names as taking the place, where this viewer sees it. */
  successorId?: string | null
}

/** What was shown for one step since the plan last began: how often in all, and the newest of it. */
export type ProvedStep = { proof: string; count: number; newest: readonly PlanEventLine[] }

/** A plan with everything its page shows. */
export type PlanDetail = PlanLine & {
  openedAt: Date
  openedBy: string
  acknowledgedBy: string | null
  proposedBy: string | null
  proposedById: string | null
  proposedReason: string | null
  offeredBy: string | null
  disowned: string | null
  switchedAt: Date | null
  switchedBy: string | null
  lookedAt: Date
  /** `seen`: whether this viewer sees its token, and may open it. `stands`: it is another standing key; false also where it is not seen. */
  successor: (Pick<Successor, 'id' | 'name' | 'displayId' | 'lastUsedAt' | 'stands'> & { kind: 'token' | 'issuer'; seen: boolean }) | null
  members: readonly PlanTokenRow[]
  /** The sources its proofs come from, with when each is read next. */
  sources: readonly { id: string; name: string; nextDueAt: Date | null; lastCompleteAt: Date | null; running: boolean }[]
  /** By step, however long the history is. */
  proved: readonly ProvedStep[]
  /** The leaks that it deals with, where its way is that of a leak; none for every other plan. */
  leaks: readonly LeakLine[]
  /** When somebody last asked to read its sources now. */
  checkedAt: Date | null
  /** To whom it was last offered, as the offer said. */
  offerSaid: string | null
  /** The newest of its history. */
  events: readonly PlanEventLine[]
}
