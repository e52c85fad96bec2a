import type { ClientBase } from 'pg'
import { isId } from '../model/is-id.ts'
import type { TakenFile } from '../model/taken.ts'
import type { Db } from './db.ts'

/**
 * A file whose taking has begun, in the caller's transaction. As in the audit, what is done by the demo's clock, which runs ahead, is dated
 * by the database's own.
 */
export async function beginTaken(
  client: ClientBase,
  taken: Pick<TakenFile, 'id' | 'at' | 'by' | 'report' | 'format' | 'filter' | 'asOf' | 'population'> & { byId: string | null },
): Promise<void> {
  await client.query(
    `insert into taken (id, at, by, by_id, report, format, filter, as_of, population, state) values ($1, least($2, clock_timestamp()), $3, $4, $5, $6, $7, $8, $9, 'running')`,
    [taken.id, taken.at, taken.by, taken.byId, taken.report, taken.format, taken.filter, taken.asOf, JSON.stringify(taken.population)],
  )
}

/** How it ended. A file that was cut off has no checksum: what was taken of it is no file of ours. */
export async function endTaken(
  client: ClientBase,
  id: string,
  { endedAt, rows, bytes, sha256 }: { endedAt: Date; rows: number; bytes: number; sha256: string | null },
): Promise<void> {
  await client.query(
    `update taken set state = $2, ended_at = least($3, clock_timestamp()), rows = $4, bytes = $5, sha256 = $6 where id = $1`,
    [id, sha256 === null ? 'cut-off' : 'whole', endedAt, rows, bytes, sha256],
  )
}

const columns = `id, at, by, report, format, filter, as_of as "asOf", population, state, rows, bytes::float8 as bytes, sha256`

/** The newest files that were taken; for the page of them. */
export async function listTaken(db: Pick<Db, 'pool'>, limit: number): Promise<readonly TakenFile[]> {
  const { rows } = await db.pool.query<TakenFile>(`select ${columns} from taken order by at desc, id desc limit $1`, [limit])
  return rows
}

/** One file; null where there is none. */
export async function readTaken(db: Pick<Db, 'pool'>, id: string): Promise<TakenFile | null> {
  if (!isId(id)) return null
  const { rows } = await db.pool.query<TakenFile>(`select ${columns} from taken where id = $1`, [id])
  return rows[0] ?? null
}

/** The files with this checksum, oldest first: the same rows taken twice are the same file. */
export async function takenWithHash(db: Pick<Db, 'pool'>, sha256: string): Promise<readonly TakenFile[]> {
  const { rows } = await db.pool.query<TakenFile>(
    `select ${columns} from taken where sha256 = $1 and state = 'whole' order by at, id limit 100`,
    [sha256],
  )
  return rows
}

/** An export that is on record in the audit alone: of the inventory as an import reads it, of the audit, of a review. */
export type AuditedExport = { seq: string; at: Date; actor: string; act: string; target: string; rows: number | null }

/** The exports whose end the audit has with this checksum, oldest first. */
export async function exportsWithHash(db: Pick<Db, 'pool'>, sha256: string): Promise<readonly AuditedExport[]> {
  const { rows } = await db.pool.query<AuditedExport>(
    `select seq::text, at, actor, act, target, (after ->> 'rows')::int as rows from audit where act like '%export-ended' and after ->> 'sha256' = $1 order by audit.seq limit 100`,
    [sha256],
  )
  return rows
}
