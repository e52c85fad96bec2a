import { reviveUse } from '../model/observed.ts'
import type { LastUsed } from '../model/sighting.ts'
import type { TokenColumn } from '../model/token-columns.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { readStatements } from './known.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, join } = Prisma

/** What some columns tell that a row itself does not carry. What no shown column asks for is as if there were none. */
export type RowDetail = {
  /** Its widest grant, in the provider's words; null where none is kept. */
  action: string | null
  /** When it was last given more than it had, since it is known here. */
  widenedAt: Date | null
  /** Who uses it: named by its source, and by people. */
  named: readonly string[]
  stated: readonly string[]
  lastUsed: LastUsed
}

type Row = { id: string; action: string | null; widenedAt: Date | null; named: string[] | null; lastUsed: LastUsed | null }

/**
 * The details of a page of tokens, by their ids, within the scope. A question beside the list's, which stays as quick as it is:
 * each part is looked up by the token's own key, and only where a shown column has a use for it.
 */
export async function rowDetails(
  db: Db,
  scope: Scope,
  ids: readonly string[],
  columns: readonly TokenColumn[],
): Promise<ReadonlyMap<string, RowDetail>> {
  const [words, widened, consumers] = (['access', 'widened', 'consumers'] as const).map((column) => columns.includes(column))
  if (ids.length === 0 || !(words || widened || consumers)) return new Map()
  const { text, values } = sql`
    select t.id,
      ${words ? sql`(select g.action from "grant" g where g.set_hash = t.permission_hash order by g.ordinal limit 1)` : sql`null`} as action,
      ${widened ? sql`(select max(e.at) from event e where e.token_id = t.id and e.kind = 'scope-widened')` : sql`null`} as "widenedAt",
      ${consumers ? sql`t.observed -> 'consumers'` : sql`null`} as named, ${consumers ? sql`t.observed -> 'lastUsed'` : sql`null`} as "lastUsed"
    from token t where t.id in (${join(ids.map((id) => sql`${id}::uuid`))}) and ${inScope(scope)}`
  return scoped(db, scope, async (reader) => {
    const { rows } = await reader.query<Row>({ text, values })
    const stated = consumers ? await readStatements(reader, ids) : new Map<string, never>()
    return new Map(
      rows.map(({ id, named, lastUsed, ...row }) => [
        id,
        {
          ...row,
          named: named ?? [],
          stated: (stated.get(id) ?? []).flatMap((one) => (one.fact === 'consumers' ? one.value : [])),
          lastUsed: lastUsed ? reviveUse(lastUsed) : 'not-reported',
        },
      ]),
    )
  })
}
