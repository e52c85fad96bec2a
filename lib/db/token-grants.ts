import type { Grant } from '../model/grant.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma

/** What a token may do, the widest first, at most 50; nothing for one that is not the viewer's to see. */
export function tokenGrants(db: Db, scope: Scope, id: string): Promise<Grant[]> {
  const { text, values } = sql`
    select g.service, g.action, g.resource, g.level, g.reach, g.conditions, g.source, g.because
    from token t join "grant" g on g.set_hash = t.permission_hash
    where t.id = ${id}::uuid and ${inScope(scope)}
    order by g.ordinal limit 50`
  return scoped(db, scope, async (reader) => (await reader.query<Grant>({ text, values })).rows)
}
