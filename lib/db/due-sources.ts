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

/** Whether a sync of this source is under way, anywhere. */
export async function isSyncing(pool: Pool, sourceId: string): Promise<boolean> {
  const { rows } = await pool.query<{ held: boolean }>(`select ${isHeld(`'source:' || $1::text`)} as held`, [sourceId])
  return rows[0]?.held ?? false
}
