import type { PoolClient } from 'pg'

/** Sources that a plan's proofs come from and that can be read when asked: those of its tokens and of what takes their place. */
export async function checkableSources(client: PoolClient, planId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await client.query<{ id: string; name: string }>(
    `select s.id, s.name from source s where s.removed_at is null and s.kind <> 'file' and (
       exists (select from plan_token m join token t on t.id = m.token_id where m.plan_id = $1 and t.source_id = s.id)
       or exists (select from plan p join token t on t.id = p.successor_token_id where p.id = $1 and t.source_id = s.id)
       or exists (select from plan p join issuer i on i.id = p.successor_issuer_id where p.id = $1 and i.source_id = s.id))
     order by s.name, s.id`,
    [planId],
  )
  return rows
}
