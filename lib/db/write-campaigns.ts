import type { PoolClient } from 'pg'
import type { ReviewAct } from '../model/campaign-terms.ts'
import { Prisma } from './generated/client.ts'

const { sql } = Prisma

/** A campaign as its row is, for whoever changes it. */
export type CampaignRow = {
  id: string
  name: string
  query: string
  startedAt: Date
  dueAt: Date
  /** What it was started with, where it was moved since. */
  firstDueAt: Date | null
  nextAt: Date | null
  carries: boolean
  closedAt: Date | null
  version: number
}

const columns = `c.id, c.name, c.query, c.started_at as "startedAt", c.due_at as "dueAt", c.first_due_at as "firstDueAt", c.next_at as "nextAt", c.carries, c.closed_at as "closedAt", c.version`

/** Locks a campaign until the transaction ends: alone to close it or to look at all of it, shared to answer in it. */
export async function lockCampaign(client: PoolClient, id: string, how: 'alone' | 'shared'): Promise<CampaignRow | null> {
  const { rows } = await client.query<CampaignRow>(
    `select ${columns} from campaign c where c.id = $1 for ${how === 'alone' ? 'update' : 'share'}`,
    [id],
  )
  return rows[0] ?? null
}

export type NewCampaign = {
  id: string
  name: string
  query: string
  by: { id: string | null; name: string }
  dueAt: Date
  nextAt: Date | null
  carries: boolean
  previousId: string | null
}

/** Adds a campaign that asks nothing yet. It is the demo's while there is one: real sources come after it is removed. */
export async function insertCampaign(client: PoolClient, campaign: NewCampaign, at: Date): Promise<void> {
  const { id, name, query, by, dueAt, nextAt, carries, previousId } = campaign
  await client.query(
    `insert into campaign (id, name, query, started_at, started_by, started_by_id, due_at, next_at, carries, previous_id, demo)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (select coalesce(bool_or(s.demo), false) from source s where s.removed_at is null))`,
    [id, name, query, at, by.name, by.id, dueAt, nextAt, carries, previousId],
  )
}

/** Whether a later campaign follows this one, or took up what nobody answered in it: one does at most. */
export async function isFollowed(client: PoolClient, id: string): Promise<boolean> {
  return (await client.query('select from campaign where previous_id = $1', [id])).rowCount !== 0
}

/** What nobody answered in an earlier campaign is chosen as well, for this connection. Answers with how many that adds. */
export async function chooseUnanswered(client: PoolClient, campaignId: string): Promise<number> {
  const { rowCount } = await client.query(
    `insert into chosen select t.id, t.verdict from campaign_token r join token t on t.id = r.token_id
     where r.campaign_id = $1 and r.outcome = 'open' on conflict (id) do nothing`,
    [campaignId],
  )
  return rowCount ?? 0
}

/** The chosen tokens of which something is alive, each with its owner where that is somebody who is still here. */
const asked = `select t.id, o.id as owner_id, t.verdict, t.risk, t.queue_key, w.name as workload
  from chosen c join token t on t.id = c.id left join owner o on o.id = t.owner_id and o.status = 'active' left join workload w on w.id = t.workload_id
  where t.state in ('live', 'disabled')`

/** What a campaign over the connection's chosen tokens would ask: how many tokens, of how many owners, and how many are nobody's. */
export type CampaignPreview = { tokens: number; owners: number; unclaimed: number; notLive: number }

/** Counts that. Writes nothing. */
export async function previewCampaign(client: PoolClient): Promise<CampaignPreview> {
  const { rows } = await client.query<CampaignPreview>(
    `with asked as (${asked}) select count(*)::int as tokens, count(distinct owner_id)::int as owners,
       count(*) filter (where owner_id is null)::int as unclaimed, ((select count(*) from chosen) - count(*))::int as "notLive" from asked`,
  )
  return rows[0] ?? { tokens: 0, owners: 0, unclaimed: 0, notLive: 0 }
}

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Fixes what a campaign asks, of whom: the connection's chosen tokens in one statement, so that a token that changes hands meanwhile is
 * asked of one owner. Answers with how many tokens that is.
 */
export async function fillCampaign(client: PoolClient, campaignId: string, previousId: string | null): Promise<number> {
  const { rowCount } = await client.query(
    `with asked as materialized (${asked}),
     tasks as (insert into campaign_task (id, campaign_id, owner_id, tokens, open)
       select gen_random_uuid(), $1, owner_id, count(*), count(*) from asked group by owner_id returning id, owner_id)
     insert into campaign_token (campaign_id, token_id, task_id, place, verdict, risk, carried)
     select $1, a.id, k.id, row_number() over (partition by k.id order by a.workload, a.queue_key desc, a.id), a.verdict, a.risk,
       exists (select from campaign_token p where p.campaign_id = $2 and p.token_id = a.id and p.outcome = 'open')
     from asked a join tasks k on coalesce(k.owner_id, '${nobody}') = coalesce(a.owner_id, '${nobody}')`,
    [campaignId, previousId],
  )
  return rowCount ?? 0
}

/** A task as its row is, with what of its campaign decides whether it may be answered. */
export type HeldTask = { id: string; campaignId: string; ownerId: string | null; ownerName: string | null }

