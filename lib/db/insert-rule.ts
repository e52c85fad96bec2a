import type { PoolClient } from 'pg'
import type { Rule } from '../model/rule.ts'

/** Adds a rule that a person made. It decides nothing until the tokens are looked at again. */
export async function insertRule(client: PoolClient, rule: Rule & { name: string }): Promise<void> {
  await client.query(
    'insert into rule (id, position, name, condition, owner_id, workload_id, enabled, demo, version) values ($1, $2, $3, $4, $5, $6, true, false, 1)',
    [rule.id, rule.position, rule.name, JSON.stringify(rule.condition), rule.ownerId, rule.workloadId],
  )
}
