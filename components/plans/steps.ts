import { dayInText } from '@/components/tokens/detail/text-time.ts'
import type { Json } from '@/lib/model/json.ts'
import type { PlanDetail, PlanEventLine } from '@/lib/model/plan-search.ts'
import { hasReached, planStages, proofs, successorSays, type PlanStage, type PlanTokenRow, type Proof } from '@/lib/model/plan.ts'
import type { Recipe } from '@/lib/model/recipe.ts'
import { clockWords, nextSyncWords, stageWord } from './plan-words.ts'

/** What a sync showed for a step. */
export type ShownEvidence = {
  key: string
  name: string
  says: string
  at: Date | null
  by: string | null
  source: { id: string; name: string } | null
  successorId: string | null
}

/** A step as it stands. `passed`: never shown, as a later one was shown without it. `stated`: a person says so, and no provider shows it. */
export type ShownStep = {
  stage: Exclude<PlanStage, 'cancelled'>
  name: string
  state: 'proved' | 'stated' | 'passed' | 'current' | 'waiting' | 'refused' | 'ahead'
  says: string | null
  evidence: readonly ShownEvidence[]
  /** Evidence beyond what is shown. */
  more: number
  /** How many of the plan's tokens, or of their leaks, are so far, where there are several. */
  count: { done: number; of: number; what: 'tokens' | 'leaks' } | null
  /** Where it is stated, where no provider shows it. */
  link: { href: string; says: string } | null
}

const stages = planStages.filter((stage) => stage !== 'cancelled')
type Stage = (typeof stages)[number]

type Way = Pick<Recipe, 'successor'> | null

/** The eight steps: what proves those behind, what the present one waits for, and why it does not go on. */
export function stepsOf(plan: PlanDetail, way: Way, now: Date): ShownStep[] {
  const evidence = new Map(plan.proved.map((step) => [step.proof, step]))
  const done = stages.map((stage) => isDone(stage, plan))
  const here = plan.stage === 'cancelled' ? -1 : done.lastIndexOf(true) + 1
  return stages.map((stage, place) => {
    const shown = evidence.get(stage)
    const newest = shown?.newest.flatMap((event) => proven(event, plan.members) ?? []) ?? []
    const step = {
      stage,
      name: stageWord(plan, stage),
      evidence: newest,
      more: Math.max(0, (shown?.count ?? 0) - newest.length),
      count: countOf(stage, plan),
      link: null,
    }
    if (place < here || (here < 0 && done[place])) {
      const { state, says } = behind(stage, plan, evidence, now)
      return { ...step, state, says }
    }
    if (place > here || here < 0) return { ...step, state: 'ahead', says: aheadWords(shown !== undefined, plan) }
    const { state, says } = present(stage, plan, way, now)
    return { ...step, state, says }
  })
}

/** What its source shows before anybody took the plan on counts from then on. */
function aheadWords(isShown: boolean, { stage }: PlanDetail): string | null {
  return isShown && stage === 'draft' ? 'Seen already. It counts once the plan is acknowledged.' : null
}

/** What would prove the step that a plan is at; null where there is nothing to prove. */
export function proofNeeded(plan: PlanDetail, way: Way, now: Date): string | null {
  const next = stages[stages.indexOf(plan.stage as Stage) + 1]
  return next && plan.stage !== 'cancelled' ? asked(next, plan, way, now) : null
}

/**
 * What a plan waits for where nobody has anything to do: "Nothing to do. Next sync 15:00 UTC. Proof needed: absent in 2 complete syncs
 * (1 of 2)." Null where somebody has.
 */
export function waitingWords(plan: PlanDetail, way: Way, now: Date): string | null {
  if (plan.closedAt !== null) return null
  if (plan.waitingOn === 'nobody') return 'Nothing to do: it is accepted for a time. When that ends, the plan goes on.'
  if (plan.waitingOn === 'provider' || plan.waitingOn === 'next-sync')
    return ['Nothing to do.', nextSyncWords(plan.sources, now), proofNeeded(plan, way, now)].filter(Boolean).join(' ')
  if (plan.waitingOn !== 'security') return null
  if (plan.proposedDueAt) return `Waiting for security to accept ${dayInText(plan.proposedDueAt, now)}. Until then ${dayInText(plan.dueAt, now)} stands.`
  if (plan.blocked) return `Waiting for security, since it is blocked: ${plan.blocked}`
  return 'Waiting for security, who find whose it is.'
} // prettier-ignore

function isDone(stage: Stage, plan: PlanDetail): boolean {
  if (stage === 'draft') return true
  if (stage === 'acknowledged') return plan.acknowledgedAt !== null || stages.indexOf(plan.stage as Stage) > 0
  return hasReached(plan, stage)
}

function countOf(stage: Stage, { members }: PlanDetail): ShownStep['count'] {
  const proof = proofs.indexOf(stage as Proof)
  if (proof < 1 || members.length < 2) return null
  return { done: members.filter(({ proved }) => proofs.indexOf(proved) >= proof).length, of: members.length, what: 'tokens' }
}

