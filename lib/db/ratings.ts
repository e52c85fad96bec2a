import type { PoolClient } from 'pg'
import type { Breadth, Rating } from '../model/grant.ts'
import type { Json } from '../model/json.ts'

/** What is kept of a rating: how wide it is. The grants behind it are rows of their own. */
export type KeptRating = { worst: Breadth | null; breadths: readonly Breadth[]; dataVersion: string }

/** Ratings that are there already, by permission hash. */
export async function readRatings(client: PoolClient, hashes: readonly string[]): Promise<Map<string, KeptRating>> {
  const { rows } = await client.query<{
    hash: string
    level: Breadth['level'] | null
    reach: Breadth['reach'] | null
    breadths: Breadth[]
    dataVersion: string
  }>(`select hash, level, reach, breadths, data_version as "dataVersion" from permission_set where hash = any($1)`, [hashes])
  return new Map(
    rows.map(({ hash, level, reach, breadths, dataVersion }) => [
      hash,
      { worst: level && reach ? { level, reach } : null, breadths, dataVersion },
    ]),
  )
}

/** Documents by hash, as the provider stated them. */
export async function readDocuments(client: PoolClient, hashes: readonly string[]): Promise<Map<string, Json>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await client.query<{ hash: string; body: Json }>('select hash, body from permission_document where hash = any($1)', [
    hashes,
  ])
  return new Map(rows.map((row) => [row.hash, row.body]))
}

export type NewRating = { hash: string; scheme: string; stated: Json; documents: readonly string[]; rating: Rating }

/** Keeps ratings with their worst grants; one that is there under older data is replaced whole. */
export async function writeRatings(client: PoolClient, ratings: readonly NewRating[]): Promise<void> {
  if (ratings.length === 0) return
  const rows = [...ratings]
    .sort((one, other) => (one.hash < other.hash ? -1 : 1))
    .map(({ hash, scheme, stated, documents, rating }) => ({
      hash,
      scheme,
      stated,
      documents,
      level: rating.breadth === 'not-reported' ? null : rating.breadth.level,
      reach: rating.breadth === 'not-reported' ? null : rating.breadth.reach,
      breadths: rating.breadths,
      grant_count: rating.all,
      notes: rating.notes,
      data_version: rating.dataVersion,
    }))
  await client.query(
    `insert into permission_set (hash, scheme, stated, documents, level, reach, breadths, grant_count, notes, data_version)
     select r.hash, r.scheme, r.stated, r.documents, r.level, r.reach, r.breadths, r.grant_count, r.notes, r.data_version
     from jsonb_to_recordset($1::jsonb) as r(hash text, scheme text, stated jsonb, documents text[], level smallint, reach smallint,
       breadths jsonb, grant_count int, notes jsonb, data_version text)
     on conflict (hash) do update set level = excluded.level, reach = excluded.reach, breadths = excluded.breadths,
       grant_count = excluded.grant_count, notes = excluded.notes, data_version = excluded.data_version`,
    [JSON.stringify(rows)],
  )
  await client.query('delete from "grant" where set_hash = any($1)', [rows.map((row) => row.hash)])
  const grants = ratings.flatMap(({ hash, rating }) => rating.grants.map((grant, ordinal) => ({ ...grant, set_hash: hash, ordinal })))
  await client.query(
    `insert into "grant" (set_hash, ordinal, service, action, resource, level, reach, conditions, source, because)
     select g.set_hash, g.ordinal, g.service, g.action, g.resource, g.level, g.reach, g.conditions, g.source, g.because
     from jsonb_to_recordset($1::jsonb) as g(set_hash text, ordinal smallint, service text, action text, resource text, level smallint,
       reach smallint, conditions text[], source text, because text)`,
    [JSON.stringify(grants)],
  )
}
