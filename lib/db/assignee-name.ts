import type { Db } from './db.ts'

const nameOf = { owner: 'select name from owner where id = $1', workload: 'select name from workload where id = $1' } as const

/** What an owner or workload is called; null for none, or one that is not there. */
export async function assigneeName(db: Pick<Db, 'pool'>, noun: keyof typeof nameOf, id: string | null): Promise<string | null> {
  if (id === null) return null
  return (await db.pool.query<{ name: string }>(nameOf[noun], [id])).rows[0]?.name ?? null
}
