import type { Evidence, SuggestedOwner } from '../model/suggestion.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'

const stillWanted = `from owner_suggestion g
  join token t on t.id = g.token_id join owner o on o.id = g.owner_id left join owner held on held.id = t.owner_id
  where (held.id is null or held.status = 'departed')`

/** Who may own a token that nobody here owns, and what says so. Only for those who see every token: an owner sees none without one. */
export async function suggestedOwner(
  db: Db,
  scope: Scope,
  tokenId: string,
): Promise<{ name: string; evidence: Evidence; says: string } | null> {
  if (!scope.all) return null
  const { rows } = await db.pool.query<{ name: string; evidence: Evidence; says: string }>(
    `select o.name, g.evidence, g.says ${stillWanted} and g.token_id = $1`,
    [tokenId],
  )
  return rows[0] ?? null
}

/** The same for a page of tokens, by their ids: one question beside the list's, which stays as quick as it is. */
export async function suggestedOwners(db: Db, scope: Scope, tokenIds: readonly string[]): Promise<ReadonlyMap<string, SuggestedOwner>> {
  if (!scope.all || tokenIds.length === 0) return new Map()
  const { rows } = await db.pool.query<SuggestedOwner & { id: string }>(
    `select t.id, o.name, g.evidence ${stillWanted} and g.token_id = any($1::uuid[])`,
    [tokenIds],
  )
  return new Map(rows.map(({ id, name, evidence }) => [id, { name, evidence }]))
}