type Found = ReadonlyMap<string, unknown>

function behind(stage: Stage, plan: PlanDetail, evidence: Found, now: Date): Pick<ShownStep, 'state' | 'says'> {
  const on = (at: Date | null) => (at ? ` on ${dayInText(at, now)}` : '')
  if (stage === 'draft') return { state: 'proved', says: `${plan.openedBy}${on(plan.openedAt)}` }
  if (stage === 'acknowledged')
    return plan.acknowledgedAt
      ? { state: 'proved', says: `${plan.acknowledgedBy ?? 'its owner'}${on(plan.acknowledgedAt)}` }
      : { state: 'passed', says: 'Nobody acknowledged it; its source shows more than that.' }
  if (evidence.has(stage)) return { state: 'proved', says: null }
  // What was seen in one look with the step after it has no evidence of its own.
  const by = follows[stage]?.find((later) => evidence.has(later))
  return by
    ? { state: 'proved', says: `Shown by the step “${stageWord(plan, by).toLowerCase()}”.` }
    : { state: 'passed', says: 'Passed over: its source shows a later step without it.' }
}

/** Steps that cannot be shown unless those before them are so as well. */
const follows: Readonly<Partial<Record<Stage, readonly Exclude<Proof, 'none'>[]>>> = {
  replaced: ['cut-over', 'quiet'],
  'cut-over': ['quiet'],
  deleted: ['verified'],
}

function present(stage: Stage, plan: PlanDetail, way: Way, now: Date): Pick<ShownStep, 'state' | 'says'> {
  const says = asked(stage, plan, way, now)
  if (plan.refusal) return { state: 'refused', says: `${plan.refusal} ${says}` }
  return { state: plan.waitingOn === 'owner' ? 'current' : 'waiting', says }
}

/** What proves a step, in a sentence. */
function asked(stage: Stage, plan: PlanDetail, way: Way, now: Date): string {
  const { successor, switchedAt, members } = plan
  switch (stage) {
    case 'draft':
    case 'acknowledged':
      return 'Its owner says that they take it on.'
    case 'replaced':
      if (way?.successor === 'nothing') return 'Nothing has to take its place: the next look sees that.'
      if (way?.successor === 'unseen') return 'Say when the consumers are switched. No provider reports the use of what takes its place; the old one’s silence shows it.'
      return successor ? `Proof needed: ${successorSays(successor)} is used.` : 'Name what takes its place; its first use proves this step.'
    case 'cut-over':
      return switchedAt
        ? `Proof needed: no use since ${clockWords(switchedAt, now)}, in a complete sync that began after it.`
        : 'Say when the consumers are switched. A complete sync that began after that shows whether the old one is still used.'
    case 'quiet': {
      const ends = members.flatMap(({ quietUntil }) => quietUntil?.getTime() ?? [])
      return ends.length > 0 ? `Proof needed: no use until ${clockWords(new Date(Math.max(...ends)), now)}.` : 'Proof needed: no use for the quiet period.'
    }
    case 'disabled':
      return 'Proof needed: its source shows it as disabled, or as deleted.'
    case 'deleted':
      return 'Proof needed: a complete sync without it, or one that shows it as deleted or expired.'
    case 'verified':
      return absenceWords(plan)
  }
} // prettier-ignore

/** What proves that it is gone, and how much of that was seen. */
export function absenceWords({ members }: Pick<PlanDetail, 'members'>): string {
  const left = members.filter(({ proved }) => proved !== 'verified')
  const seen = left.length > 0 ? Math.min(2, ...left.map(({ absentRuns }) => absentRuns)) : 0
  return `Proof needed: absent in 2 complete syncs (${seen} of 2).`
}

function proven({ id, at, detail, successorId = null }: PlanEventLine, members: PlanDetail['members']): ShownEvidence | null {
  const { says, name, tokenId, runId, at: shownAt } = fields(detail)
  if (typeof says !== 'string') return null
  const token = members.find((one) => one.id === tokenId)
  return {
    key: id,
    says,
    name: typeof name === 'string' ? nameAmong(members, token, name) : '',
    at: typeof shownAt === 'string' ? new Date(shownAt) : at,
    by: null,
    source: token && typeof runId === 'string' ? { id: token.sourceId, name: token.sourceName } : null,
    successorId,
  }
}

/** A token's name, with what of its id may be shown where another token of the plan has the same name. */
function nameAmong(members: PlanDetail['members'], token: PlanTokenRow | undefined, name: string): string {
  const isAlone = !token || members.filter((one) => one.name === name).length < 2
  return isAlone ? name : `${name} (${token.displayId})`
}

/** The fields of an event's detail: it was written by another version, perhaps. */
export function fields(detail: Json): Readonly<Record<string, Json | undefined>> {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as Record<string, Json>) : {}
}
