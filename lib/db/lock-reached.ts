import type { PoolClient } from 'pg'
import { AppError } from '../model/app-error.ts'

/** What evidence is about: one token, a workload, or a source with everything in it. */
export type EvidenceTarget = { tokenId: string } | { workloadId: string } | { sourceId: string }

/**
 * Throws AppError 'not-found' where what the evidence is about is not there. A token is locked as it will be when it is scored:
 * the insert alone takes a weaker lock, and two who record at once would each wait for the other to give theirs up.
 */
export async function lockReached(client: PoolClient, on: EvidenceTarget): Promise<void> {
  const { rowCount } =
    'tokenId' in on
      ? await client.query('select 1 from token where id = $1 for update', [on.tokenId])
      : 'workloadId' in on
        ? await client.query('select 1 from workload where id = $1 for key share', [on.workloadId])
        : await client.query('select 1 from source where id = $1 for key share', [on.sourceId])
  if (!rowCount) throw new AppError('not-found', 'What this is about is not there any more. Load the page again.')
}
