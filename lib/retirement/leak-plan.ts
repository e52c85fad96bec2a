import { isSeenInItsPlace, isUseAfter } from '../exposure/in-its-place.ts'
import { doneSteps } from '../exposure/steps.ts'
import { leakSteps, type LeakStep } from '../model/leak.ts'
import {
  leakPlanStages,
  successorSays,
  type Evidence,
  type PlanStage,
  type PlanWait,
  type Proved,
  type Successor,
  type WatchedLeak,
  type WatchedToken,
} from '../model/plan.ts'
import type { PlanAct } from '../model/plan-act.ts'
import type { Policy } from '../model/policy.ts'
import { hoursOf } from '../model/policy-fields.ts'
import { courseOf } from '../model/recipe.ts'
import type { Said, Standing } from './plan-state.ts'
import { lookAt, type Asked, type Look } from './prove.ts'

/** What a look found of a leak's token: besides how far it is proved, which steps of its leaks are done. */
export type LeakLook = Look & { done: ReadonlySet<LeakStep>; waitsForSync: boolean }

/** A step of a leak, and the stage that its plan has once it and those before it are done. */
const stageAfter: Readonly<Record<LeakStep, PlanStage>> = {
  contain: 'contained',
  replace: 'replaced',
  delete: 'deleted',
  review: 'reviewed',
  rescan: 'rescanned',
}

/**
 * How far a token's leaks are dealt with: by the same rule that their own pages go by. It asks for no quiet and no switch. That
 * something takes its place counts whether the token still works or not. Without a leak on record there are no logs to read.
 */
export function lookAtLeak(token: WatchedToken & WatchedLeak, before: Proved, { successor, openedAt, reopenedAt, quiet }: AskedOfLeak): LeakLook {
  const look = lookAt(token, before, { switchedAt: null, successor: null, place: 'seen', misfit: null, openedAt, quiet })
  const after = [token.leakedAt, openedAt, reopenedAt, token.addedAt]
  const inUse = isSeenInItsPlace(successor, after)
  const noted = isUseAfter(token.notedUseAt, after)
  const said = token.leak ?? { replaced: false, reviewed: true, rescanned: true }
  return {
    ...look,
    evidence: [...look.evidence, ...(successor && inUse && !noted ? [usedInItsPlace(token, successor)] : [])],
    done: doneSteps(token, { ...said, replaced: said.replaced || noted || inUse }),
    waitsForSync: token.state === 'gone',
  }
} // prettier-ignore

/** What a leak's plan has that bears on its tokens' steps. */
type AskedOfLeak = Pick<Asked, 'successor' | 'openedAt' | 'quiet'> & { reopenedAt: Date | null }

function usedInItsPlace({ id, lastComplete }: WatchedToken, successor: Successor): Evidence {
  const usedAt = successor.lastUsedAt?.toISOString()
  return {
    tokenId: id,
    proof: 'replaced',
    says: `${successorSays(successor)} was used on ${usedAt?.slice(0, 16).replace('T', ' ')} UTC`,
    runId: lastComplete?.id ?? null,
    at: lastComplete?.at ?? null,
    successorId: successor.id,
    ...(usedAt && { usedAt }),
  }
}

/** The stage is the step before the first that is not done of all tokens. When all are, it ends with their absence. */
export function leakStandingOf(tokens: readonly LeakLook[], said: Said): Standing {
  if (said.cancelled) return { stage: 'cancelled', waitingOn: 'nobody' }
  const open = leakSteps.filter((step) => tokens.length === 0 || tokens.some(({ done }) => !done.has(step)))
  const [next] = open
  if (next === undefined) {
    const isProved = tokens.every(({ proved }) => proved === 'verified')
    return isProved ? { stage: 'verified', waitingOn: 'nobody' } : { stage: 'rescanned', waitingOn: 'next-sync' }
  }
  const behind = leakSteps[leakSteps.indexOf(next) - 1]
  return { stage: behind ? stageAfter[behind] : 'draft', waitingOn: waitOf(open, tokens, said) }
}

/** Security cuts it off, whatever else is said of the plan. Only what takes its place is its owner's to bring. */
function waitOf(open: readonly LeakStep[], tokens: readonly LeakLook[], { hasOwner, dateIsProposed, blocked }: Said): PlanWait {
  const [next] = open
  if (next === 'replace') return hasOwner && !dateIsProposed && !blocked ? 'owner' : 'security'
  // Gone once: a second sync proves it. What a person states need not wait for that.
  const isSentOff = tokens.every(({ done, waitsForSync }) => done.has('delete') || waitsForSync)
  const isForSync = open.every((step) => step === 'contain' || step === 'delete')
  return isSentOff && isForSync ? 'next-sync' : 'security'
}

/** Whether a leak's plan is past its first step. */
export function isLeakContained(stage: PlanStage): boolean {
  return (leakPlanStages as readonly PlanStage[]).indexOf(stage) > 0
}

type Dated = { stage: PlanStage; policyDueAt: Date; dueAt: Date }

const hour = 3_600_000

/**
 * By when a leak's plan is due: until its tokens are cut off by their own date, which nothing puts off; from then on by the date for what
 * takes their place. Null where it stays as it is.
 */
export function leakDueDate(
  before: Dated,
  after: PlanStage,
  dueDates: readonly (Date | null)[],
  now: Date,
  policy: Pick<Policy, 'replaceLeakHours'>,
): Pick<Dated, 'policyDueAt' | 'dueAt'> | null {
  const times = dueDates.flatMap((at) => at?.getTime() ?? [])
  const pressing = times.length > 0 ? Math.max(now.getTime(), Math.min(...times)) : null
  if (after === 'draft') {
    if (pressing === null || pressing >= before.dueAt.getTime()) return null
    return { policyDueAt: new Date(pressing), dueAt: new Date(pressing) }
  }
  if (before.stage !== 'draft' || !isLeakContained(after)) return null
  const left = new Date(pressing ?? now.getTime() + hoursOf(policy, 'replaceLeakHours') * hour)
  return left.getTime() === before.dueAt.getTime() ? null : { policyDueAt: left, dueAt: left }
}

/** Why an act has no place in a leak's plan as it stands; null where it has, and for every other plan. */
export function leakRefusal(act: PlanAct['do'], { recipe, stage }: { recipe: string; stage: PlanStage }): string | null {
  if (courseOf(recipe) !== 'leak') return null
  if (act === 'switch') return 'A leak is cut off without waiting for its consumers: there is nothing to switch before that.'
  const isOfDate = act === 'propose-date' || act === 'decide-date' || act === 'set-date'
  return isOfDate && !isLeakContained(stage)
    ? 'Its token leaked and still works: it is cut off first, and no other date puts that off.'
    : null
}
