import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

/** What evidence is about, where it is about more than tokens one by one: a workload, or a source with everything in it. */
export type EvidenceTarget = { workloadId: string } | { sourceId: string }

/** Keeps what evidence is about until the transaction ends. Throws AppError 'not-found' where it is not there. */
export async function lockReached(client: PoolClient, on: EvidenceTarget): Promise<void> {
  const { rowCount } =
    'workloadId' in on
      ? await client.query('select 1 from workload where id = $1 for key share', [on.workloadId])
      : await client.query('select 1 from source where id = $1 for key share', [on.sourceId])
  if (!rowCount) throw new AppError('not-found', 'What this is about is not there any more. Load the page again.')
}
