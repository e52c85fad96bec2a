import type { Db } from '@/lib/db/db.ts'
import { recipeGround } from '@/lib/db/recipe-ground.ts'
import { sourcePlace } from '@/lib/db/source-place.ts'
import { tokenDetail, type TokenDetail } from '@/lib/db/token-detail.ts'
import { workloadIdentities } from '@/lib/db/workload-identities.ts'
import type { RecipeSubject } from '@/lib/model/recipe.ts'
import type { Scope } from '@/lib/model/viewer.ts'
import { consumersFor } from '../tokens/[id]/judged-for.ts'

export type Subject = { subject: RecipeSubject; token: TokenDetail }

/** A token as recipes take it, with what its ways are ordered by. Throws AppError 'not-found' as reading the token does. */
export async function subjectOf(db: Db, scope: Scope, tokenId: string): Promise<Subject> {
  const [token, ground, identities] = await Promise.all([
    tokenDetail(db, scope, tokenId),
    recipeGround(db, scope, tokenId),
    workloadIdentities(db, scope, { tokenIds: [tokenId] }),
  ])
  const { lastUsed, thirdParty } = token.sighting
  const used = typeof lastUsed === 'object' && 'at' in lastUsed ? lastUsed.service : null
  const subject: RecipeSubject = {
    name: token.name,
    displayId: token.displayId,
    externalId: token.externalId,
    kind: token.kind,
    provider: token.provider,
    // Where a source leads into several accounts, the token's own is the place, and not the one that leads there.
    source: { ...(await sourcePlace(db, token.sourceId)), ...(token.sighting.part !== undefined && { account: token.sighting.part }) },
    workload: ground?.workload ?? null,
    consumers: consumersFor(token).map(({ name }) => name),
    lastUsedService: used ?? null,
    grants: ground?.grants ?? [],
    isAgent: token.agent !== 'none',
    thirdParty: thirdParty ?? null,
    identities,
  }
  return { subject, token }
}
