import type { PoolClient } from 'pg'
import type { Sighting } from '../model/sighting.ts'
import type { AssignedHow, TokenState } from '../model/token.ts'

/** What a rule looks at of a token, and what the token has been assigned. */
export type MatchSubject = Pick<Sighting, 'kind' | 'name' | 'ownerHints' | 'tags'> & {
  id: string
  sourceId: string
  state: TokenState
  ownerId: string | null
  ownerHow: AssignedHow | null
  workloadId: string | null
  workloadHow: AssignedHow | null
}

const sliceSize = 5_000
const firstId = '00000000-0000-0000-0000-000000000000'

const among = { everything: 'true', 'live by a rule': `state = 'live' and (owner_how = 'rule' or workload_how = 'rule')` } as const

/** Tokens as rules see them, a slice at a time: all of them, or the live ones that a rule has assigned something to. */
export async function* matchSubjects(client: Pick<PoolClient, 'query'>, which: keyof typeof among): AsyncGenerator<MatchSubject[]> {
  for (let after = firstId; ;) {
    const { rows } = await client.query<MatchSubject>(
      `select id, source_id as "sourceId", state, kind, name, observed->'ownerHints' as "ownerHints", observed->'tags' as tags,
         owner_id as "ownerId", owner_how as "ownerHow", workload_id as "workloadId", workload_how as "workloadHow"
       from token where id > $1 and ${among[which]} order by id limit ${sliceSize}`,
      [after],
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}