/** A task, not locked: its campaign is locked first. Null where there is none. */
export async function findTask(client: PoolClient, id: string): Promise<HeldTask | null> {
  const { rows } = await client.query<HeldTask>(
    `select k.id, k.campaign_id as "campaignId", k.owner_id as "ownerId", o.name as "ownerName"
     from campaign_task k left join owner o on o.id = k.owner_id where k.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/**
 * Locks those of some tokens of a task that can be answered for: still there, and still whose they were asked of. `null` means those
 * that are open. At most `limit`, one workload after the other, as the plans that retire them go.
 */
export async function lockAnswerable(client: PoolClient, task: HeldTask, tokenIds: readonly string[] | null, limit: number): Promise<string[]> {
  await client.query('select from campaign_task where id = $1 for no key update', [task.id])
  const { text, values } = sql`select r.token_id as id from campaign_token r join token t on t.id = r.token_id
    where r.task_id = ${task.id}::uuid and t.state in ('live', 'disabled') and r.gone_at is null
      and ${tokenIds === null ? sql`r.outcome = 'open'` : sql`r.token_id = any(${`{${tokenIds.join()}}`}::uuid[])`}
      and (${task.ownerId}::uuid is null or t.owner_id = ${task.ownerId}::uuid)
    order by r.place, r.token_id limit ${limit} for no key update of r`
  const { rows } = await client.query<{ id: string }>({ text, values })
  return rows.map(({ id }) => id)
} // prettier-ignore

/** How many of a task are open, and how many of those can be answered for. */
export async function countOpen(client: PoolClient, taskId: string): Promise<{ open: number; answerable: number }> {
  const { rows } = await client.query<{ open: number; answerable: number }>(
    `select count(*)::int as open, (count(*) filter (where t.state in ('live', 'disabled') and r.gone_at is null and (k.owner_id is null or t.owner_id = k.owner_id)))::int as answerable
     from campaign_token r join campaign_task k on k.id = r.task_id join token t on t.id = r.token_id where r.task_id = $1 and r.outcome = 'open'`,
    [taskId],
  )
  return rows[0] ?? { open: 0, answerable: 0 }
}

export type AnswerBy = { id: string; name: string; onBehalf: boolean }

/** Writes one answer for tokens of a task; what retires them is the plan that has them by now. The caller holds their locks. */
export async function writeAnswers(client: PoolClient, taskId: string, ids: readonly string[], { answer, says }: ReviewAct, by: AnswerBy, at: Date): Promise<void> {
  await client.query(
    `update campaign_token r set answer = $3, outcome = $3, says = nullif($4, ''), answered_at = $5, first_answered_at = coalesce(r.first_answered_at, r.answered_at, $5), answered_by = $6, answered_by_id = $7, on_behalf = $8,
       answered_verdict = t.verdict, plan_id = case when $3 = 'retire' then (select m.plan_id from plan_token m where m.token_id = t.id and m.open) end,
       disowned_by = case when $3 = 'not-mine' then $6 else r.disowned_by end, disowned_at = case when $3 = 'not-mine' then $5 else r.disowned_at end,
       disowned_says = case when $3 = 'not-mine' then nullif($4, '') else r.disowned_says end
     from token t where t.id = r.token_id and r.task_id = $1 and r.token_id = any($2::uuid[])`,
    [taskId, ids, answer, says, at, by.name, by.id, by.onBehalf],
  )
  await recount(client, [taskId])
} // prettier-ignore

/** Counts tasks anew from their tokens. */
export async function recount(client: PoolClient, taskIds: readonly string[]): Promise<void> {
  await client.query(
    `update campaign_task k set tokens = n.tokens, open = n.open, kept = n.kept, narrowed = n.narrowed, retired = n.retired, disowned = n.disowned, gone = n.gone
     from (select i.id, count(r.token_id) as tokens, count(*) filter (where r.outcome = 'open') as open, count(*) filter (where r.outcome = 'keep') as kept,
         count(*) filter (where r.outcome = 'narrow') as narrowed, count(*) filter (where r.outcome = 'retire') as retired,
         count(*) filter (where r.outcome = 'not-mine') as disowned, count(*) filter (where r.outcome = 'gone') as gone
       from unnest($1::uuid[]) as i(id) left join campaign_token r on r.task_id = i.id group by i.id) n
     where k.id = n.id`,
    [taskIds],
  )
}

/** Moves the date of a campaign, and keeps the one it was started with. */
export async function moveCampaign(client: PoolClient, id: string, { dueAt, by, says }: { dueAt: Date; by: string; says: string }): Promise<void> {
  await client.query(
    `update campaign set first_due_at = coalesce(first_due_at, due_at), due_at = $2, moved_by = $3, moved_says = $4, version = version + 1 where id = $1`,
    [id, dueAt, by, says],
  )
} // prettier-ignore

/** What may be written of a campaign as a whole. */
export async function updateCampaign(client: PoolClient, id: string, set: { closedAt?: Date; closedBy?: string; nextAt?: Date | null; carries?: boolean }): Promise<void> {
  const names = { closedAt: 'closed_at', closedBy: 'closed_by', nextAt: 'next_at', carries: 'carries' } as const
  const given = (Object.keys(names) as (keyof typeof names)[]).filter((name) => set[name] !== undefined)
  const assigned = given.map((name, index) => `${names[name]} = $${index + 2}`)
  await client.query(`update campaign set ${[...assigned, 'version = version + 1'].join(', ')} where id = $1`, [id, ...given.map((name) => set[name])])
} // prettier-ignore
