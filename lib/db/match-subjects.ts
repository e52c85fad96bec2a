import type { PoolClient } from 'pg'
import type { Sighting } from '../model/sighting.ts'
import type { AssignedHow, TokenState } from '../model/token.ts'

/** What a rule looks at of a token, and what the token has been assigned. */
export type MatchSubject = Pick<Sighting, 'kind' | 'name' | 'ownerHints' | 'tags' | 'workloadHint'> & {
  id: string
  sourceId: string
  state: TokenState
  ownerId: string | null
  ownerHow: AssignedHow | null
  workloadId: string | null
  workloadHow: AssignedHow | null
}

/** All tokens, or the live ones to which a rule has assigned one of these. */
export type Subjects = 'everything' | { ownerIds: readonly string[]; workloadIds: readonly string[] }

const sliceSize = 5_000
const firstId = '00000000-0000-0000-0000-000000000000'

/** Tokens as rules see them, a slice at a time. */
export async function* matchSubjects(client: Pick<PoolClient, 'query'>, which: Subjects): AsyncGenerator<MatchSubject[]> {
  const [where, values] =
    which === 'everything'
      ? ['true', []]
      : [
          `state = 'live' and ((owner_how = 'rule' and owner_id = any($2::uuid[])) or (workload_how = 'rule' and workload_id = any($3::uuid[])))`,
          [which.ownerIds, which.workloadIds],
        ]
  for (let after = firstId; ;) {
    const { rows } = await client.query<MatchSubject>(
      `select id, source_id as "sourceId", state, kind, name, observed->'ownerHints' as "ownerHints", observed->'tags' as tags, observed->>'workloadHint' as "workloadHint",
         owner_id as "ownerId", owner_how as "ownerHow", workload_id as "workloadId", workload_how as "workloadHow"
       from token where id > $1 and ${where} order by id limit ${sliceSize}`,
      [after, ...values],
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}

/** How many live tokens have what from a rule: a row for each pair of owner and workload, null where that is not a rule's doing. */
export async function ruleAssignments(
  client: Pick<PoolClient, 'query'>,
): Promise<{ ownerId: string | null; workloadId: string | null; count: number }[]> {
  const { rows } = await client.query<{ ownerId: string | null; workloadId: string | null; count: number }>(
    `select case when owner_how = 'rule' then owner_id end as "ownerId", case when workload_how = 'rule' then workload_id end as "workloadId",
       count(*)::int as count
     from token where state = 'live' and (owner_how = 'rule' or workload_how = 'rule') group by 1, 2`,
  )
  return rows
}
