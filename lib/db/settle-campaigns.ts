import type { Pool, PoolClient } from 'pg'
import { recount } from './write-campaigns.ts'

/** Of a token of a campaign: whether it ended or came back since it was last looked at. */
const turned = `(r.gone_at is null) <> (t.state in ('live', 'disabled'))`
/** Whether it waits for an answer of somebody who is not its owner any more. What was answered stays with whoever did. */
const moved = `t.state in ('live', 'disabled') and coalesce(r.answer, 'not-mine') = 'not-mine' and o.id is distinct from k.owner_id`
const around = `campaign_token r join campaign_task k on k.id = r.task_id join token t on t.id = r.token_id
  left join owner o on o.id = t.owner_id and o.status = 'active'`

/** Open campaigns of which a token ended, came back or changed hands. Locks nothing. */
export async function unsettled(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from campaign c where c.closed_at is null and exists (select from ${around} where r.campaign_id = c.id and (${turned} or (${moved}))) order by c.id`,
  )
  return rows.map(({ id }) => id)
}

/** What settling a campaign did, in tokens. */
export type Settled = { gone: number; back: number; moved: number }

/**
 * Brings an open campaign to what its tokens are now: those that ended count as gone, those that came back count as they did before, and
 * those that wait for an answer are asked of whoever owns them now. The caller holds the campaign alone. Done twice it does nothing.
 */
export async function settleCampaign(client: PoolClient, campaignId: string, at: Date): Promise<Settled> {
  const gone = await touched(
    client,
    `update campaign_token r set gone_at = $2, outcome = 'gone' from token t
     where r.campaign_id = $1 and t.id = r.token_id and r.gone_at is null and t.state not in ('live', 'disabled') returning r.task_id as id`,
    [campaignId, at],
  )
  const back = await touched(
    client,
    `update campaign_token r set gone_at = null, outcome = coalesce(r.answer, 'open') from token t
     where r.campaign_id = $1 and t.id = r.token_id and r.gone_at is not null and t.state in ('live', 'disabled') returning r.task_id as id`,
    [campaignId],
  )
  const { from, to } = await moveOn(client, campaignId)
  const tasks = new Set([...gone, ...back, ...from, ...to])
  if (tasks.size > 0) await recount(client, [...tasks])
  return { gone: gone.length, back: back.length, moved: to.length }
}

/** Asks new owners. Who said that a token is not theirs, and whose it may be, stays beside it. */
async function moveOn(client: PoolClient, campaignId: string): Promise<{ from: string[]; to: string[] }> {
  const from = await touched(client, `select distinct r.task_id as id from ${around} where r.campaign_id = $1 and ${moved}`, [campaignId])
  if (from.length === 0) return { from, to: [] }
  await client.query(
    `insert into campaign_task (id, campaign_id, owner_id)
     select gen_random_uuid(), $1, n.owner_id from (select distinct o.id as owner_id from ${around} where r.campaign_id = $1 and ${moved}) n
     where not exists (select from campaign_task h where h.campaign_id = $1 and h.owner_id is not distinct from n.owner_id)`,
    [campaignId],
  )
  const to = await touched(
    client,
    `with moving as materialized (
       select r.token_id, h.id as task_id, coalesce((select max(p.place) from campaign_token p where p.task_id = h.id), 0)
         + row_number() over (partition by h.id order by r.place, r.token_id) as place
       from ${around} cross join lateral (select h.id from campaign_task h where h.campaign_id = $1 and h.owner_id is not distinct from o.id order by h.id limit 1) h
       where r.campaign_id = $1 and ${moved})
     update campaign_token r set task_id = m.task_id, place = m.place, outcome = 'open', answer = null, says = null, answered_at = null, answered_by = null,
       answered_by_id = null, on_behalf = false, answered_verdict = null
     from moving m where r.campaign_id = $1 and r.token_id = m.token_id returning r.task_id as id`,
    [campaignId],
  )
  return { from, to }
}

async function touched(client: PoolClient, text: string, values: readonly unknown[]): Promise<string[]> {
  return (await client.query<{ id: string }>(text, [...values])).rows.map(({ id }) => id)
}

/** Campaigns whose next one is to open by now. */
export async function campaignsToFollow(pool: Pool, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from campaign where next_at <= $1 order by next_at, id limit 500', [now])
  return rows.map(({ id }) => id)
}
