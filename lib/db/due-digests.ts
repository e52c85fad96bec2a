import type { PoolClient } from 'pg'

export type DigestToTell = {
  ownerId: string | null
  plans: { planId: string; title: string; events: { kind: string; count: number }[] }[]
  more: number
  waiting: number
}

/** What is told as it happens is left out of a digest. */
const digested = ['acknowledged', 'comment', 'proved', 'refused', 'blocked', 'unblocked', 'date-set', 'declined', 'accepted', 'verified', 'cancelled'] // prettier-ignore
/** What security hears of. */
const digestedForSecurity = ['date-proposed', 'disowned', 'blocked', 'verified', 'reopened']
const plansShown = 15

/** From an instant that was told already, to one that is told now. */
export type Span = { since: Date; until: Date }

/** The next owners of plans after an id: whoever has none is skipped in the index, and what moved is looked for in theirs alone. */
export async function nextPlanOwners(client: PoolClient, after: string, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive next as (
       (select owner_id as id from plan where owner_id > $1 order by owner_id limit 1)
       union all
       select (select p.owner_id from plan p where p.owner_id > next.id order by p.owner_id limit 1) from next where next.id is not null)
     select id from next where id is not null limit $2`,
    [after, limit],
  )
  return rows.map(({ id }) => id)
}

/** What moved in the plans of these owners, for each of whom something did. What readers did themselves is no news to them. */
export async function digestsOf(client: PoolClient, ownerIds: readonly string[], { since, until }: Span): Promise<DigestToTell[]> {
  const theirs = `and p.owner_id = any($4::uuid[]) and not exists (select from "user" u where u.id = e.by_id and u.owner_id = p.owner_id)`
  const { rows } = await client.query<Moved>(moved('p.owner_id', theirs), [since, until, digested, ownerIds])
  return [...Map.groupBy(rows, ({ ownerId }) => ownerId).values()].map((its) => ({ ...digestOf(its), waiting: 0 }))
}

/** What moved in all plans, and how much waits for a decision of security. */
export async function digestOfSecurity(client: PoolClient, { since, until }: Span): Promise<DigestToTell> {
  const { rows } = await client.query<Moved>(moved('null::uuid', ''), [since, until, digestedForSecurity])
  const waits = await client.query<{ n: number }>(
    `select (select count(*) from plan where closed_at is null and waiting_on = 'security')::int
       + (select count(*) from exception where state = 'requested')::int as n`,
  )
  return { ...digestOf(rows), waiting: waits.rows[0]?.n ?? 0 }
}

type Moved = { ownerId: string | null; planId: string; title: string; events: { kind: string; count: number }[]; plans: number }

function digestOf(rows: readonly Moved[]): Omit<DigestToTell, 'waiting'> {
  const [first] = rows
  return {
    ownerId: first?.ownerId ?? null,
    plans: rows.map(({ planId, title, events }) => ({ planId, title, events })),
    more: Math.max(0, (first?.plans ?? 0) - plansShown),
  }
}

/** SQL of our own: plans with what moved in them, numbered within whose they are, the liveliest first. */
function moved(whose: string, and: string): string {
  return `with counted as (
      select ${whose} as owner_id, p.id, p.title, e.kind, count(*)::int as n from plan_event e join plan p on p.id = e.plan_id
      where e.kind = any($3::text[]) and e.at > $1 and e.at <= $2 ${and} group by 1, 2, 3, 4),
    ranked as (select owner_id, id, title, jsonb_agg(jsonb_build_object('kind', kind, 'count', n) order by n desc, kind) as events,
      row_number() over (partition by owner_id order by sum(n) desc, id) as place, count(*) over (partition by owner_id)::int as plans from counted group by 1, 2, 3)
    select owner_id as "ownerId", id as "planId", title, events, plans from ranked where place <= ${plansShown} order by owner_id, place`
}
