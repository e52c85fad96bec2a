import type { PoolClient } from 'pg'
import type { OwnerSighting, WorkloadSighting } from '../model/sighting.ts'

type Asks = Pick<PoolClient, 'query'>
type Tied<Row, Ties extends string> = Omit<Row, Ties> & { [Name in Ties]: string | null }

const handles = `array(select substr(h.handle, 8) from owner_handle h where h.owner_id = o.id and h.handle like 'handle:%' order by 1)`

const ownerRows = `
  select o.key, o.kind, o.name, o.email, ${handles} as handles, t.key as team, m.key as manager, o.status
  from owner o left join owner t on t.id = o.team_id left join owner m on m.id = o.manager_id where o.key`
const workloadRows = `
  select w.key, w.name, w.environment, w.sensitivity, w.data_classes as "dataClasses", w.agent, a.key as accountable, o.key as owner, w.status
  from workload w left join owner a on a.id = w.accountable_id left join owner o on o.id = w.owner_id where w.key`

export type OwnerRow = Tied<OwnerSighting, 'team' | 'manager'>
export type WorkloadRow = Tied<WorkloadSighting, 'owner' | 'accountable'>

/** Owners of these keys as a file would write them. */
export async function readOwnerRows(client: Asks, keys: readonly string[]): Promise<OwnerRow[]> {
  return (await client.query<OwnerRow>(`${ownerRows} = any($1)`, [keys])).rows
}

/** Workloads of these keys as a file would write them. */
export async function readWorkloadRows(client: Asks, keys: readonly string[]): Promise<WorkloadRow[]> {
  return (await client.query<WorkloadRow>(`${workloadRows} = any($1)`, [keys])).rows
}

/** All owners that have a key, in the order of the keys, so that whoever gets another name meanwhile comes once all the same. */
export function walkOwnerRows(client: Asks): AsyncGenerator<OwnerRow> {
  return walk<OwnerRow>(client, `${ownerRows} > $1 order by o.key limit $2`)
}

/** All workloads, likewise. */
export function walkWorkloadRows(client: Asks): AsyncGenerator<WorkloadRow> {
  return walk<WorkloadRow>(client, `${workloadRows} > $1 order by w.key limit $2`)
}

const atOnce = 1_000

async function* walk<Row extends { key: string }>(client: Asks, page: string): AsyncGenerator<Row> {
  for (let after = ''; ;) {
    const { rows } = await client.query<Row>(page, [after, atOnce])
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < atOnce) return
    after = last.key
  }
}

/** Which of these keys an owner has, and which were an owner's who was merged with another. */
export async function readOwnerKeys(client: Asks, keys: readonly string[]): Promise<{ owners: Set<string>; merged: Set<string> }> {
  const { rows } = await client.query<{ key: string; merged: boolean }>(
    `select key, false as merged from owner where key = any($1) union all select substr(handle, 5), true from owner_handle where handle = any($2)`,
    [keys, keys.map((key) => `key:${key}`)],
  )
  return { owners: new Set(rows.map(({ key }) => key)), merged: new Set(rows.flatMap(({ key, merged }) => (merged ? [key] : []))) }
}
