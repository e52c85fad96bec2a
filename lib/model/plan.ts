import { courseOf } from './recipe.ts'
import type { LeakSaid } from './leak.ts'
import type { DecidingReason, Verdict } from './score.ts'
import type { TokenState } from './token.ts'

/** What a provider can show of a token on its way out, in order; each is proved by what a sync saw, and by nothing else. */
export const proofs = ['none', 'replaced', 'cut-over', 'quiet', 'disabled', 'deleted', 'verified'] as const
export type Proof = (typeof proofs)[number]

/** The way of a retirement: what people did (draft, acknowledged), then the least that is proved of all its tokens. */
export const planStages = [
  'draft',
  'acknowledged',
  'replaced',
  'cut-over',
  'quiet',
  'disabled',
  'deleted',
  'verified',
  'cancelled',
] as const

/** The way of a leak's plan: its token is cut off before anything else, by whoever can. The steps are those of the leak itself. */
export const leakPlanStages = ['draft', 'contained', 'replaced', 'deleted', 'reviewed', 'rescanned', 'verified'] as const

/** Where a plan stands. */
export type PlanStage = (typeof planStages)[number] | (typeof leakPlanStages)[number]
/** Every stage that a plan can be found by. */
export const everyPlanStage: readonly PlanStage[] = [...new Set<PlanStage>([...planStages, ...leakPlanStages])]

/** The stages of a plan in their order, by the way that it follows; without that of one which was called off. */
export function stagesOf(recipe: string): readonly Exclude<PlanStage, 'cancelled'>[] {
  return courseOf(recipe) === 'leak' ? leakPlanStages : retirementStages
}

const retirementStages = planStages.filter((stage) => stage !== 'cancelled')

/** Whether a plan has come as far as a stage of its way. */
export function hasReached({ stage, recipe }: { stage: PlanStage; recipe: string }, wanted: PlanStage): boolean {
  const stages: readonly PlanStage[] = stagesOf(recipe)
  return stages.includes(wanted) && stages.indexOf(stage) >= stages.indexOf(wanted)
}

/** Stages in which there is nothing more to do. */
export const closedStages = ['verified', 'cancelled'] as const satisfies readonly PlanStage[]

/** Whom a plan waits for. `provider`: time must pass without use; `next-sync`: what was done has not been seen yet. */
export const planWaits = ['owner', 'security', 'provider', 'next-sync', 'nobody'] as const
export type PlanWait = (typeof planWaits)[number]

/** A sync that saw everything its source has. */
export type CompleteRun = { id: string; at: Date }

/** What a plan's look needs to know of one of its tokens, as its row is now. */
export type WatchedToken = {
  id: string
  name: string
  state: TokenState
  /** The last use that its provider tells; 'never' and 'not-reported' are different facts. `notSince`: none inside the window it keeps. */
  lastUsed: { at: Date; service: string | null } | { notSince: Date } | 'never' | 'not-reported'
  /** Complete runs in a row without it. */
  absentRuns: number
  /** Complete runs that saw it revoked or expired, since it first was. */
  deadRuns: number
  /** The longest time between two uses that we have seen, in days; null where fewer than two were seen. */
  longestGapDays: number | null
  /** The newest complete run of its source; null before the first. */
  lastComplete: CompleteRun | null
}

/** What the look at a leak's plan needs besides. */
export type WatchedLeak = {
  /** By when policy wants it acted on, as it is judged now; null where nothing presses. */
  dueAt: Date | null
  /** Since when its provider shows it off, as far as that is proved; null while it is not. */
  offAt: Date | null
  /** What people have said of its leaks, of all of them together; null where none is on record, or its plan is of no leak. */
  leak: LeakSaid | null
  /** When the newest of its leaks was found of which nothing says yet that it is replaced; null where there is none. */
  leakedAt: Date | null
  /** Since when it is in the plan. */
  addedAt: Date
  /** The newest use of what takes its place that its plan noted; null where it noted none. */
  notedUseAt: Date | null
}

/**
 * What takes the tokens' place, as it is now. `displayId` tells a token from its namesakes; what mints tokens has none. `stands`: it is
 * another standing key. `isUntold`: it mints, and its provider never tells when that was last asked for.
 */
export type Successor = {
  id: string
  name: string
  displayId: string | null
  lastUsedAt: Date | null
  isGone: boolean
  stands: boolean
  isUntold?: boolean
}

/** A successor's name, with what of its id may be shown: two keys of one name are told apart by nothing else. */
export function successorSays({ name, displayId }: Pick<Successor, 'name' | 'displayId'>): string {
  return displayId === null || displayId === name ? name : `${name} (${displayId})`
}

/** Something that a sync showed: what was proved of which token, by what value, in which run; by which successor, where it is one's use. */
export type Evidence = {
  tokenId: string
  proof: Exclude<Proof, 'none'>
  says: string
  runId: string | null
  at: Date | null
  successorId?: string
  /** When that was, as its provider tells; as ISO 8601. */
  usedAt?: string
}

/** What a plan holds of one token between two looks. */
export type Proved = { proved: Proof; quietUntil: Date | null }

/** A token of a plan, with what it was when the plan was opened. */
export type PlanTokenRow = Proved & {
  id: string
  name: string
  kind: string
  displayId: string
  state: TokenState
  verdict: Verdict
  risk: number
  sourceId: string
  sourceName: string
  lastUsedAt: Date | null
  lastUsedHow: 'at' | 'not-since' | 'never' | 'not-reported'
  absentRuns: number
  riskAtOpening: number
}

/** A token that a plan is to be opened for. */
export type Plannable = {
  id: string
  name: string
  displayId: string
  externalId: string
  kind: string
  provider: string
  verdict: Verdict
  reason: DecidingReason
  risk: number
  base: number
  dueAt: Date | null
  demo: boolean
  ownerId: string | null
  ownerActive: boolean
  workloadId: string | null
  workloadKey: string | null
  workloadName: string | null
  environment: string | null
  agent: string
  thirdParty: string | null
  lastUsedService: string | null
  /** By a provider that tracks use. */
  neverUsed: boolean
  consumers: readonly string[]
}

/** What happens to a plan; its history is made of these. */
export const planEventKinds = [
  'opened',
  'acknowledged',
  'date-proposed',
  'date-accepted',
  'date-refused',
  'date-set',
  'offered',
  'accepted',
  'declined',
  'disowned',
  'assigned',
  'successor-named',
  'switched',
  'blocked',
  'unblocked',
  'recipe-chosen',
  'comment',
  'checked',
  'act-asked',
  'act-ended',
  'proved',
  // What was proved of a token no longer is, as its provider shows it.
  'receded',
  'refused',
  'reopened',
  'verified',
  'cancelled',
  'ticket-made',
  'ticket-linked',
  'ticket-unlinked',
  'end-came',
  'due-moved',
] as const
export type PlanEventKind = (typeof planEventKinds)[number]
