import type { StepGround } from '@/components/tokens/detail/next-step-words.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { consumersOf, type Consumer } from '@/lib/posture/consumers.ts'

/** What stands around the next step for this viewer. */
export async function groundFor(viewer: Viewer, token: TokenDetail): Promise<StepGround> {
  return Promise.resolve({
    edits: may(viewer.role, 'tokens:edit'),
    name: token.name,
    disable: token.sighting.disable ?? null,
    revoke: token.sighting.revoke ?? null,
    suggested: null,
    actBy: token.dueAt,
  })
}

/** Who is said to use the token, by whom. */
export function consumersFor({ sighting, workload, workloadHow }: TokenDetail): readonly Consumer[] {
  return consumersOf({
    named: sighting.consumers,
    stated: [],
    lastUsed: sighting.lastUsed,
    workload: workload && { name: workload.name, how: workloadHow },
    thirdParty: sighting.thirdParty ?? null,
  })
}
