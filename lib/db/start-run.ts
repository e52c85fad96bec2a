import type { Pool, PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { Run, RunCounts, RunPhase, Source } from '../model/source.ts'
import { transaction } from './transaction.ts'
import { toldOf } from './whole-look.ts'

export const noCounts: RunCounts = { seen: 0, new: 0, changed: 0, gone: 0, returned: 0, issuers: 0 }

/** A run left over from so long ago says nothing of today: it is closed as failed, and a new one begins. */
const staleHours = 12

/**
 * What a run needs to write: which one it is, and the epoch that fences it. `unsettled`: a run before it ended in the middle of
 * its merge, so that what it had changed of owners, workloads and controls may not have reached every token.
 */
export type OpenRun = {
  id: string
  sourceId: string
  epoch: number
  phase: RunPhase
  cursor: Json
  startedAt: Date
  staged: number
  unsettled: boolean
}

/**
 * Starts a run of a source, or takes over the one that a killed worker left. Taking over raises the epoch: whoever held it
 * before can write nothing more. `afresh`: what there is to read is not what the run before was reading (another file), so that
 * one is closed instead. Throws AppError 'not-found' when the source is gone.
 */
export async function startRun(
  pool: Pool,
  source: Source,
  { now, requestedBy, afresh }: { now: Date; requestedBy: string; afresh: boolean },
): Promise<OpenRun> {
  return transaction(pool, async (client) => {
    const locked = await client.query<{ epoch: number }>(
      'update source set epoch = epoch + 1 where id = $1 and removed_at is null returning epoch',
      [source.id],
    )
    const epoch = locked.rows[0]?.epoch
    if (epoch === undefined) throw new AppError('not-found', `The source ${source.name} is not there any more.`)
    const left = await client.query<{ id: string; phase: RunPhase; cursor: Json; started_at: Date; staged: number }>(
      `select id, phase, cursor, started_at, staged from run where source_id = $1 and state = 'running' for update`,
      [source.id],
    )
    const old = left.rows[0]
    if (old && !afresh && now.getTime() - old.started_at.getTime() < staleHours * 3_600_000) {
      const kept = await client.query<{ n: number }>('select count(*)::int n from staged where run_id = $1', [old.id])
      // The staging table does not survive a crash of the database, the cursor does: where they disagree, read again.
      const whole = kept.rows[0]?.n === old.staged && (old.phase !== 'reading' || old.cursor !== null)
      if (!whole) await client.query('delete from staged where run_id = $1', [old.id])
      await client.query(
        whole
          ? 'update run set epoch = $2, progress_at = clock_timestamp() where id = $1'
          : `update run set epoch = $2, progress_at = clock_timestamp(), phase = 'reading', cursor = null, staged = 0, merged = 0,
               expected = null, gaps = '[]', covered = '{}' where id = $1`,
        [old.id, epoch],
      )
      const unsettled = old.phase === 'merging' || (await endedMidMerge(client, source.id))
      const opened = { id: old.id, sourceId: source.id, epoch, startedAt: old.started_at, unsettled }
      return whole
        ? { ...opened, phase: old.phase, cursor: old.cursor, staged: old.staged }
        : { ...opened, phase: 'reading' as const, cursor: null, staged: 0 }
    }
    if (old)
      await client.query(`update run set state = 'failed', finished_at = $2, problem = $3 where id = $1`, [
        old.id,
        now,
        afresh ? 'Left unfinished; another file was imported in its place.' : 'Left unfinished for too long; a new run took its place.',
      ])
    if (old) await client.query('delete from staged where run_id = $1', [old.id])
    const id = uuid()
    const unsettled = await endedMidMerge(client, source.id)
    await client.query(
      `insert into run (id, source_id, epoch, state, phase, started_at, progress_at, counts, gaps, covered, requested_by)
       values ($1, $2, $3, 'running', 'reading', $4, clock_timestamp(), $5, '[]', '{}', $6)`,
      [id, source.id, epoch, now, JSON.stringify(noCounts), requestedBy],
    )
    await client.query('update source set last_run_id = $2 where id = $1', [source.id, id])
    return { id, sourceId: source.id, epoch, phase: 'reading' as const, cursor: null, startedAt: now, staged: 0, unsettled }
  })
}

/** Whether a run since the last one that got to its end was cut off while it merged: a run that fails keeps the phase it failed in. */
async function endedMidMerge(client: PoolClient, sourceId: string): Promise<boolean> {
  const { rows } = await client.query<{ cut: boolean }>(
    `select exists (select 1 from run r where r.source_id = $1 and r.state in ('failed', 'cancelled') and r.phase = 'merging'
       and not exists (select 1 from run l where l.source_id = $1 and l.state in ('complete', 'partial') and l.started_at > r.started_at)) as cut`,
    [sourceId],
  )
  return rows[0]?.cut ?? false
}

/** The instant of which the newest run of a source that saw everything told; null where there is none. */
export async function lastWholeAt(pool: Pool, sourceId: string): Promise<Date | null> {
  const { rows } = await pool.query<{ at: Date }>(
    `select ${toldOf('r')} as at from source s join run r on r.id = s.last_complete_run_id where s.id = $1`,
    [sourceId],
  )
  return rows[0]?.at ?? null
}

/** The run as it is now. */
export async function readRun(pool: Pool, id: string): Promise<Run> {
  const { rows } = await pool.query(
    `select id, source_id as "sourceId", epoch, state, phase, started_at as "startedAt", finished_at as "finishedAt", counts,
       expected, gaps, covered, cursor, problem from run where id = $1`,
    [id],
  )
  if (!rows[0]) throw new AppError('not-found', 'That run is not there any more.')
  return rows[0] as Run
}
