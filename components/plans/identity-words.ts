import type { PlanLine } from '@/lib/model/plan-search.ts'
import { hasReached } from '@/lib/model/plan.ts'
import { courseOf } from '@/lib/model/recipe.ts'
import type { WorkloadIdentity } from '@/lib/model/workload-identity.ts'

/** Whether a plan still has a use for an identity: not once its token was shown to be quiet, or a leaked one replaced. */
export function mayUseIdentity(plan: Pick<PlanLine, 'stage' | 'recipe' | 'closedAt'>): boolean {
  return plan.closedAt === null && !hasReached(plan, courseOf(plan.recipe) === 'leak' ? 'replaced' : 'quiet')
}

/** The title: how sure it is, before what it is. */
export function offerSays({ fit }: Pick<WorkloadIdentity, 'fit'>, count: number): string {
  const what = count === 1 ? 'an identity' : 'identities'
  return fit === 'same-account' ? `This workload already has ${what}.` : `This workload may already have ${what}.`
}

export function certaintySays({ fit, by }: Pick<WorkloadIdentity, 'fit' | 'by'>): string {
  return fit === 'same-account'
    ? `Matched by ${by}, which its entry and this token both tell. No identity has to be made for it.`
    : `Matched by ${by} alone, which proves nothing: compare the selectors of its entry with what really runs it. If it is the same, no identity has to be made for it.`
}

/** "X.509-SVID", of what an identity mints. */
export function svidOf(mints: string): string {
  return /^\S+SVID/.exec(mints)?.[0] ?? 'token'
}
