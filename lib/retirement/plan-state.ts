import { closedStages, type PlanStage, type PlanWait, type Proof, type Proved } from '../model/plan.ts'
import { rank } from './prove.ts'

/** What people have said of a plan, as far as its state depends on it. */
export type Said = {
  acknowledged: boolean
  hasOwner: boolean
  /** A date later than policy that security has not decided on. */
  dateIsProposed: boolean
  blocked: boolean
  paused: boolean
  switched: boolean
  cancelled: boolean
}

/** Where a plan stands, and whom it waits for. */
export type Standing = { stage: PlanStage; waitingOn: PlanWait }

/** The stage is the least that is proved of all the tokens; before anything is proved, what its owner has said. */
export function standingOf(tokens: readonly Proved[], said: Said): Standing {
  if (said.cancelled) return { stage: 'cancelled', waitingOn: 'nobody' }
  const least = tokens.reduce<Proof>((worst, { proved }) => (rank(proved) < rank(worst) ? proved : worst), 'verified')
  const stage: PlanStage = tokens.length > 0 && least !== 'none' ? stageOf(least, said) : said.acknowledged ? 'acknowledged' : 'draft'
  return { stage, waitingOn: waitOf(stage, said) }
}

/** A successor in use is nothing yet as long as its owner has not taken the plan on; what the provider took away is. */
function stageOf(least: Exclude<Proof, 'none'>, { acknowledged }: Said): PlanStage {
  return acknowledged || rank(least) >= rank('disabled') ? least : 'draft'
}

function waitOf(stage: PlanStage, { hasOwner, dateIsProposed, blocked, paused, switched }: Said): PlanWait {
  if (isClosed(stage)) return 'nobody'
  if (stage === 'deleted') return 'next-sync'
  if (paused) return 'nobody'
  if (!hasOwner || dateIsProposed || blocked) return 'security'
  if (stage === 'replaced' && switched) return 'next-sync'
  return stage === 'cut-over' ? 'provider' : 'owner'
}

/** Whether there is nothing more to do. */
export function isClosed(stage: PlanStage): boolean {
  return (closedStages as readonly PlanStage[]).includes(stage)
}
