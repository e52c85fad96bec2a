import type { PoolClient } from 'pg'
import type { ChangeKind } from '../model/change.ts'
import type { ChangedMeanwhile } from '../model/token-act.ts'

const mostNamed = 5
const mostActs = 1_000

/**
 * What other people's acts changed of the chosen tokens since a mark: the acts by the audit, the changes by the events they
 * caused. `fact` narrows statements of facts to one.
 */
export async function changedMeanwhile(
  client: PoolClient,
  { kinds, fact, mark, actorId }: { kinds: readonly ChangeKind[]; fact: string | null; mark: string; actorId: string },
): Promise<ChangedMeanwhile> {
  if (kinds.length === 0) return { count: 0, some: [] }
  const acts = await client.query<{ cause: string; by: string; at: Date }>(
    `select after ->> 'cause' as cause, actor as by, at from audit
     where seq > $1::bigint and actor_id is not null and actor_id <> $2 and after ->> 'cause' is not null order by seq desc limit ${mostActs}`,
    [mark, actorId],
  )
  if (acts.rows.length === 0) return { count: 0, some: [] }
  const changed = `from chosen c join event e on e.token_id = c.id
    where e.kind = any($1) and e.cause = any($2) and ($3::text is null or e.detail ->> 'fact' = $3)`
  const values = [kinds, acts.rows.map(({ cause }) => cause), fact]
  const counted = await client.query<{ n: number }>(`select count(distinct c.id)::int as n ${changed}`, values)
  const some = await client.query<{ id: string; name: string; cause: string; from: string | null; to: string | null }>(
    `select t.id, t.name, x.cause, ${nameOf("x.detail ->> 'from'")} as "from", ${nameOf("x.detail ->> 'to'")} as "to"
     from (select distinct on (c.id) c.id, e.cause, e.detail, e.at ${changed} order by c.id, e.at desc) x
     join token t on t.id = x.id order by x.at desc, t.name limit ${mostNamed}`,
    values,
  )
  const actOf = new Map(acts.rows.map((act) => [act.cause, act]))
  return {
    count: counted.rows[0]?.n ?? 0,
    some: some.rows.flatMap(({ cause, ...row }) => {
      const act = actOf.get(cause)
      return act ? [{ ...row, by: act.by, at: act.at }] : []
    }),
  }
}

/** An owner's or workload's name where the text is an id of one; else the text itself (a stated value). */
function nameOf(text: string): string {
  return `coalesce((select name from owner where id::text = ${text}), (select name from workload where id::text = ${text}), ${text})`
}
