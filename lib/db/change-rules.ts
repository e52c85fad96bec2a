import type { PoolClient } from 'pg'
import type { KeptRule } from '../model/rule.ts'

/** Every rule, disabled ones too, in the order in which they are asked. An edit holds the directory, so that they stay so. */
export async function readKeptRules(client: Pick<PoolClient, 'query'>): Promise<KeptRule[]> {
  const { rows } = await client.query<KeptRule>(
    `select id, position, name, condition, owner_id as "ownerId", workload_id as "workloadId", enabled, version from rule order by position, id`,
  )
  return rows
}

/** Brings the rules from one list to another, writing only what differs. */
export async function writeRules(client: PoolClient, before: readonly KeptRule[], after: readonly KeptRule[]): Promise<void> {
  const gone = before.filter(({ id }) => !after.some((rule) => rule.id === id)).map(({ id }) => id)
  await client.query('delete from rule where id = any($1::uuid[])', [gone])
  const was = new Map(before.map((rule) => [rule.id, JSON.stringify(rule)]))
  for (const rule of after.filter((one) => was.get(one.id) !== JSON.stringify(one))) {
    await client.query(
      `insert into rule (id, position, name, condition, owner_id, workload_id, enabled, version) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set position = excluded.position, name = excluded.name, condition = excluded.condition,
         owner_id = excluded.owner_id, workload_id = excluded.workload_id, enabled = excluded.enabled, version = excluded.version`,
      [rule.id, rule.position, rule.name, JSON.stringify(rule.condition), rule.ownerId, rule.workloadId, rule.enabled, rule.version],
    )
  }
}

/** What was last done to a rule: enough to undo it. */
export type LastRuleAct = { seq: string; act: string; by: string; at: Date; before: unknown; after: unknown }

/** The newest audit entry of a rule; null where there is none. Any text may come as the id. */
export async function lastRuleAct(client: Pick<PoolClient, 'query'>, id: string): Promise<LastRuleAct | null> {
  const { rows } = await client.query<LastRuleAct>(
    'select seq::text as seq, act, actor as by, at, before, after from audit where target = $1 order by audit.seq desc limit 1',
    [`rule:${id}`],
  )
  return rows[0] ?? null
}
