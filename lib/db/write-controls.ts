import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { evidenceDays } from '../model/evidence.ts'
import type { ExposureSighting } from '../model/sighting.ts'

/** What a change of controls or exposures reaches: tokens by id, everything of a workload, everything of the source. */
export type Reached = { tokenIds: string[]; workloadIds: string[]; sourceId: string | null }

/**
 * The controls that a run staged, in place of those that the same source showed before, in one statement however many there
 * are. `marksGone` tells whether what is missing now is gone, or only was not seen. Answers with what changed; newer evidence
 * for the same control changes nothing yet: the tokens are looked at again when the old evidence would have run out.
 */
export async function writeControls(client: PoolClient, run: { id: string; sourceId: string }, marksGone: boolean): Promise<Reached> {
  const { rows: changed } = await client.query<{ tokenId: string | null; workloadId: string | null; onSource: boolean }>(
    `with told as (
       select distinct on (s.external_id) s.payload ->> 'type' as type, s.payload -> 'on' ->> 'token' as token,
         s.payload -> 'on' ->> 'workload' as workload, s.payload -> 'on' = '"source"' as on_source, s.payload ->> 'evidence' as evidence,
         (s.payload ->> 'evidencedAt')::timestamptz as evidenced_at, (s.payload ->> 'minutes')::real as minutes
       from staged s where s.run_id = $1 and s.see = 'control' order by s.external_id, s.seq desc),
     seen as (
       select r.type, t.id as token_id, w.id as workload_id, case when r.on_source then $2::uuid end as source_id, r.evidence,
         r.evidenced_at, r.minutes
       from told r
         left join token t on t.external_id = r.token and (t.source_id = $2 or (select count(*) from token o where o.external_id = r.token) = 1)
         left join workload w on w.key = r.workload
       where t.id is not null or w.id is not null or r.on_source),
     gone as (
       delete from control c where c.stated_by = $3 and ($4 or exists (select 1 from seen s where s.type = c.type
           and (s.token_id, s.workload_id, s.source_id) is not distinct from (c.token_id, c.workload_id, c.source_id)))
       returning c.token_id, c.workload_id, c.source_id, c.type, c.minutes),
     added as (
       insert into control (id, type, token_id, workload_id, source_id, evidence, evidenced_at, expires_at, minutes, stated_by)
       select gen_random_uuid(), type, token_id, workload_id, source_id, evidence, evidenced_at,
         evidenced_at + make_interval(hours => 24 * $5::int), minutes, $3 from seen
       returning token_id, workload_id, source_id, type, minutes)
     select distinct coalesce(g.token_id, a.token_id) as "tokenId", coalesce(g.workload_id, a.workload_id) as "workloadId",
       coalesce(g.source_id, a.source_id) is not null as "onSource"
     from gone g full join added a on a.type = g.type and coalesce(a.token_id, a.workload_id, a.source_id) = coalesce(g.token_id, g.workload_id, g.source_id)
     where g.type is null or a.type is null or g.minutes is distinct from a.minutes`,
    [run.id, run.sourceId, `run:${run.sourceId}`, marksGone, evidenceDays],
  )
  return {
    tokenIds: changed.flatMap((row) => row.tokenId ?? []),
    workloadIds: changed.flatMap((row) => row.workloadId ?? []),
    sourceId: changed.some((row) => row.onSource) ? run.sourceId : null,
  }
}

/** SQL of our own: the key of a leak that was told of a token, at a place and an instant (as the column keeps it). */
export function toldKey(token: string, foundIn: string, foundAt: string): string {
  return `'told:' || md5(${token}::text || ' ' || extract(epoch from ${foundAt}::timestamptz(3))::text || ' ' || ${foundIn})`
}

/**
 * Leaks that a run told of, matched by external id: to the token of the same source, else to the one token of any other that
 * has it; where several have it, to none. A leak told twice is one. Answers with the tokens.
 */
export async function writeExposures(
  client: PoolClient,
  sourceId: string,
  exposures: readonly ExposureSighting[],
  at: Date,
): Promise<Reached & { unmatched: number }> {
  const rows = exposures.map((one) => ({
    id: uuid(),
    token: one.token,
    state: one.state,
    found_in: one.foundIn,
    found_at: one.foundAt,
    still_valid: one.stillValid === 'not-reported' ? 'not-reported' : one.stillValid ? 'yes' : 'no',
  }))
  const { rows: matched } = await client.query<{ tokenId: string; token: string }>(
    `with told as (
       select distinct on (t.id, r.found_in, r.found_at) r.*, t.id as token_id, ${toldKey('t.id', 'r.found_in', 'r.found_at')} as key
       from jsonb_to_recordset($1::jsonb) as r(id uuid, token text, state text, found_in text, found_at timestamptz, still_valid text)
         join token t on t.external_id = r.token
       where t.source_id = $3 or (select count(*) from token o where o.external_id = r.token) = 1),
     kept as (
       insert into exposure (id, key, token_id, state, found_in, found_at, still_valid, matched_by, stated_by, recorded_at, told_at)
       select id, key, token_id, state, found_in, found_at, still_valid, 'provider id', $2, $4, $4 from told
       on conflict (key) do update set state = excluded.state, still_valid = excluded.still_valid, told_at = excluded.told_at)
     select distinct token_id as "tokenId", token from told`,
    [JSON.stringify(rows), `run:${sourceId}`, sourceId, at],
  )
  const found = new Set(matched.map((row) => row.token))
  return {
    tokenIds: matched.map((row) => row.tokenId),
    workloadIds: [],
    sourceId: null,
    unmatched: exposures.filter((one) => !found.has(one.token)).length,
  }
}
