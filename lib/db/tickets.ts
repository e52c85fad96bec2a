import type { Pool, PoolClient } from 'pg'
import type { Issue, TicketLine } from '../model/ticket.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'

const columns = `k.plan_id as "planId", k.key, k.url, k.summary, k.status, k.category, k.assignee, k.read_at as "readAt", k.gone_at as "goneAt", k.made, k.by, k.at, k.sent_at as "sentAt"`

/** A plan's issue, within the scope; null where it has none. */
export async function ticketOfPlan(db: Db, scope: Scope, planId: string): Promise<TicketLine | null> {
  const { sql, raw } = Prisma
  return scoped(db, scope, async (reader) => {
    const query = sql`select ${raw(columns)} from ticket k join plan p on p.id = k.plan_id where k.plan_id = ${planId}::uuid and ${planInScope(scope)}`
    return (await ask<TicketLine>(reader, query))[0] ?? null
  })
}

export type HeldTicket = TicketLine & { marker: string; externalId: string | null; claimedUntil: Date | null }

/** The same whole, its row locked until the transaction ends. */
export async function lockTicket(client: PoolClient, planId: string): Promise<HeldTicket | null> {
  const { rows } = await client.query<HeldTicket>(
    `select ${columns}, k.marker, k.external_id as "externalId", k.claimed_until as "claimedUntil" from ticket k where k.plan_id = $1 for update`,
    [planId],
  )
  return rows[0] ?? null
}

/** Says that an issue is about to be made for a plan, and until when nobody else is to be at it. */
export async function claimTicket(
  client: PoolClient,
  { planId, marker, by, byId, until }: { planId: string; marker: string; by: string; byId: string; until: Date },
  at: Date,
): Promise<void> {
  await client.query(
    `insert into ticket (plan_id, marker, made, by, by_id, at, claimed_until) values ($1, $2, true, $3, $4, $5, $6)
     on conflict (plan_id) do update set claimed_until = $6`,
    [planId, marker, by, byId, at, until],
  )
}

/** Says that the making of an issue is being sent: from here on it may be there. False where the claim is somebody else's by now. */
export async function markSent(client: PoolClient, planId: string, claim: Date, at: Date): Promise<boolean> {
  const { rowCount } = await client.query('update ticket set sent_at = $3 where plan_id = $1 and key is null and claimed_until = $2', [
    planId,
    claim,
    at,
  ])
  return rowCount === 1
}

/** Nobody is at it any more. `forget`: it was surely not made. */
export async function releaseTicket(client: PoolClient, planId: string, { forget }: { forget: boolean }): Promise<void> {
  if (forget) await client.query('delete from ticket where plan_id = $1 and key is null', [planId])
  else await client.query('update ticket set claimed_until = null where plan_id = $1', [planId])
}

type Read = { issue: Issue; url: string; at: Date }

/** Keeps the issue that was made, or found by its marker. */
export async function keepMade(client: PoolClient, planId: string, read: Read): Promise<void> {
  await client.query(
    `update ticket set external_id = $2, key = $3, url = $4, summary = $5, status = $6, category = $7, assignee = $8, read_at = $9, gone_at = null, claimed_until = null where plan_id = $1`,
    [planId, ...valuesOf(read)],
  )
}

/** Links a plan to an issue that is there. */
export async function insertLinked(
  client: PoolClient,
  { planId, marker, by, byId }: { planId: string; marker: string; by: string; byId: string },
  read: Read,
): Promise<void> {
  await client.query(
    `insert into ticket (plan_id, external_id, key, url, summary, status, category, assignee, read_at, marker, made, by, by_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, $11, $12, $9)
     on conflict (plan_id) do update set external_id = $2, key = $3, url = $4, summary = $5, status = $6, category = $7, assignee = $8, read_at = $9,
       gone_at = null, made = false, by = $11, by_id = $12, at = $9, sent_at = null, claimed_until = null`,
    [planId, ...valuesOf(read), marker, by, byId],
  )
}

function valuesOf({ issue, url, at }: Read) {
  return [issue.externalId, issue.key, url, issue.summary, issue.status, issue.category, issue.assignee, at]
}

/** Takes the link away; the issue is left as it is. */
export async function deleteTicket(client: PoolClient, planId: string): Promise<void> {
  await client.query('delete from ticket where plan_id = $1', [planId])
}

/** Plans that were closed longer ago than this have issues that nobody reads any more. */
const readDaysAfterClose = 30

export type TicketToRead = { planId: string; externalId: string; isGone: boolean }

/** The next issues to read after a plan's id, in order: of plans under way, and of those closed a short time ago. */
export async function ticketsToRead(pool: Pool, now: Date, after: string, limit: number): Promise<TicketToRead[]> {
  const { rows } = await pool.query<TicketToRead>(
    `select k.plan_id as "planId", k.external_id as "externalId", k.gone_at is not null as "isGone" from ticket k join plan p on p.id = k.plan_id
     where k.external_id is not null and k.plan_id > $2 and (p.closed_at is null or p.closed_at > $1::timestamptz - interval '${readDaysAfterClose} days')
     order by k.plan_id limit $3`,
    [now, after, limit],
  )
  return rows
}

export type TicketRead = { planId: string; issue: Issue | null; url: string | null }

/** Writes how issues were read, where they were not unlinked meanwhile; without an issue: not there, or not to be seen, since `at`. */
export async function writeReads(pool: Pool, reads: readonly TicketRead[], at: Date): Promise<void> {
  if (reads.length === 0) return
  const rows = reads.map(({ planId, issue, url }) => ({ plan_id: planId, external_id: issue?.externalId ?? null, key: issue?.key ?? null, url, summary: issue?.summary ?? null, status: issue?.status ?? null, category: issue?.category ?? null, assignee: issue?.assignee ?? null })) // prettier-ignore
  await pool.query(
    `with r as (select * from jsonb_to_recordset($1::jsonb) as r(plan_id uuid, external_id text, key text, url text, summary text, status text, category text, assignee text))
     update ticket k set read_at = $2, gone_at = case when r.key is null then coalesce(k.gone_at, $2) end, key = coalesce(r.key, k.key), url = coalesce(r.url, k.url),
       summary = coalesce(r.summary, k.summary), status = coalesce(r.status, k.status), category = coalesce(r.category, k.category),
       assignee = case when r.key is null then k.assignee else r.assignee end
     from r where k.plan_id = r.plan_id and (r.external_id is null or k.external_id = r.external_id)`,
    [JSON.stringify(rows), at],
  )
}

export type HalfMade = { planId: string; marker: string }

/** Issues whose making was sent before an instant, and of which nobody wrote down what came of it. */
export async function halfMade(pool: Pool, before: Date, limit: number): Promise<HalfMade[]> {
  const { rows } = await pool.query<HalfMade>(
    `select plan_id as "planId", marker from ticket where key is null and coalesce(claimed_until, '-infinity') < $1 and coalesce(sent_at, at) < $1 order by plan_id limit $2`,
    [before, limit],
  )
  return rows
}
