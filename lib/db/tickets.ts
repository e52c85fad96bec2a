import type { PoolClient } from 'pg'
import type { Issue, TicketLine } from '../model/ticket.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'

const columns = `k.plan_id as "planId", k.base_url as "baseUrl", k.key, k.url, k.summary, k.status, k.category, k.assignee, k.read_at as "readAt", k.gone_at as "goneAt", k.made, k.by, k.at, k.sent_at as "sentAt"`

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

/**
 * Says that an issue is about to be made for a plan, in which Jira, and until when nobody else is to be at it. What may have been sent to
 * another Jira was not sent to this one.
 */
export async function claimTicket(
  client: PoolClient,
  { planId, baseUrl, marker, by, byId, until }: { planId: string; baseUrl: string; marker: string; by: string; byId: string; until: Date },
  at: Date,
): Promise<void> {
  await client.query(
    `insert into ticket (plan_id, marker, made, by, by_id, at, claimed_until, base_url) values ($1, $2, true, $3, $4, $5, $6, $7)
     on conflict (plan_id) do update set claimed_until = $6, base_url = $7, sent_at = case when ticket.base_url = $7 then ticket.sent_at end`,
    [planId, marker, by, byId, at, until, baseUrl],
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

/** Ends a claim, where it is that one still: nobody is at it any more. `forget`: it was surely not made. */
export async function releaseTicket(
  client: PoolClient,
  planId: string,
  claim: Date | null,
  { forget }: { forget: boolean },
): Promise<void> {
  const itsClaim = 'plan_id = $1 and key is null and claimed_until is not distinct from $2::timestamptz'
  if (forget) await client.query(`delete from ticket where ${itsClaim}`, [planId, claim])
  else await client.query(`update ticket set claimed_until = null where ${itsClaim}`, [planId, claim])
}

type Read = { issue: Issue; url: string; at: Date }

/**
 * Keeps the issue that was made, or found by its marker. False, and nothing is kept, where its plan waits for no issue with that marker in
 * that Jira any more: it was linked to another one, or let go, meanwhile. A claim that ran out alone does not matter, as the marker is the plan's.
 */
export async function keepMade(client: PoolClient, { planId, baseUrl, marker }: { planId: string; baseUrl: string; marker: string }, read: Read): Promise<boolean> {
  const { rowCount } = await client.query(
    `update ticket set external_id = $2, key = $3, url = $4, summary = $5, status = $6, category = $7, assignee = $8, read_at = $9, gone_at = null, claimed_until = null
     where plan_id = $1 and key is null and marker = $10 and base_url = $11`,
    [planId, ...valuesOf(read), marker, baseUrl],
  )
  return rowCount === 1
} // prettier-ignore

/** Links a plan to an issue that is there. */
export async function insertLinked(
  client: PoolClient,
  { planId, baseUrl, marker, by, byId }: { planId: string; baseUrl: string; marker: string; by: string; byId: string },
  read: Read,
): Promise<void> {
  await client.query(
    `insert into ticket (plan_id, external_id, key, url, summary, status, category, assignee, read_at, marker, made, by, by_id, at, base_url)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, $11, $12, $9, $13)
     on conflict (plan_id) do update set external_id = $2, key = $3, url = $4, summary = $5, status = $6, category = $7, assignee = $8, read_at = $9,
       gone_at = null, made = false, by = $11, by_id = $12, at = $9, sent_at = null, claimed_until = null, base_url = $13`,
    [planId, ...valuesOf(read), marker, by, byId, baseUrl],
  )
}

function valuesOf({ issue, url, at }: Read) {
  return [issue.externalId, issue.key, url, issue.summary, issue.status, issue.category, issue.assignee, at]
}

/** Takes the link away; the issue is left as it is. */
export async function deleteTicket(client: PoolClient, planId: string): Promise<void> {
  await client.query('delete from ticket where plan_id = $1', [planId])
}
