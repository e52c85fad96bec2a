import type { Pool } from 'pg'
import { kindPatterns } from './kind-patterns.ts'

/** A staged sighting beside the row it would change, if there is one. */
export type StagedChange = { externalId: string; fingerprint: string; payload: unknown; tokenId: string | null }

/**
 * The next staged tokens that differ from the inventory (new, changed, or missing until now), after `after`, in order of
 * their ids. What a run saw twice counts as it was seen last. The anti-join reads keys and fingerprints only.
 */
export async function nextChangedTokens(
  pool: Pool,
  run: { id: string; sourceId: string },
  after: string,
  limit: number,
): Promise<StagedChange[]> {
  const { rows } = await pool.query<StagedChange>({
    text: `select s.external_id as "externalId", s.fingerprint, s.payload, t.id as "tokenId"
      from staged s left join token t on t.source_id = $2 and t.external_id = s.external_id
      where s.run_id = $1 and s.see = 'token' and s.external_id > $3
        and (t.id is null or t.fingerprint <> s.fingerprint or t.missing_since is not null)
        and not exists (select 1 from staged l where l.run_id = s.run_id and l.see = s.see and l.external_id = s.external_id and l.seq > s.seq)
      order by s.external_id limit $4`,
    values: [run.id, run.sourceId, after, limit],
  })
  return rows
}

/** The next staged rows of another kind, after `after`; what was seen twice counts as it was seen last. */
export async function nextStaged(
  pool: Pool,
  runId: string,
  see: string,
  after: number,
  limit: number,
): Promise<{ seq: number; externalId: string; fingerprint: string; payload: unknown }[]> {
  const { rows } = await pool.query<{ seq: number; externalId: string; fingerprint: string; payload: unknown }>(
    `select s.seq, s.external_id as "externalId", s.fingerprint, s.payload from staged s
     where s.run_id = $1 and s.see = $2 and s.seq > $3
       and not exists (select 1 from staged l where l.run_id = s.run_id and l.see = s.see and l.external_id = s.external_id and l.seq > s.seq)
     order by s.seq limit $4`,
    [runId, see, after, limit],
  )
  return rows
}

/**
 * The next tokens of a source that this run did not see and that may still change for it: not yet proved gone twice, nor counted for this
 * run. Each with its part, where it has one. `unread`: kinds that it did not look for (one may end in ".*").
 */
export async function nextAbsentTokens(
  pool: Pool,
  run: { id: string; sourceId: string },
  { after, limit, unread }: { after: string; limit: number; unread: readonly string[] },
): Promise<{ id: string; part: string | null }[]> {
  const { rows } = await pool.query<{ id: string; part: string | null }>(
    `select t.id, t.observed ->> 'part' as part from token t
     where t.source_id = $2 and t.id > $3 and t.absent_runs < 2 and t.last_absent_run is distinct from $1 and not (t.kind like any($5::text[]))
       and not exists (select 1 from staged s where s.run_id = $1 and s.see = 'token' and s.external_id = t.external_id)
     order by t.id limit $4`,
    [run.id, run.sourceId, after, limit, kindPatterns(unread)],
  )
  return rows
}

/** The next tokens of a source that this run was told are over, as `nextAbsentTokens`; one that was also seen lives. */
export async function nextEndedTokens(pool: Pool, run: { id: string; sourceId: string }, after: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select t.id from (select distinct external_id from staged where run_id = $1 and see = 'ended') e
     join token t on t.source_id = $2 and t.external_id = e.external_id
     where t.id > $3 and t.absent_runs < 2 and t.last_absent_run is distinct from $1
       and not exists (select 1 from staged s where s.run_id = $1 and s.see = 'token' and s.external_id = t.external_id)
     order by t.id limit $4`,
    [run.id, run.sourceId, after, limit],
  )
  return rows.map((row) => row.id)
}

/**
 * The parts that tokens of a source are of and that a run `told` nothing of, each with how many of its tokens the run neither saw nor was told
 * of. `unread`: kinds that it did not look for (one may end in ".*"). At most `limit` parts, in order.
 */
export async function unlookedParts(
  pool: Pool,
  run: { id: string; sourceId: string },
  { told, unread, limit }: { told: readonly string[]; unread: readonly string[]; limit: number },
): Promise<{ part: string; tokens: number }[]> {
  const { rows } = await pool.query<{ part: string; tokens: number }>(
    `select t.observed ->> 'part' as part, count(*)::int as tokens from token t
     where t.source_id = $2 and t.observed ? 'part' and t.state <> 'gone' and t.observed ->> 'part' <> all($3::text[]) and not (t.kind like any($4::text[]))
       and not exists (select 1 from staged s where s.run_id = $1 and s.see in ('token', 'ended') and s.external_id = t.external_id)
     group by 1 order by 1 limit $5`,
    [run.id, run.sourceId, told, kindPatterns(unread), limit],
  )
  return rows
}
