import type { PoolClient } from 'pg'
import type { EvidenceTarget } from './lock-reached.ts'

/** A control that somebody vouches for. `minutes` as its type means them; `statedBy` is `user:<id>`. */
export type StatedControl = {
  id: string
  type: string
  on: EvidenceTarget
  evidence: string
  evidencedAt: Date
  expiresAt: Date
  minutes: number | undefined
  statedBy: string
}

/** Adds a control. What it is about must be there (see `lockReached`). */
export async function insertControl(client: PoolClient, { on, ...control }: StatedControl): Promise<void> {
  await client.query(
    `insert into control (id, type, token_id, workload_id, source_id, evidence, evidenced_at, expires_at, minutes, stated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      control.id,
      control.type,
      'tokenId' in on ? on.tokenId : null,
      'workloadId' in on ? on.workloadId : null,
      'sourceId' in on ? on.sourceId : null,
      control.evidence,
      control.evidencedAt,
      control.expiresAt,
      control.minutes ?? null,
      control.statedBy,
    ],
  )
}
