import type { Evidence } from '../model/suggestion.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'

/** Who may own a token that nobody here owns, and what says so. Only for those who see every token: an owner sees none without one. */
export async function suggestedOwner(
  db: Db,
  scope: Scope,
  tokenId: string,
): Promise<{ name: string; evidence: Evidence; says: string } | null> {
  if (!scope.all) return null
  const { rows } = await db.pool.query<{ name: string; evidence: Evidence; says: string }>(
    `select o.name, g.evidence, g.says from owner_suggestion g
     join token t on t.id = g.token_id join owner o on o.id = g.owner_id left join owner held on held.id = t.owner_id
     where g.token_id = $1 and (held.id is null or held.status = 'departed')`,
    [tokenId],
  )
  return rows[0] ?? null
}
