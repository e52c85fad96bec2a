import type { ControlType } from '../model/sighting.ts'
import type { Db } from './db.ts'

/** A control on record for a workload or a source: it protects every token of it. */
export type ControlOn = {
  id: string
  type: ControlType
  evidence: string
  evidencedAt: Date
  expiresAt: Date
  /** How long a revocation drill took. */
  minutes: number | null
  /** Whose word it is; null where a sync showed it. */
  by: string | null
}

const mostListed = 200

/** The controls of a workload or a source, the newest evidence first. For those who may see all of the directory or the sources. */
export async function controlsOn(db: Db, on: { workloadId: string } | { sourceId: string }): Promise<readonly ControlOn[]> {
  const [column, id] = 'workloadId' in on ? (['workload_id', on.workloadId] as const) : (['source_id', on.sourceId] as const)
  const { rows } = await db.pool.query<ControlOn>(
    `select c.id, c.type, c.evidence, c.evidenced_at as "evidencedAt", c.expires_at as "expiresAt", c.minutes,
       case when c.stated_by like 'user:%' then coalesce(u.name, 'somebody who is gone') end as by
     from control c left join "user" u on c.stated_by = 'user:' || u.id::text
     where c.${column} = $1 order by c.evidenced_at desc, c.id limit ${mostListed}`,
    [id],
  )
  return rows
}
