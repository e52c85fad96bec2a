import { expect } from 'vitest'
import type { Db } from '../db.ts'

/** The inventory in short, for comparing two databases that should hold the same. (Between the two, time may let a token expire.) */
export async function inventoryOf(db: Db): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    `select s.kind as source, t.external_id, t.kind, replace(t.state, 'expired', 'live') as state, t.fingerprint, t.permission_hash, t.level, t.reach
     from token t join source s on s.id = t.source_id order by 1, 2`,
  )
  return rows
}

/** What must hold after any fault: nothing doubled, counts exact, no run without an end, nothing left in staging, history and timeline whole. */
export async function assertWhole(db: Db): Promise<void> {
  const none = async (what: string, sql: string) => expect((await db.pool.query(sql)).rows.slice(0, 5), what).toEqual([])
  const facets = `select source_id, state, f.facet, f.value, count(*)::int as count from token t cross join lateral (values ('verdict', verdict),
    ('reason', reason), ('provider', provider), ('kind', kind), ('binding', binding), ('owner', coalesce(owner_id::text, 'none')),
    ('workload', coalesce(workload_id::text, 'none')), ('source', source_id::text), ('exposure', exposure), ('agent', agent),
    ('sensitivity', coalesce(sensitivity::text, 'none')), ('level', coalesce(level::text, 'none')), ('lifetime', expires_how), ('life', life),
    ('third-party', case when third_party is null then 'no' else 'yes' end),
    ('improvable', case when verdict_floor <> verdict then 'yes' else 'no' end),
    ('standing-owner', case when verdict in ('revoke-now', 'standing-privilege') then coalesce(owner_id::text, 'none') end)) f(facet, value)
    where f.value is not null group by 1, 2, 3, 4`
  const kept = 'select source_id, state, facet, value, count from facet_count'
  await none('kept counts that are not the exact ones', `(${facets} except ${kept}) union all (${kept} except (${facets}))`)
  await none('runs without an end', `select id, phase from run where state = 'running'`)
  await none('staged rows of no run under way', `select run_id, count(*) from staged group by 1`)
  await none(
    'tokens without exactly one first sighting',
    `select t.external_id, count(e.id) from token t left join event e on e.token_id = t.id and e.kind = 'first-seen' group by 1 having count(e.id) <> 1`,
  )
  await none(
    'tokens without history',
    `select t.external_id from token t where not exists (select 1 from token_history h where h.token_id = t.id)`,
  )
  await none(
    'sources in use whose last run is unknown',
    `select s.id from source s where s.last_run_id is not null and not exists (select 1 from run r where r.id = s.last_run_id)`,
  )
}
