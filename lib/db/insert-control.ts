import type { PoolClient } from 'pg'
import type { ControlEvidence } from '../model/token-act.ts'
import type { EvidenceTarget } from './lock-reached.ts'

/** A control that somebody vouches for. `statedBy` is `user:<id>`. */
export type StatedControl = ControlEvidence & { id: string; on: EvidenceTarget; expiresAt: Date; statedBy: string }

/** Adds a control, unless the same is there already; answers whether it did. What it is about must be there (see `lockReached`). */
export async function insertControl(client: PoolClient, { on, ...control }: StatedControl): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into control (id, type, workload_id, source_id, evidence, evidenced_at, expires_at, minutes, stated_by)
     select $1, $2, $3::uuid, $4::uuid, $5, $6, $7, $8, $9 where not exists (
       select from control c where c.type = $2 and (c.workload_id = $3 or c.source_id = $4) and c.evidence = $5 and c.evidenced_at = $6
         and c.minutes is not distinct from $8::real and c.stated_by = $9)`,
    [
      control.id,
      control.type,
      'workloadId' in on ? on.workloadId : null,
      'sourceId' in on ? on.sourceId : null,
      control.evidence,
      control.evidencedAt,
      control.expiresAt,
      control.minutes ?? null,
      control.statedBy,
    ],
  )
  return rowCount === 1
}
