import { z } from 'zod'
import type { Agent, Sensitivity } from '../model/facts.ts'
import type { NameSearch } from '../model/name-search.ts'
import type { KnownWorkload } from '../model/token.ts'
import type { Db } from './db.ts'
import { nameValues, type NamePage } from './name-page.ts'

export type WorkloadRow = {
  id: string
  key: string
  name: string
  environment: string | null
  sensitivity: Sensitivity | null
  agent: Agent
  /** Who answers for it, where it is an agent. */
  accountableName: string | null
  ownerName: string | null
  status: KnownWorkload['status']
  version: number
  /** Live tokens, by the kept counts. */
  tokens: number
}

const select = `select w.id, w.key, w.name, w.environment, w.sensitivity, w.agent, a.name as "accountableName", o.name as "ownerName", w.status, w.version,
    coalesce(c.n, 0) as tokens
  from w left join owner a on a.id = w.accountable_id left join owner o on o.id = w.owner_id
    left join (select value, sum(count)::int as n from facet_count where facet = 'workload' and state = 'live' and value = any(array(select id::text from w)) group by value) c
      on c.value = w.id::text`

/** Workloads by name, 50 a page; a search looks into name and key. `unknownSensitivity` counts those of all that nobody has rated. */
export async function listWorkloads(db: Db, search: NameSearch): Promise<NamePage<WorkloadRow> & { unknownSensitivity: number }> {
  const [pattern, limit, offset] = nameValues(search)
  const matching = `($1::text is null or name ilike $1 or key ilike $1)`
  const [counts, page] = await Promise.all([
    db.pool.query<{ total: number; unknown: number }>(
      `select count(*) filter (where ${matching})::int as total, count(*) filter (where sensitivity is null)::int as unknown from workload`,
      [pattern],
    ),
    db.pool.query<WorkloadRow>(
      `with w as materialized (select * from workload where ${matching} order by name, id limit $2 offset $3) ${select} order by w.name, w.id`,
      [pattern, limit, offset],
    ),
  ])
  const [{ total, unknown } = { total: 0, unknown: 0 }] = counts.rows
  return { rows: page.rows, total, unknownSensitivity: unknown }
}

/** One workload, or null where there is none with this id. */
export async function readWorkload(db: Db, id: string): Promise<WorkloadRow | null> {
  if (!z.uuid().safeParse(id).success) return null
  const { rows } = await db.pool.query<WorkloadRow>(`with w as materialized (select * from workload where id = $1) ${select}`, [id])
  return rows[0] ?? null
}
