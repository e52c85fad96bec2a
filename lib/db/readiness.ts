import type { Db } from './db.ts'

/** Whether the database answers and has this migration. Throws what the database throws. */
export async function hasMigration(db: Db, name: string): Promise<boolean> {
  const { rows } = await db.pool.query('select 1 from _prisma_migrations where migration_name = $1 and finished_at is not null', [name])
  return rows.length > 0
}
