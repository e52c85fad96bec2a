import type { ToldOfLeak, ToldOfLeaks } from '../model/leak.ts'
import type { Db } from './db.ts'
import { idsOf } from './list-plans.ts'

/**
 * How far the owner of each of these leaks was told, and security: by the leak's id, the best that came of it. For those who see all: what
 * was told to whom is nobody else's.
 */
export async function leaksTold(db: Db, ids: readonly string[]): Promise<ToldOfLeaks> {
  const [told, on] = await Promise.all([
    db.pool.query<{ id: string; reader: 'owner' | 'security' } & ToldOfLeak>(
      `select distinct on (i.exposure_id, i.reader) i.exposure_id as id, i.reader, m.state, m.sent_at as "sentAt" from message_item i join message m on m.id = i.message_id
       where i.exposure_id = any($1::uuid[]) and i.reader in ('owner', 'security') order by i.exposure_id, i.reader, m.sent_at nulls last, m.id`,
      [idsOf(ids)],
    ),
    db.pool.query<{ on: boolean }>('select exists (select from channel where on_since is not null) as on'),
  ])
  const of = Map.groupBy(told.rows, ({ id }) => id)
  const one = (id: string, reader: 'owner' | 'security') => {
    const row = of.get(id)?.find((each) => each.reader === reader)
    return row ? { state: row.state, sentAt: row.sentAt } : null
  }
  return { isOn: on.rows[0]?.on ?? false, byId: new Map(ids.map((id) => [id, { owner: one(id, 'owner'), security: one(id, 'security') }])) }
}
