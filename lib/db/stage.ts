import type { Pool } from 'pg'
import type { Json } from '../model/json.ts'
import type { Gap } from '../model/sighting.ts'
import { copyRows } from './copy-rows.ts'
import { advance } from './fence.ts'
import type { OpenRun } from './start-run.ts'
import { transaction } from './transaction.ts'

/** One sighting on its way: what it is of, its id, and the canonical text with that text's fingerprint. */
export type StagedRow = {
  see: 'token' | 'ended' | 'issuer' | 'control' | 'owner' | 'workload' | 'exposure' | 'leak' | 'part'
  externalId: string
  fingerprint: string
  at: string | null
  payload: string
}

export type Batch = {
  rows: readonly StagedRow[]
  documents: readonly { hash: string; scheme: string; body: Json }[]
  gaps: readonly Gap[]
  covered: Readonly<Record<string, number>>
  cursor: Json
  expected: number | null
  /** The instant of which the run tells, where that is not when it looked. */
  asOf: Date | null
}

/** Keeps a batch and the cursor to resume after it, together or not at all. Throws Fenced or Cancelled. */
export async function stage(pool: Pool, run: OpenRun, batch: Batch): Promise<void> {
  await transaction(pool, async (client) => {
    await copyRows(
      client,
      'staged (run_id, seq, see, external_id, fingerprint, at, payload)',
      batch.rows.map((row, i) => [run.id, run.staged + i, row.see, row.externalId, row.fingerprint, row.at, row.payload]),
    )
    if (batch.documents.length)
      await client.query(
        `insert into permission_document (hash, scheme, body)
         select d.hash, d.scheme, d.body from jsonb_to_recordset($1::jsonb) as d(hash text, scheme text, body jsonb)
         order by d.hash on conflict (hash) do nothing`,
        [JSON.stringify(batch.documents)],
      )
    if (batch.asOf) await client.query('update run set as_of = $2 where id = $1', [run.id, batch.asOf])
    await advance(client, run, {
      staged: batch.rows.length,
      cursor: batch.cursor === null ? null : JSON.stringify(batch.cursor),
      expected: batch.expected,
      gaps: JSON.stringify(batch.gaps),
      covered: JSON.stringify(batch.covered),
    })
  })
  run.staged += batch.rows.length
}

/** Ids that a run saw more than once, with the places, for input in which that is a mistake. At most `limit`. */
export async function repeatedIds(pool: Pool, runId: string, limit: number): Promise<{ see: string; externalId: string; at: string[] }[]> {
  const { rows } = await pool.query<{ see: string; externalId: string; at: string[] }>(
    `select see, external_id as "externalId", array_agg(coalesce(at, '?') order by seq) as at from staged
     where run_id = $1 and see in ('token', 'owner', 'workload') group by see, external_id having count(*) > 1 limit $2`,
    [runId, limit],
  )
  return rows
}
