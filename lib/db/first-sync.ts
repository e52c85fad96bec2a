import type { Db } from './db.ts'

/** When the first sync or import that brought something ended; null where there was none yet. Before it nothing was kept of any day. */
export async function firstSync({ pool }: Pick<Db, 'pool'>): Promise<Date | null> {
  // Along the index of beginnings, so that it reads the first few runs and not all of them.
  const { rows } = await pool.query<{ at: Date }>(
    `select finished_at as at from run where state in ('complete', 'partial') and finished_at is not null order by started_at limit 1`,
  )
  return rows[0]?.at ?? null
}
