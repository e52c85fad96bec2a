import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

/** What people may change of a workload, as it rests in its row; sensitivity 0 to 4, null where nobody has said. */
export type WorkloadState = { sensitivity: number | null; agent: string; status: string }

/** What is left out stays as it is; `version` is the one that the caller saw. */
export type WorkloadChange = { id: string; version: number } & { [K in keyof WorkloadState]?: WorkloadState[K] | undefined }

/**
 * Changes a workload and answers with how it was and how it is. Throws AppError 'conflict' where somebody was faster, or the
 * workload is not there any more.
 */
export async function changeWorkload(client: PoolClient, edit: WorkloadChange): Promise<{ before: WorkloadState; after: WorkloadState }> {
  const found = await client.query<WorkloadState>(
    // Not "for update": a sync that gives a token this workload meanwhile would wait for us, holding the token that we want next.
    'select sensitivity, agent, status from workload where id = $1 and version = $2 for no key update',
    [edit.id, edit.version],
  )
  const before = found.rows[0]
  if (!before) throw new AppError('conflict', 'Somebody else changed this workload first. Look again before you change it.')
  const after = {
    sensitivity: edit.sensitivity === undefined ? before.sensitivity : edit.sensitivity,
    agent: edit.agent ?? before.agent,
    status: edit.status ?? before.status,
  }
  await client.query('update workload set sensitivity = $2, agent = $3, status = $4, version = version + 1 where id = $1', [
    edit.id,
    after.sensitivity,
    after.agent,
    after.status,
  ])
  return { before, after }
}
