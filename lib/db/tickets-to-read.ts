import type { Pool } from 'pg'
import type { Issue } from '../model/ticket.ts'

/** Plans that were closed longer ago than this have issues that nobody reads any more. */
const readDaysAfterClose = 30

export type TicketToRead = { planId: string; externalId: string; isGone: boolean }

/** The next issues of one Jira to read after a plan's id, in order: of plans under way, and of those closed a short time ago. */
export async function ticketsToRead(pool: Pool, baseUrl: string, now: Date, after: string, limit: number): Promise<TicketToRead[]> {
  const { rows } = await pool.query<TicketToRead>(
    `select k.plan_id as "planId", k.external_id as "externalId", k.gone_at is not null as "isGone" from ticket k join plan p on p.id = k.plan_id
     where k.external_id is not null and k.base_url = $4 and k.plan_id > $2 and (p.closed_at is null or p.closed_at > $1::timestamptz - interval '${readDaysAfterClose} days')
     order by k.plan_id limit $3`,
    [now, after, limit, baseUrl],
  )
  return rows
}

export type TicketRead = { planId: string; issue: Issue | null; url: string | null }

/** Writes how issues of one Jira were read, where they were not unlinked meanwhile; without an issue: not there, or not to be seen, since `at`. */
export async function writeReads(pool: Pool, baseUrl: string, reads: readonly TicketRead[], at: Date): Promise<void> {
  if (reads.length === 0) return
  const rows = reads.map(({ planId, issue, url }) => ({ plan_id: planId, external_id: issue?.externalId ?? null, key: issue?.key ?? null, url, summary: issue?.summary ?? null, status: issue?.status ?? null, category: issue?.category ?? null, assignee: issue?.assignee ?? null })) // prettier-ignore
  await pool.query(
    `with r as (select * from jsonb_to_recordset($1::jsonb) as r(plan_id uuid, external_id text, key text, url text, summary text, status text, category text, assignee text))
     update ticket k set read_at = $2, gone_at = case when r.key is null then coalesce(k.gone_at, $2) end, key = coalesce(r.key, k.key), url = coalesce(r.url, k.url),
       summary = coalesce(r.summary, k.summary), status = coalesce(r.status, k.status), category = coalesce(r.category, k.category),
       assignee = case when r.key is null then k.assignee else r.assignee end
     from r where k.plan_id = r.plan_id and k.base_url = $3 and (r.external_id is null or k.external_id = r.external_id)`,
    [JSON.stringify(rows), at, baseUrl],
  )
}

export type HalfMade = { planId: string; marker: string }

/** Issues whose making was sent to one Jira before an instant, and of which nobody wrote down what came of it. */
export async function halfMade(pool: Pool, baseUrl: string, before: Date, limit: number): Promise<HalfMade[]> {
  const { rows } = await pool.query<HalfMade>(
    `select plan_id as "planId", marker from ticket where key is null and base_url = $3 and coalesce(claimed_until, '-infinity') < $1 and coalesce(sent_at, at) < $1 order by plan_id limit $2`,
    [before, limit, baseUrl],
  )
  return rows
}
