import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'
import type { WorkloadFields } from '../model/directory.ts'

type Locked = WorkloadFields & { version: number }

/** A workload as it is, kept so until the transaction ends; AppError 'not-found' where there is none. */
export async function lockWorkload(client: PoolClient, id: string): Promise<Locked> {
  const { rows } = await client.query<Locked>(
    // Not "for update": a sync that gives a token this workload meanwhile would wait for us, holding the token that we want next.
    `select name, environment, sensitivity, data_classes as "dataClasses", agent, accountable_id as "accountableId", owner_id as "ownerId", status, version
     from workload where id = $1 for no key update`,
    [id],
  )
  if (!rows[0]) throw new AppError('not-found', 'That workload is not there any more.')
  return rows[0]
}

/** Adds a workload that a person made. Throws AppError 'bad-input' where its key is taken. */
export async function insertWorkload(client: PoolClient, id: string, key: string, workload: WorkloadFields): Promise<void> {
  const { rowCount } = await client.query(
    `insert into workload (id, key, name, environment, sensitivity, data_classes, agent, accountable_id, owner_id, status)
     values ($1, lower($2), $3, $4, $5, $6, $7, $8, $9, $10) on conflict (key) do nothing`,
    [id, key, ...valuesOf(workload)],
  )
  if (!rowCount)
    throw new AppError('bad-input', 'There is a workload with this key already.', [{ where: 'key', what: 'is another workload’s' }])
}

/** Writes a workload as a person left it, under its next version. */
export async function updateWorkload(client: PoolClient, id: string, workload: WorkloadFields): Promise<void> {
  await client.query(
    `update workload set name = $2, environment = $3, sensitivity = $4, data_classes = $5, agent = $6, accountable_id = $7, owner_id = $8,
       status = $9, version = version + 1 where id = $1`,
    [id, ...valuesOf(workload)],
  )
}

function valuesOf(one: WorkloadFields): unknown[] {
  return [one.name, one.environment, one.sensitivity, one.dataClasses, one.agent, one.accountableId, one.ownerId, one.status]
}
