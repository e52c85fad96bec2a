import type { Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'

const most = 100

/** Those who are in a team with this person, and whom they answer to: whom a task is handed to most often. By name, at most 100. */
export async function teamMates(db: Db, { selfIds }: Pick<Viewer, 'selfIds'>): Promise<{ id: string; name: string }[]> {
  if (selfIds.length === 0) return []
  const { rows } = await db.pool.query<{ id: string; name: string }>(
    `select o.id, o.name from owner o where o.status = 'active' and o.id <> $2
       and (o.id = any($1::uuid[]) or o.team_id = any($1::uuid[]) or o.id = (select manager_id from owner where id = $2)) order by o.name, o.id limit ${most}`,
    [selfIds, selfIds[0]],
  )
  return rows
}
