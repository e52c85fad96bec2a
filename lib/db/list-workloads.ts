import { z } from 'zod'
import type { DirectorySearch } from '../model/directory-search.ts'
import type { Agent, Sensitivity } from '../model/facts.ts'
import type { KnownWorkload } from '../model/token.ts'
import type { Db } from './db.ts'
import { pageClause, pageOf, patternOf, type DirectoryPage } from './directory-page.ts'

export type WorkloadRow = {
  id: string
  key: string
  name: string
  environment: string | null
  sensitivity: Sensitivity | null
  dataClasses: string[]
  agent: Agent
  accountableId: string | null
  /** Who answers for it, where it is an agent. */
  accountableName: string | null
  ownerId: string | null
  ownerName: string | null
  status: KnownWorkload['status']
  version: number
  /** Live tokens, by the kept counts. */
  tokens: number
}

/** What of the workloads can be asked for alone. */
export const workloadShows = ['unrated', 'agents', 'unanswered', 'ended'] as const
export type WorkloadShow = (typeof workloadShows)[number]

const showing: Readonly<Record<WorkloadShow, string>> = {
  unrated: 'sensitivity is null',
  agents: `agent <> 'none'`,
  unanswered: `agent <> 'none' and accountable_id is null`,
  ended: `status <> 'active'`,
}

const select = `select w.id, w.key, w.name, w.environment, w.sensitivity, w.data_classes as "dataClasses", w.agent, w.accountable_id as "accountableId",
    a.name as "accountableName", w.owner_id as "ownerId", o.name as "ownerName", w.status, w.version, coalesce(c.n, 0) as tokens
  from w left join owner a on a.id = w.accountable_id left join owner o on o.id = w.owner_id
    left join (select value, sum(count)::int as n from facet_count where facet = 'workload' and state = 'live' and value = any(array(select id::text from w)) group by value) c
      on c.value = w.id::text`

/** Workloads by name, a page at a time; a search looks into name and key. */
export async function listWorkloads(db: Db, search: DirectorySearch<WorkloadShow>): Promise<DirectoryPage<WorkloadRow>> {
  const matching = `($1::text is null or name ilike $1 or key ilike $1) and ${search.show ? showing[search.show] : 'true'}`
  const page = pageClause(search)
  const [total, rows] = await Promise.all([
    db.pool.query<{ n: number }>(`select count(*)::int as n from workload where ${matching}`, [patternOf(search)]),
    db.pool.query<WorkloadRow>(
      `with w as materialized (select * from workload where ${matching} and ${page.sql}) ${select} order by w.name, w.id`,
      [patternOf(search), ...page.values],
    ),
  ])
  return pageOf(rows.rows, search, total.rows[0]?.n ?? 0)
}

/** How many workloads there are of each kind that can be asked for. */
export async function countWorkloads(db: Db): Promise<Readonly<Record<WorkloadShow | 'all', number>>> {
  const filters = workloadShows.map((show) => `count(*) filter (where ${showing[show]})::int as "${show}"`)
  const { rows } = await db.pool.query<Record<WorkloadShow | 'all', number>>(
    `select count(*)::int as all, ${filters.join(', ')} from workload`,
  )
  return rows[0] ?? { all: 0, unrated: 0, agents: 0, unanswered: 0, ended: 0 }
}

/** One workload, or null where there is none with this id. */
export async function readWorkload(db: Db, id: string): Promise<WorkloadRow | null> {
  if (!z.uuid().safeParse(id).success) return null
  const { rows } = await db.pool.query<WorkloadRow>(`with w as materialized (select * from workload where id = $1) ${select}`, [id])
  return rows[0] ?? null
}
