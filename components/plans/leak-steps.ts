import { dayInText, momentInText } from '@/components/tokens/detail/text-time.ts'
import type { ShownLeak } from '@/components/exposures/exposure-words.ts'
import type { LeakStep, StepShown } from '@/lib/model/leak.ts'
import type { PlanDetail, PlanLine } from '@/lib/model/plan-search.ts'
import { hasReached, leakPlanStages, type PlanStage } from '@/lib/model/plan.ts'
import { absenceWords, type ShownStep } from './steps.ts'
import { nextSyncWords, stageWord } from './plan-words.ts'

/** A leak of one of a plan's tokens, with its steps. */
export type LeakOfPlan = Pick<ShownLeak, 'id' | 'steps' | 'foundIn' | 'token'>

/** Stages that only a provider's word closes. */
const byProvider: readonly PlanStage[] = ['contained', 'deleted']

type LeakStage = (typeof leakPlanStages)[number]

/** The step of a leak that a stage of its plan stands for. */
export const leakStepOf: Readonly<Partial<Record<PlanStage, LeakStep>>> = {
  contained: 'contain',
  replaced: 'replace',
  deleted: 'delete',
  reviewed: 'review',
  rescanned: 'rescan',
}

/** The steps of a leak's plan: those of its leaks as their own pages show them, between its opening and the proof that it is gone. */
export function leakPlanSteps(plan: PlanDetail, leaks: readonly LeakOfPlan[], now: Date): ShownStep[] {
  const called = plan.stage === 'cancelled'
  const steps = leakPlanStages.map((stage) => leakPlanStep(stage, plan, leaks, now))
  const here = called ? -1 : steps.findIndex(({ state }) => state === 'ahead')
  return steps.map((step, place) => (place === here ? { ...step, state: plan.waitingOn === 'next-sync' ? 'waiting' : 'current' } : step))
}

function leakPlanStep(stage: LeakStage, plan: PlanDetail, leaks: readonly LeakOfPlan[], now: Date): ShownStep {
  const none = { stage, name: stageWord(plan, stage), evidence: [], more: 0, count: null, link: null }
  if (stage === 'draft') return { ...none, state: 'proved', says: `${plan.openedBy} on ${dayInText(plan.openedAt, now)}` }
  if (stage === 'verified') return { ...none, state: plan.stage === 'verified' ? 'proved' : 'ahead', says: plan.stage === 'verified' ? null : absenceWords(plan) } // prettier-ignore
  const of = leaks.flatMap((leak) => leak.steps.filter(({ step }) => step === leakStepOf[stage]).map((step) => ({ leak, step })))
  if (of.length === 0) return { ...none, ...withoutLeak(stage, plan) }
  const open = of.filter(({ step }) => step.state === 'open')
  const [first = of[0]] = open
  const count = of.length > 1 ? { done: of.length - open.length, of: of.length, what: 'leaks' as const } : null
  // Only what somebody states is done there.
  const link = first && open.length > 0 && !byProvider.includes(stage) ? { href: `/exposures/${first.leak.id}`, says: 'Its leak' } : null
  if (first && open.length > 0) return { ...none, state: 'ahead', says: first.step.says, count, link }
  const shown = of.map(({ leak, step }) => evidenceOf(leak, step)).filter((one) => one !== null)
  const state = of.every(({ step }) => step.state === 'done' && step.by !== 'person') ? 'proved' : 'stated'
  return { ...none, state, says: null, evidence: shown.slice(0, 3), more: Math.max(0, shown.length - 3) }
}

function evidenceOf({ id, token }: LeakOfPlan, step: StepShown): ShownStep['evidence'][number] | null {
  if (step.state === 'open') return null
  return {
    key: `${id} ${step.step}`,
    name: token?.name ?? '',
    says: step.says.replace(/\.$/, ''),
    at: step.at,
    by: step.who,
    source: null,
    successorId: null,
  }
}

/** Each leak of it was put away since: what its provider shows still counts, and there is nothing more to state. */
function withoutLeak(stage: LeakStage, plan: PlanDetail): Pick<ShownStep, 'state' | 'says'> {
  if (hasReached(plan, stage)) return { state: 'passed', says: null }
  return { state: 'ahead', says: 'No leak of it is on record any more. Choose another way, or call it off.' }
}

/** What a leak's plan wants now, in a sentence to whoever has it, or to everybody else. */
export function leakWantsWords(plan: PlanDetail, isMine: boolean, now: Date): string {
  const it = plan.tokens === 1 ? 'it' : 'them'
  switch (plan.stage) {
    case 'draft':
      if (plan.members.length > 0 && plan.members.every(({ state }) => state === 'gone'))
        return `Absent once, which is not yet proof. ${nextSyncWords(plan.sources, now)}`
      return isMine
        ? `Security cuts ${it} off now, without waiting for anybody: whoever found ${it} can use ${it}. Have ready what its consumers need instead.`
        : `Cut ${it} off now, without waiting for ${plan.ownerName ?? 'an owner'}. What ${plan.tokens === 1 ? 'its' : 'their'} source shows closes this step.`
    case 'contained':
      if (plan.blocked) return `Cut off. Its replacement is blocked: ${plan.blocked}`
      return isMine || plan.waitingOn === 'security'
        ? `Cut off. Give its consumers something else: name it here, and its first use closes this step; or say on its leak’s page why nothing has to.`
        : `Cut off. Waiting for ${plan.ownerName ?? 'its owner'} to replace ${it} by ${dayInText(plan.dueAt, now)}.`
    case 'replaced':
      return plan.waitingOn === 'next-sync' ? `Nothing to do. ${nextSyncWords(plan.sources, now)} ${absenceWords(plan)}` : `Cut off and replaced. Delete ${it} at ${plan.tokens === 1 ? 'its' : 'their'} provider: what is only disabled can be switched on again.`
    case 'deleted':
      return 'Read the logs since it could first be found: who used it, from where, for what. Say on its leak’s page what they show.'
    case 'reviewed':
      return 'Look for copies anywhere else, and say on its leak’s page what was scanned.'
    default:
      return `Nothing to do. ${nextSyncWords(plan.sources, now)} ${absenceWords(plan)}`
  }
} // prettier-ignore

/** By when a leak's plan is due, and what: to the minute, as hours count. */
export function leakDueSays({ stage, dueAt, tokens }: Pick<PlanLine, 'stage' | 'dueAt' | 'tokens'>, now: Date): string {
  const [what, verb] = stage === 'draft' ? [`Cutting ${tokens === 1 ? 'it' : 'them'} off`, 'is'] : ['What is left', 'is']
  const due = `${momentInText(dueAt, now)} UTC`
  return dueAt < now ? `${what} was due ${due}, and ${verb} late.` : `${what} ${verb} due ${due}.`
}

/** What whoever a leak's plan waits for is to do, as a list says it. */
export function leakTodo({ stage, waitingOn }: Pick<PlanLine, 'stage' | 'waitingOn'>): string | null {
  if (waitingOn !== 'owner' && waitingOn !== 'security') return null
  const todo: Readonly<Partial<Record<PlanStage, string>>> = {
    draft: 'to cut it off',
    contained: 'to replace it',
    replaced: 'to delete it',
    deleted: 'to read the logs',
    reviewed: 'to look for copies',
  }
  return todo[stage] ?? null
}
