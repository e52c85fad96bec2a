import type { Pool } from 'pg'

/**
 * Removes jobs that will never be done: failed too often, or replaced by a newer one while a worker that died had them. They
 * are kept for a day, for whoever looks into it. Gives back how many.
 */
export async function removeDeadJobs(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs
       where attempts >= max_attempts and locked_at is null and updated_at < now() - interval '1 day'))`,
  )
  return rowCount ?? 0
}
