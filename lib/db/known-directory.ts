import type { PoolClient } from 'pg'
import type { OwnerSighting, WorkloadSighting } from '../model/sighting.ts'

type Asks = Pick<PoolClient, 'query'>
type Tied<Row, Ties extends string> = Omit<Row, Ties> & { [Name in Ties]: string | null }

const handles = `array(select substr(h.handle, 8) from owner_handle h where h.owner_id = o.id and h.handle like 'handle:%' order by 1)`

/** Owners of these keys as a file would write them, or all that have a key. */
export async function readOwnerRows(client: Asks, keys: readonly string[] | null): Promise<Tied<OwnerSighting, 'team' | 'manager'>[]> {
  const { rows } = await client.query<Tied<OwnerSighting, 'team' | 'manager'>>(
    `select o.key, o.kind, o.name, o.email, ${handles} as handles, t.key as team, m.key as manager, o.status
     from owner o left join owner t on t.id = o.team_id left join owner m on m.id = o.manager_id
     where o.key is not null and ($1::text[] is null or o.key = any($1)) order by o.name, o.key`,
    [keys],
  )
  return rows
}

/** Workloads of these keys as a file would write them, or all. */
export async function readWorkloadRows(
  client: Asks,
  keys: readonly string[] | null,
): Promise<Tied<WorkloadSighting, 'owner' | 'accountable'>[]> {
  const { rows } = await client.query<Tied<WorkloadSighting, 'owner' | 'accountable'>>(
    `select w.key, w.name, w.environment, w.sensitivity, w.data_classes as "dataClasses", w.agent, a.key as accountable, o.key as owner, w.status
     from workload w left join owner a on a.id = w.accountable_id left join owner o on o.id = w.owner_id
     where $1::text[] is null or w.key = any($1) order by w.name, w.key`,
    [keys],
  )
  return rows
}

/** Which of these keys an owner has, and which were an owner's who was merged with another. */
export async function readOwnerKeys(client: Asks, keys: readonly string[]): Promise<{ owners: Set<string>; merged: Set<string> }> {
  const { rows } = await client.query<{ key: string; merged: boolean }>(
    `select key, false as merged from owner where key = any($1) union all select substr(handle, 5), true from owner_handle where handle = any($2)`,
    [keys, keys.map((key) => `key:${key}`)],
  )
  return { owners: new Set(rows.map(({ key }) => key)), merged: new Set(rows.flatMap(({ key, merged }) => (merged ? [key] : []))) }
}
