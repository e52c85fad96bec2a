import type { RuleCondition } from '../model/rule.ts'
import type { Db } from './db.ts'

export type RuleRow = {
  id: string
  position: number
  name: string
  condition: RuleCondition
  ownerId: string | null
  ownerName: string | null
  workloadId: string | null
  workloadName: string | null
  /** The source that the condition names, where it names one. */
  sourceName: string | null
  enabled: boolean
  version: number
}

/** Every rule, disabled ones too, in the order in which they are asked. */
export async function listRules(db: Db): Promise<RuleRow[]> {
  const { rows } = await db.pool.query<RuleRow>(
    `select r.id, r.position, r.name, r.condition, r.owner_id as "ownerId", o.name as "ownerName", r.workload_id as "workloadId",
       w.name as "workloadName", s.name as "sourceName", r.enabled, r.version
     from rule r left join owner o on o.id = r.owner_id left join workload w on w.id = r.workload_id
       left join source s on s.id::text = r.condition->>'sourceId'
     order by r.position, r.id`,
  )
  return rows
}
