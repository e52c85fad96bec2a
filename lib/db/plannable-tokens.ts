import type { PoolClient } from 'pg'
import type { Plannable } from '../model/plan.ts'

/** How many of the connection's chosen tokens cannot be planned, and why. */
export type Unplannable = { already: number; notLive: number }

/** Counts those of the chosen tokens that another plan has, and those of which nothing is alive. */
export async function countUnplannable(client: PoolClient): Promise<Unplannable> {
  const { rows } = await client.query<Unplannable>(
    `select count(*) filter (where m.token_id is not null)::int as already,
       count(*) filter (where m.token_id is null and t.state not in ('live', 'disabled'))::int as "notLive"
     from chosen c join token t on t.id = c.id left join plan_token m on m.token_id = c.id and m.open`,
  )
  return rows[0] ?? { already: 0, notLive: 0 }
}

/** Locks the chosen tokens that can be planned, in order of their ids, and reads them, those that belong together one after the other. */
export async function plannable(client: PoolClient): Promise<Plannable[]> {
  const { rows } = await client.query<Plannable>(
    `with held as materialized (select t.id from chosen c join token t on t.id = c.id where t.state in ('live', 'disabled')
         and not exists (select from plan_token m where m.token_id = c.id and m.open) order by t.id for no key update of t)
     select t.id, t.name, t.display_id as "displayId", t.external_id as "externalId", t.kind, t.provider, t.verdict, t.reason, t.risk, t.base,
       nullif(t.due_at, 'infinity') as "dueAt", s.demo, t.owner_id as "ownerId", coalesce(o.status = 'active', false) as "ownerActive",
       t.workload_id as "workloadId", w.key as "workloadKey", w.name as "workloadName", w.environment, t.agent, t.third_party as "thirdParty",
       t.last_used_service as "lastUsedService", t.last_used_how = 'never' as "neverUsed", coalesce(array(select jsonb_array_elements_text(t.observed -> 'consumers')), '{}') as consumers
     from held h join token t on t.id = h.id join source s on s.id = t.source_id left join owner o on o.id = t.owner_id left join workload w on w.id = t.workload_id
     order by t.owner_id, t.workload_id, t.kind, t.id`,
  )
  return rows
}
