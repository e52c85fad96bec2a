import type { Pool, PoolClient } from 'pg'

/** Of a token of a campaign: whether it ended or came back since it was last looked at. */
const turned = `(r.gone_at is null) <> (t.state in ('live', 'disabled'))`
/** Whether it waits for an answer of somebody who is not its owner any more. What was answered stays with whoever did. */
const moved = `t.state in ('live', 'disabled') and coalesce(r.answer, 'not-mine') = 'not-mine' and o.id is distinct from k.owner_id`
const beside = `join campaign_task k on k.id = r.task_id join token t on t.id = r.token_id left join owner o on o.id = t.owner_id and o.status = 'active'`

/** Open campaigns of which a token ended, came back or changed hands. Locks nothing. */
export async function unsettled(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from campaign c where c.closed_at is null
       and exists (select from campaign_token r ${beside} where r.campaign_id = c.id and (${turned} or (${moved}))) order by c.id`,
  )
  return rows.map(({ id }) => id)
}

/** What settling did, in tokens. */
export type Settled = { gone: number; back: number; moved: number }

const nobody = '00000000-0000-0000-0000-000000000000'
/** Tokens that one statement looks at. A hand-over within as many keeps the order of its workloads. */
export const settledAtOnce = 20_000

/** The next tokens of a campaign in the order of their ids, and of those the ones that are not as they were last looked at. */
const changed = `part as materialized (
    select r.token_id, r.task_id, r.place, r.outcome, r.answer, r.gone_at from campaign_token r where r.campaign_id = $1 and r.token_id > $2 order by r.token_id limit $3),
  changed as materialized (
    select r.token_id, r.task_id, r.place, r.outcome, r.answer, r.gone_at, t.state in ('live', 'disabled') as lives, (${moved}) as moves, o.id as owner_id
    from part r ${beside} where ${turned} or (${moved}))`

/** The last place of a task, by its index: what a task holds is not read for it. */
const lastPlace = `(select max(p.place) from unnest(array['open', 'keep', 'narrow', 'retire', 'not-mine', 'gone']) as u(outcome)
    cross join lateral (select l.place from campaign_token l where l.task_id = h.id and l.outcome = u.outcome order by l.place desc limit 1) p)`

/** How far each task's counts move with what left it and what came to it. */
const counted = `turns as (
    select task_id, outcome, -1 as n from placed union all select to_id, becomes, 1 from placed),
  sums as (
    select task_id, sum(n) as tokens, sum(n) filter (where outcome = 'open') as open, sum(n) filter (where outcome = 'keep') as kept,
      sum(n) filter (where outcome = 'narrow') as narrowed, sum(n) filter (where outcome = 'retire') as retired,
      sum(n) filter (where outcome = 'not-mine') as disowned, sum(n) filter (where outcome = 'gone') as gone from turns group by task_id),
  counted as (
    update campaign_task k set tokens = k.tokens + s.tokens, open = k.open + coalesce(s.open, 0), kept = k.kept + coalesce(s.kept, 0),
      narrowed = k.narrowed + coalesce(s.narrowed, 0), retired = k.retired + coalesce(s.retired, 0), disowned = k.disowned + coalesce(s.disowned, 0),
      gone = k.gone + coalesce(s.gone, 0) from sums s where k.id = s.task_id)`

/**
 * Brings the next tokens of an open campaign to what they are now: those that ended count as gone, those that came back count as they did
 * before, and those that wait for an answer are asked of whoever owns them now; who said that a token is not theirs, and whose it may be,
 * stays beside it. The caller holds the campaign alone. Done twice it does nothing. `next` is where to go on; null at the end.
 */
export async function settleSlice(
  client: PoolClient,
  campaignId: string,
  after: string | null,
  at: Date,
  limit = settledAtOnce,
): Promise<Settled & { next: string | null }> {
  const asked = [campaignId, after ?? nobody, limit]
  await client.query(
    `with ${changed} insert into campaign_task (id, campaign_id, owner_id)
     select gen_random_uuid(), $1, n.owner_id from (select distinct owner_id from changed where moves) n
     where not exists (select from campaign_task h where h.campaign_id = $1 and h.owner_id is not distinct from n.owner_id)`,
    asked,
  )
  const { rows } = await client.query<Settled & { last: string | null; looked: number }>(
    `with ${changed},
     homes as materialized (
       select n.owner_id, h.id, coalesce(${lastPlace}, 0) as last from (select distinct owner_id from changed where moves) n
       cross join lateral (select h.id from campaign_task h where h.campaign_id = $1 and h.owner_id is not distinct from n.owner_id order by h.id limit 1) h),
     placed as materialized (
       select c.token_id, c.task_id, c.outcome, c.lives, c.moves, c.gone_at, coalesce(h.id, c.task_id) as to_id,
         case when not c.lives then 'gone' when c.moves then 'open' else coalesce(c.answer, 'open') end as becomes,
         case when c.moves then h.last + row_number() over (partition by h.id order by c.place, c.token_id) else c.place end as place
       from changed c left join homes h on c.moves and coalesce(h.owner_id, '${nobody}') = coalesce(c.owner_id, '${nobody}')
       -- Whoever got one between the two statements has no task yet: it is settled the next time.
       where not c.moves or h.id is not null),
     written as (
       update campaign_token r set gone_at = case when p.lives then null else $4::timestamptz end, outcome = p.becomes, task_id = p.to_id, place = p.place,
         answer = case when p.moves then null else r.answer end, says = case when p.moves then null else r.says end,
         answered_at = case when p.moves then null else r.answered_at end, answered_by = case when p.moves then null else r.answered_by end,
         answered_by_id = case when p.moves then null else r.answered_by_id end, on_behalf = r.on_behalf and not p.moves,
         answered_verdict = case when p.moves then null else r.answered_verdict end
       from placed p where r.campaign_id = $1 and r.token_id = p.token_id),
     ${counted}
     select count(*) filter (where not lives)::int as gone, count(*) filter (where lives and gone_at is not null)::int as back,
       count(*) filter (where moves)::int as moved, (select count(*)::int from part) as looked, (select max(token_id::text) from part) as last from placed`,
    [...asked, at],
  )
  const { gone = 0, back = 0, moved: handed = 0, looked = 0, last = null } = rows[0] ?? {}
  return { gone, back, moved: handed, next: looked < limit ? null : last }
}

/** The same for a whole campaign, slice after slice in the caller's transaction: for what is left of it after it was settled. */
export async function settleCampaign(client: PoolClient, campaignId: string, at: Date): Promise<void> {
  for (let after: string | null = null; ;) {
    after = (await settleSlice(client, campaignId, after, at)).next
    if (after === null) return
  }
}

/** Campaigns whose next one is to open by now. */
export async function campaignsToFollow(pool: Pool, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from campaign where next_at <= $1 order by next_at, id limit 500', [now])
  return rows.map(({ id }) => id)
}
