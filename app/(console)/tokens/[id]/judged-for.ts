import { evidenceWord } from '@/components/directory/evidence-words.ts'
import { stepNow } from '@/components/plans/plan-words.ts'
import type { StepGround } from '@/components/tokens/detail/next-step-words.ts'
import { suggestedOwner } from '@/lib/db/suggested-owner.ts'
import { planOfToken } from '@/lib/db/token-plan.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { consumersOf, type Consumer } from '@/lib/posture/consumers.ts'

/** What stands around the next step for this viewer. */
export async function groundFor(viewer: Viewer, token: TokenDetail): Promise<StepGround> {
  const edits = may(viewer.role, 'tokens:edit')
  const ownerless = token.owner === null || token.owner.status === 'departed'
  const suggested = edits && ownerless ? await suggestedOwner((await webWorld()).db, viewer.scope, token.id) : null
  return {
    edits,
    name: token.name,
    disable: token.sighting.disable ?? null,
    revoke: token.sighting.revoke ?? null,
    suggested: suggested && {
      name: suggested.name,
      evidence: evidenceWord[suggested.evidence],
      href: `/directory/suggestions?token=${token.id}`,
    },
    actBy: token.dueAt,
    plan: await planFor(viewer, token.id),
  }
}

/** The plan of a token as this viewer goes to it, or the way to open one. */
async function planFor(viewer: Viewer, tokenId: string): Promise<StepGround['plan']> {
  const plan = await planOfToken((await webWorld()).db, viewer.scope, tokenId)
  if (plan) {
    const step = stepNow(plan)
    const stage = step ? `step ${step.number}, ${step.says}` : 'cancelled'
    return { href: `/${viewer.scope.all ? 'plans' : 'tasks'}/${plan.id}`, stage }
  }
  return may(viewer.role, 'plans:edit') ? { href: `/plans/new?state=any&id=${tokenId}`, stage: null } : null
}

/** Who is said to use the token, by whom. */
export function consumersFor({ sighting, known, workload, workloadHow }: TokenDetail): readonly Consumer[] {
  return consumersOf({
    named: sighting.consumers,
    stated: known.stated.flatMap((one) => (one.fact === 'consumers' ? one.value : [])),
    lastUsed: sighting.lastUsed,
    workload: workload && { name: workload.name, how: workloadHow },
    thirdParty: sighting.thirdParty ?? null,
  })
}
