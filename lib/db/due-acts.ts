import type { PoolClient } from 'pg'
import type { ProviderVerb } from '../model/provider-act.ts'

export type ActToTell = {
  id: string
  waitsFor: 'second' | 'review'
  round: string
  verb: ProviderVerb
  tokenKinds: string[]
  token: string
  tokens: number
  by: string
  not: readonly string[]
}

/** As the tabs of the page have it, so that their indexes serve both. */
const waiting = {
  second: `a.state = 'asked'`,
  review: `a.review_because is not null and a.reviewed_at is null and a.state in ('seen', 'unseen', 'failed', 'unknown')`,
} as const

/** The next requests after an id that wait for a second person, or for somebody to look at what one person did alone. */
export async function actsToTell(client: PoolClient, waitsFor: 'second' | 'review', after: string, limit: number): Promise<ActToTell[]> {
  const { rows } = await client.query<ActToTell>(
    `select a.request_id as id, $1::text as "waitsFor", max(a.attempts) || '-' || coalesce(max(a.outcome_at)::text, '') as round, min(a.verb) as verb, array_agg(distinct t.kind) as "tokenKinds",
       min(t.name) as token, count(distinct a.id)::int as tokens, min(coalesce(a.resumed_by, a.agreed_by, a.asked_by)) as by,
       array_remove(array_agg(a.asked_by_id) || array_agg(a.agreed_by_id) || array_agg(r.id), null) as "not"
     from provider_act a join token t on t.id = a.token_id
       left join lateral (select (e ->> 'byId')::uuid as id from jsonb_array_elements(a.resumptions) e) r on true
     where ${waiting[waitsFor]} and a.request_id > $2
     group by a.request_id order by a.request_id limit $3`,
    [waitsFor, after, limit],
  )
  return rows
}
