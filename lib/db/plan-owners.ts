import { hasControl } from '../model/query-words.ts'
import type { Scope } from '../model/viewer.ts'
import { containing } from './containing.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'

const { sql } = Prisma

const mostOwners = 20

/**
 * Those who have plans within the scope and this text in their name, at most twenty, with how many plans: whoever is called exactly that
 * comes first. Nobody for no text.
 */
export async function findPlanOwners(db: Db, scope: Scope, match: string): Promise<readonly { id: string; name: string; plans: number }[]> {
  const term = match.trim()
  if (term === '' || hasControl(term)) return []
  return scoped(db, scope, (reader) =>
    ask<{ id: string; name: string; plans: number }>(
      reader,
      sql`select o.id, o.name, count(*)::int as plans from plan p join owner o on o.id = p.owner_id
        where ${planInScope(scope)} and o.name ilike ${containing(term)}
        group by o.id, o.name order by lower(o.name) <> lower(${term}), o.name, o.id limit ${mostOwners}`,
    ),
  )
}

/** The one that a typed name means: the only one called exactly that, or else the only one that has it in their name; null where it is none or several. */
export function ownerMeant<Owner extends { name: string }>(owners: readonly Owner[], text: string): Owner | null {
  const exact = owners.filter(({ name }) => name.toLowerCase() === text.toLowerCase())
  const [first, ...others] = exact.length > 0 ? exact : owners
  return first && others.length === 0 ? first : null
}
