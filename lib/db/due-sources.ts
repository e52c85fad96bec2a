import type { Pool } from 'pg'
import { isHeld } from './session-lock.ts'

/**
 * Sources that want a sync now and have nobody at it: those whose time has come, and those with a run that somebody left
 * open. Most overdue first.
 */
export async function dueSources(pool: Pool, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select s.id from source s
     where s.removed_at is null
       and (s.next_due_at <= $1 or exists (select 1 from run r where r.source_id = s.id and r.state = 'running'))
       and not ${isHeld(`'source:' || s.id`)}
     order by s.next_due_at nulls last, s.id`,
    [now],
  )
  return rows.map((row) => row.id)
}

/** Whether a source still wants a sync by its own schedule, or has a run that somebody left open; asked by whoever holds its lock. */
export async function isDue(pool: Pool, sourceId: string, now: Date): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>(
    `select s.next_due_at <= $2 or exists (select 1 from run r where r.source_id = s.id and r.state = 'running') as due from source s where s.id = $1`,
    [sourceId, now],
  )
  // One that is not there is told as that by the sync itself.
  return rows[0] ? rows[0].due : true
}

/** Whether a sync of this source is under way, anywhere. */
export async function isSyncing(pool: Pool, sourceId: string): Promise<boolean> {
  const { rows } = await pool.query<{ held: boolean }>(`select ${isHeld(`'source:' || $1::text`)} as held`, [sourceId])
  return rows[0]?.held ?? false
}
