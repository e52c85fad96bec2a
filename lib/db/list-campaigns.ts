import type { CampaignLine, ReviewCounts } from '../model/campaign.ts'
import { isId } from '../model/is-id.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'

const { sql, raw, empty } = Prisma
type Sql = Prisma.Sql

const columns =
  raw(`c.id, c.name, c.query, c.started_at as "startedAt", c.started_by as "startedBy", c.due_at as "dueAt", c.first_due_at as "firstDueAt",
  c.moved_by as "movedBy", c.moved_says as "movedSays", c.next_at as "nextAt", c.carries,
  c.previous_id as "previousId", c.closed_at as "closedAt", c.closed_by as "closedBy", c.version, n.*`)

export const countColumns = (of: string) =>
  ['tokens', 'open', 'kept', 'narrowed', 'retired', 'disowned', 'gone']
    .map((name) => `coalesce(sum(${of}.${name}), 0)::int as ${name}`)
    .join(', ')

// How many tokens count as what is kept with each owner's task: a campaign of a million is read in as many rows as it has owners.
const source = raw(`campaign c cross join lateral (select ${countColumns('k')}, count(k.owner_id)::int as owners,
    (count(*) filter (where k.open > 0 and k.owner_id is not null))::int as waiting, (coalesce(sum(k.open) filter (where k.owner_id is null), 0))::int as unclaimed
  from campaign_task k where k.campaign_id = c.id) n`) // prettier-ignore

/** A place in a list: before or after the row at its edge. */
export type Edge = { side: 'after' | 'before'; value: string; id: string }
export type Page<Row> = { rows: readonly Row[]; previous: Edge | null; next: Edge | null }

const pageSize = 50

/** One page of the campaigns, the newest first. They are for those who see everything: an owner sees their tasks. */
export async function listCampaigns(db: Db, scope: Scope, from: Edge | null): Promise<Page<CampaignLine>> {
  if (!scope.all) return { rows: [], previous: null, next: null }
  const back = from?.side === 'before'
  const edge = from ? sql`where (c.started_at, c.id) ${back ? sql`>` : sql`<`} (${from.value}::timestamptz, ${from.id}::uuid)` : empty
  const way = back ? raw('asc') : raw('desc')
  const rows = await ask<CampaignLine>(
    db.pool,
    sql`select ${columns} from ${source} ${edge} order by c.started_at ${way}, c.id ${way} limit ${pageSize + 1}`,
  )
  return pageOf(rows, pageSize, from, ({ startedAt, id }) => ({ value: startedAt.toISOString(), id }))
}

/** A page from one row more than it has, in the order it was read. */
export function pageOf<Row>(rows: Row[], size: number, from: Edge | null, at: (row: Row) => Omit<Edge, 'side'>): Page<Row> {
  const back = from?.side === 'before'
  const more = rows.length > size
  const shown = rows.slice(0, size)
  if (back) shown.reverse()
  const [first, last] = [shown.at(0), shown.at(-1)]
  return {
    rows: shown,
    previous: first && (back ? more : from !== null) ? { side: 'before', ...at(first) } : null,
    next: last && (back || more) ? { side: 'after', ...at(last) } : null,
  }
}

/** A campaign with which one follows it; null where there is none, or it is not for this viewer. */
export async function readCampaign(db: Db, scope: Scope, id: string): Promise<(CampaignLine & { followedBy: string | null }) | null> {
  if (!scope.all) return null
  if (!isId(id)) return null
  const [row] = await ask<CampaignLine & { followedBy: string | null }>(
    db.pool,
    sql`select ${columns}, (select f.id from campaign f where f.previous_id = c.id) as "followedBy" from ${source} where c.id = ${id}::uuid`,
  )
  return row ?? null
}

/** How far one owner is, or one team. */
export type OwnerProgress = ReviewCounts & { id: string; ownerId: string | null; name: string | null; teamName: string | null }

/** One page of a campaign's owners, those who have most left first. */
export async function listProgress(db: Db, scope: Scope, campaignId: string, from: Edge | null): Promise<Page<OwnerProgress>> {
  if (!scope.all) return { rows: [], previous: null, next: null }
  const back = from?.side === 'before'
  const edge = from ? sql`and ${edgeOfOpen(back, from)}` : empty
  const order = back ? raw('k.open, k.id desc') : raw('k.open desc, k.id')
  const rows = await ask<OwnerProgress>(
    db.pool,
    sql`select k.id, k.owner_id as "ownerId", o.name, team.name as "teamName", k.tokens, k.open, k.kept, k.narrowed, k.retired, k.disowned, k.gone
      from campaign_task k left join owner o on o.id = k.owner_id left join owner team on team.id = o.team_id
      where k.campaign_id = ${campaignId}::uuid and k.tokens > 0 ${edge} order by ${order} limit ${pageSize + 1}`,
  )
  return pageOf(rows, pageSize, from, ({ open, id }) => ({ value: String(open), id }))
}

function edgeOfOpen(back: boolean, { value, id }: Edge): Sql {
  const open = /^\d{1,9}$/.test(value) ? Number(value) : 0
  return back
    ? sql`(k.open > ${open} or (k.open = ${open} and k.id < ${id}::uuid))`
    : sql`(k.open < ${open} or (k.open = ${open} and k.id > ${id}::uuid))`
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** One page of the same by team: whoever is in none stands by themselves, and what nobody owns is one line. Most left first. */
export async function teamProgress(db: Db, scope: Scope, campaignId: string, from: Edge | null): Promise<Page<OwnerProgress>> {
  if (!scope.all) return { rows: [], previous: null, next: null }
  const back = from?.side === 'before'
  const edge = from ? sql`where ${edgeOfOpen(back, from)}` : empty
  const order = back ? raw('k.open, k.id desc') : raw('k.open desc, k.id')
  const rows = await ask<OwnerProgress>(
    db.pool,
    sql`select k.*, k.id::text as id from (
        select coalesce(team.id, o.id, ${nobody}::uuid) as id, coalesce(team.id, o.id) as "ownerId", coalesce(team.name, o.name) as name, null as "teamName", ${raw(countColumns('k'))}
        from campaign_task k left join owner o on o.id = k.owner_id left join owner team on team.id = o.team_id
        where k.campaign_id = ${campaignId}::uuid and k.tokens > 0 group by 1, 2, 3) k
      ${edge} order by ${order} limit ${pageSize + 1}`,
  )
  return pageOf(rows, pageSize, from, ({ open, id }) => ({ value: String(open), id }))
}
