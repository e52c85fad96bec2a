import type { PoolClient } from 'pg'
import { secretIdPrefix, type Certainty } from '../model/leak.ts'

/** What a leak is matched by. */
export type Marks = {
  key: string
  reference: string | null
  tail: string | null
  kind: string | null
  fingerprint: string | null
  repository: string | null
}

export type CandidateRow = {
  key: string
  by: 'provider id' | 'same secret' | 'last eight' | 'last four' | 'place'
  tokenId: string
  live: boolean
  /** From a file: the provider's own row of the same key comes before it. */
  copied: boolean
  certainty: Certainty | null
}

/** More tokens with the same last four characters than this tell nothing apart. */
const mostAlike = 3

/**
 * The tokens that these leaks may be of, by every way there is, in one statement however many they are. What a removed source left behind is
 * nobody's any more: nothing is seen of it, and it may be there again under the source that took its place.
 */
export async function leakCandidates(client: PoolClient, leaks: readonly Marks[]): Promise<Map<string, CandidateRow[]>> {
  const { rows } = await client.query<CandidateRow>(
    `with r as materialized (select * from jsonb_to_recordset($1::jsonb) as r(key text, reference text, tail text, kind text, fingerprint text, repository text)),
     watched as materialized (select s.id, s.kind = 'file' as copied from source s where s.removed_at is null)
     select r.key, 'provider id' as by, t.id as "tokenId", t.state = 'live' as live, w.copied, null as certainty
       from r join token t on t.external_id = r.reference join watched w on w.id = t.source_id
     union all
     select distinct r.key, 'same secret', t.id, t.state = 'live', w.copied, x.certainty from r join exposure x on x.fingerprint = r.fingerprint
       join token t on t.id = x.token_id join watched w on w.id = t.source_id where x.closed_because is distinct from 'not-ours'
     union all
     select r.key, 'same secret', t.id, t.state = 'live', w.copied, 'certain' from r join token t on t.external_id = '${secretIdPrefix}' || r.fingerprint
       join watched w on w.id = t.source_id
     union all
     select r.key, 'last eight', t.id, t.state = 'live', w.copied, null from r join token t on t.observed ->> 'lastEight' = r.tail and t.observed ->> 'lastEight' is not null
       join watched w on w.id = t.source_id where length(r.tail) = 8
     union all
     select r.key, 'last four', f.id, true, f.copied, null from r cross join lateral (select t.id, w.copied from token t join watched w on w.id = t.source_id where right(t.display_id, 4) = right(r.tail, 4)
       and t.kind = r.kind and t.display_id like '…%' and t.state = 'live' limit ${mostAlike}) f where r.tail is not null
     union all
     select r.key, 'place', p.id, true, p.copied, null from r cross join lateral (select t.id, w.copied from token t join watched w on w.id = t.source_id where t.observed #>> '{tags,repository}' = r.repository
       and t.kind = 'github.deploy-key' and t.state = 'live' limit ${mostAlike}) p where r.kind = 'github.deploy-key'`,
    [JSON.stringify(leaks.map(({ key, reference, tail, kind, fingerprint, repository }) => ({ key, reference, tail, kind, fingerprint, repository })))],
  ) // prettier-ignore
  return Map.groupBy(rows, (row) => row.key)
}
