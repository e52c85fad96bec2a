import type { Pool, PoolClient } from 'pg'
import type { TrackerFlavour, TrackerRow } from '../model/ticket.ts'

const columns = `flavour, base_url as "baseUrl", project_key as "projectKey", issue_type as "issueType", email, tested_at as "testedAt", tested_as as "testedAs",
  site_url as "siteUrl", has_due_date as "hasDueDate", on_since as "onSince", failing_since as "failingSince", problem, failures, retry_at as "retryAt",
  read_at as "readAt", demo, version`

/** The tracker, without its credential; null where none is set up. */
export async function readTracker(client: Pool | PoolClient): Promise<TrackerRow | null> {
  return (await client.query<TrackerRow>(`select ${columns} from tracker where kind = 'jira'`)).rows[0] ?? null
}

/** The same, its row locked until the transaction ends. */
export async function lockTracker(client: PoolClient): Promise<TrackerRow | null> {
  return (await client.query<TrackerRow>(`select ${columns} from tracker where kind = 'jira' for update`)).rows[0] ?? null
}

/** Its credential, sealed as it rests; null where there is none. */
export async function readTrackerSecret(client: Pool | PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ sealed: string }>(`select sealed from tracker where kind = 'jira'`)
  return rows[0]?.sealed ?? null
}

export type NewTracker = {
  flavour: TrackerFlavour
  baseUrl: string
  projectKey: string
  issueType: string
  email: string | null
  demo: boolean
  /** Left out: the one that is there stays. */
  secret?: { keyId: string; sealed: string }
}

/** Sets the tracker up, or otherwise. It is off and untested then. */
export async function writeTracker(client: PoolClient, { secret, ...to }: NewTracker, at: Date): Promise<void> {
  const values = [to.flavour, to.baseUrl, to.projectKey, to.issueType, to.email, to.demo, at]
  const anew = `tested_at = null, tested_as = null, site_url = null, has_due_date = false, on_since = null, failing_since = null, problem = null, failures = 0, retry_at = null,
    read_at = case when tracker.base_url = $2 then tracker.read_at end`
  if (!secret) {
    await client.query(
      `update tracker set flavour = $1, base_url = $2, project_key = $3, issue_type = $4, email = $5, demo = $6, changed_at = $7, ${anew}, version = version + 1 where kind = 'jira'`,
      values,
    )
    return
  }
  await client.query(
    `insert into tracker (kind, flavour, base_url, project_key, issue_type, email, demo, changed_at, key_id, sealed) values ('jira', $1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (kind) do update set flavour = $1, base_url = $2, project_key = $3, issue_type = $4, email = $5, demo = $6, changed_at = $7, key_id = $8, sealed = $9,
       ${anew}, version = tracker.version + 1`,
    [...values, secret.keyId, secret.sealed],
  )
}

/** The make-believe company listens at another port: the same tracker, as on and as tested as it was. */
export async function moveTracker(
  client: PoolClient,
  { baseUrl, secret }: { baseUrl: string; secret: { keyId: string; sealed: string } },
  at: Date,
): Promise<void> {
  // Its issues move with it.
  for (const table of ['ticket', 'token_end'])
    await client.query(`update ${table} x set base_url = $1 from tracker t where t.kind = 'jira' and t.demo and x.base_url = t.base_url`, [
      baseUrl,
    ])
  await client.query(
    `update tracker set base_url = $1, site_url = case when site_url is null then null else $1 end, key_id = $2, sealed = $3, changed_at = $4 where kind = 'jira' and demo`,
    [baseUrl, secret.keyId, secret.sealed, at],
  )
}

/** Notes what a test found. */
export async function markTrackerTested(
  client: PoolClient,
  { as, site, hasDueDate }: { as: string; site: string; hasDueDate: boolean },
  at: Date,
): Promise<void> {
  await client.query(
    `update tracker set tested_at = $4, tested_as = $1, site_url = $2, has_due_date = $3, failing_since = null, problem = null, failures = 0, retry_at = null,
       version = version + 1 where kind = 'jira'`,
    [as, site, hasDueDate, at],
  )
}

/** Switches it on (since when) or off (null). */
export async function switchTracker(client: PoolClient, onSince: Date | null, at: Date): Promise<void> {
  await client.query(`update tracker set on_since = $1, changed_at = $2, version = version + 1 where kind = 'jira'`, [onSince, at])
}

/** Takes it away. */
export async function deleteTracker(client: PoolClient): Promise<void> {
  await client.query(`delete from tracker where kind = 'jira'`)
}

/** Notes that nothing could be read at that address, and before when it is not tried again. Of another that was set up meanwhile it says nothing. */
export async function markTrackerFailing(pool: Pool, baseUrl: string, problem: string, at: Date, retryAt: (failures: number) => Date): Promise<void> {
  const { rows } = await pool.query<{ failures: number }>(
    `update tracker set failing_since = coalesce(failing_since, $2), problem = $1, failures = failures + 1 where kind = 'jira' and base_url = $3 returning failures`,
    [problem, at, baseUrl],
  )
  if (rows[0]) await pool.query(`update tracker set retry_at = $1 where kind = 'jira' and base_url = $2`, [retryAt(rows[0].failures), baseUrl])
} // prettier-ignore

/** Notes that it was read at that address: all of it, or, with a problem, all but what the problem says. */
export async function markTrackerRead(pool: Pool, baseUrl: string, at: Date, problem: string | null): Promise<void> {
  await pool.query(
    `update tracker set read_at = case when $2::text is null then $1 else read_at end, failing_since = null, problem = $2, failures = 0, retry_at = null
     where kind = 'jira' and base_url = $3`,
    [at, problem, baseUrl],
  )
}
