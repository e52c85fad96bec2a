import type { RecipeSubject } from '../model/recipe.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma

/** What an artefact is filled in with, beside the token's own page. */
export type RecipeGround = Pick<RecipeSubject, 'grants' | 'workload'>

/** Rights of a token as artefacts take them; the widest first. */
const mostGrants = 20

/** The workload and the rights of a token, within the scope; null where it is not this viewer's to see. */
export async function recipeGround(db: Db, scope: Scope, tokenId: string): Promise<RecipeGround | null> {
  return scoped(db, scope, async (reader) => {
    const [token] = await ask<{ key: string | null; name: string | null; environment: string | null }>(
      reader,
      sql`select w.key, w.name, w.environment from token t left join workload w on w.id = t.workload_id where t.id = ${tokenId}::uuid and ${inScope(scope)}`,
    )
    if (!token) return null
    // What was granted, not what was used: no provider that is read tells the latter.
    const grants = await ask<RecipeSubject['grants'][number]>(
      reader,
      sql`select g.service, g.action, g.resource, false as observed from token t join "grant" g on g.set_hash = t.permission_hash
        where t.id = ${tokenId}::uuid and ${inScope(scope)} order by g.ordinal limit ${mostGrants}`,
    )
    const { key, name, environment } = token
    return { grants, workload: key === null ? null : { key, name: name ?? key, environment } }
  })
}
