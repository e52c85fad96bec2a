import type { Db } from './db.ts'
import { idsOf } from './list-plans.ts'

/** How far the owners of these leaks were told, by the leak's id. For those who see all: what was told to whom is nobody else's. */
export async function ownersTold(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, { state: string; sentAt: Date | null }>> {
  const { rows } = await db.pool.query<{ id: string; state: string; sentAt: Date | null }>(
    `select distinct on (i.exposure_id) i.exposure_id as id, m.state, m.sent_at as "sentAt" from message_item i join message m on m.id = i.message_id
     where i.exposure_id = any($1::uuid[]) and i.reader = 'owner' order by i.exposure_id, m.sent_at nulls last, m.id`,
    [idsOf(ids)],
  )
  return new Map(rows.map(({ id, ...told }) => [id, told]))
}
