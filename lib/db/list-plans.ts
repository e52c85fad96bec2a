import type { PlanLine, PlanPage, PlanSearch, PlanShow, TaskTab } from '../model/plan-search.ts'
import type { Scope, Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped, type Reader } from './scoped.ts'
import { containing } from './containing.ts'
import { inScope } from './token-filter.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

/** What a viewer may see of `plan p`: for an owner, part of the query itself. */
export function planInScope(scope: Scope): Sql {
  if (scope.all) return sql`true`
  const mine = idsOf(scope.ownerIds)
  return sql`(p.owner_id = any(${mine}::uuid[]) or p.offered_to = any(${mine}::uuid[]))`
}

export const planColumns =
  raw(`p.id, p.title, p.recipe, p.stage, p.waiting_on as "waitingOn", p.refusal, p.blocked, p.owner_id as "ownerId",
  p.policy_due_at as "policyDueAt", p.due_at as "dueAt", p.proposed_due_at as "proposedDueAt", p.acknowledged_at as "acknowledgedAt",
  p.offered_to as "offeredTo", p.reopened_at as "reopenedAt", p.closed_at as "closedAt", p.version, o.name as "ownerName", team.name as "teamName",
  f.name as "offeredToName", m.tokens, m.some, m."worstVerdict", m."riskLeft", m.paused, missed.due as "missedDueAt", missed.met as "metAt"`)

/**
 * By when the tokens of leaks were to be cut off, of the plans whose tokens were still seen to work after it, and when they were seen to be
 * off: the plan's date has followed its leak to the next step since. As far as it was known by `asOf`.
 */
export function missedDates(asOf: Sql | null = null): Sql {
  return sql`(select e.plan_id, min((e.detail ->> 'from')::timestamptz) as due, max(${metAt}) as met from plan_event e
    where ${isMissed} and ${asOf ? sql`e.at <= ${asOf}` : sql`true`} group by e.plan_id)`
}

const metAt = raw(`coalesce((e.detail ->> 'at')::timestamptz, e.at)`)
const isMissed = sql`e.kind = 'due-moved' and (e.detail ->> 'from')::timestamptz < ${metAt}`

/**
 * Plans with what is counted of their tokens, within the scope. Whom a plan is offered to does not see its tokens yet: of those it says
 * what the plan itself knows, as they were judged when it was opened.
 */
export function planSource(scope: Scope): Sql {
  return sql`plan p left join owner o on o.id = p.owner_id left join owner team on team.id = o.team_id left join owner f on f.id = p.offered_to
  left join lateral (select min((e.detail ->> 'from')::timestamptz) as due, max(${metAt}) as met from plan_event e where e.plan_id = p.id and ${isMissed}) missed on true
  cross join lateral (select count(*)::int as tokens, coalesce(min(t.name), 'tokens of others') as some,
      coalesce((array_agg(t.verdict order by t.queue_key desc) filter (where t.id is not null))[1], (array_agg(m.verdict order by m.risk desc))[1], 'retired') as "worstVerdict",
      coalesce(sum(case when t.state in ('live', 'disabled') then t.risk when t.id is null and m.verified_at is null then m.risk end), 0)::int as "riskLeft",
      coalesce(bool_or(exists (select from exception_token e join exception x on x.id = e.exception_id and x.state = 'approved' where e.token_id = t.id and e.open)), false) as paused
    from plan_token m left join token t on t.id = m.token_id and ${inScope(scope)} where m.plan_id = p.id) m`
}

/** One page of the programme by date, within the scope, with how many there are in all. */
export async function listPlans(db: Db, scope: Scope, search: PlanSearch, now: Date): Promise<PlanPage> {
  const where = join([planInScope(scope), ...conditionsOf(scope, search, now)], ' and ')
  const back = search.from?.side === 'before'
  const edge = search.from
    ? sql`and (p.due_at, p.id) ${back ? sql`<` : sql`>`} (${search.from.dueAt}::timestamptz, ${search.from.id}::uuid)`
    : sql``
  const direction = back ? raw('desc') : raw('asc')
  return scoped(db, scope, async (reader) => {
    const [rows, count] = await Promise.all([
      ask<PlanLine>(
        reader,
        sql`select ${planColumns} from ${planSource(scope)} where ${where} ${edge} order by p.due_at ${direction}, p.id ${direction} limit ${search.limit + 1}`,
      ),
      ask<{ n: number }>(reader, sql`select count(*)::int as n from plan p where ${where}`),
    ])
    const more = rows.length > search.limit
    const shown = rows.slice(0, search.limit)
    if (back) shown.reverse()
    const [first, last] = [shown.at(0), shown.at(-1)]
    const place = (side: 'after' | 'before', { dueAt, id }: PlanLine) => ({ side, dueAt: dueAt.toISOString(), id })
    return {
      rows: shown,
      total: count[0]?.n ?? 0,
      previous: first && (back ? more : search.from !== null) ? place('before', first) : null,
      next: last && (back ? true : more) ? place('after', last) : null,
    }
  })
}

/** Which plans a list of the programme shows. */
export function conditionOf(show: PlanShow, now: Date): Sql {
  switch (show) {
    case 'open':
      return sql`p.closed_at is null`
    case 'late':
      return sql`p.closed_at is null and p.due_at < ${now}::timestamptz`
    case 'slipped':
      return slipped(now)
    case 'security':
      return sql`p.closed_at is null and p.waiting_on = 'security'`
    case 'proof':
      return sql`p.closed_at is null and p.waiting_on in ('provider', 'next-sync')`
    case 'unclaimed':
      return sql`p.closed_at is null and p.owner_id is null`
    case 'closed':
      return sql`p.closed_at is not null`
    case 'all':
      return sql`true`
  }
}

/** Past its date, proved or cut off after it, agreed on later than policy, or moved to a later day since it was opened; never one that was called off. */
function slipped(now: Date): Sql {
  return sql`p.stage <> 'cancelled' and (p.due_at > p.policy_due_at or coalesce(p.closed_at, ${now}::timestamptz) > p.due_at
    or p.id in (select e.plan_id from plan_event e where e.kind in ('date-set', 'date-accepted') and e.detail ->> 'to' > e.detail ->> 'from')
    or p.id in (select e.plan_id from plan_event e where ${isMissed}))`
}

/** A team's are its members' as well. */
export function planOfOwner(owner: string | null): Sql {
  if (!owner) return sql`true`
  return sql`p.owner_id in (select id from owner where id = ${owner}::uuid or team_id = ${owner}::uuid)`
}

function conditionsOf(scope: Scope, { text, show, stage, waiting, owner, ownerText }: PlanSearch, now: Date): Sql[] {
  return [
    conditionOf(show, now),
    ...(stage ? [sql`p.stage = ${stage}`] : []),
    ...(waiting ? [sql`p.waiting_on = ${waiting}`] : []),
    planOfOwner(owner),
    // A name that nobody could be told by finds nothing: to show everything would look like an answer.
    ...(!owner && ownerText ? [sql`false`] : []),
    ...(text
      ? [
          sql`(p.title ilike ${containing(text)} or exists (select from plan_token m join token t on t.id = m.token_id where m.plan_id = p.id and ${inScope(scope)} and t.name ilike ${containing(text)}))`,
        ]
      : []),
  ]
}

const mostTasks = 200

/** What a viewer has to do, or waits for: of the owners that they are in the directory, whatever else they may see. Late first. */
export async function listTasks(db: Db, viewer: Pick<Viewer, 'scope' | 'selfIds'>, tab: TaskTab, now: Date): Promise<readonly PlanLine[]> {
  const where = join([planInScope(viewer.scope), ofTab(viewer, tab, now)], ' and ')
  const order = tab === 'done' ? raw('p.closed_at desc, p.id') : raw('p.due_at, p.id')
  return scoped(db, viewer.scope, (reader) =>
    ask<PlanLine>(reader, sql`select ${planColumns} from ${planSource(viewer.scope)} where ${where} order by ${order} limit ${mostTasks}`),
  )
}

/** How many tasks are on each tab, and how many of those to do are due within a week or late: the badge. */
export async function countTasks(
  db: Db,
  viewer: Pick<Viewer, 'scope' | 'selfIds'>,
  now: Date,
): Promise<Readonly<Record<TaskTab, number>> & { pressing: number }> {
  const on = (tab: TaskTab) => sql`count(*) filter (where ${ofTab(viewer, tab, now)})::int`
  const week = new Date(now.getTime() + 7 * 86_400_000)
  return scoped(db, viewer.scope, async (reader) => {
    const rows = await ask<Record<TaskTab | 'pressing', number>>(
      reader,
      sql`select ${on('to-do')} as "to-do", ${on('waiting')} as waiting, ${on('late')} as late, ${on('team')} as team, ${on('done')} as done,
          count(*) filter (where ${ofTab(viewer, 'to-do', now)} and p.due_at < ${week}::timestamptz)::int as pressing
        from plan p where ${planInScope(viewer.scope)} and (p.owner_id = any(${idsOf(viewer.selfIds)}::uuid[]) or p.offered_to = any(${idsOf(viewer.selfIds)}::uuid[]))`,
    )
    return rows[0] ?? { 'to-do': 0, waiting: 0, late: 0, team: 0, done: 0, pressing: 0 }
  })
}

/** The person's own come first in `selfIds`; what is after them are their teams. */
function ofTab({ selfIds }: Pick<Viewer, 'selfIds'>, tab: TaskTab, now: Date): Sql {
  const [me, ...teams] = selfIds
  if (!me) return sql`false`
  const offered = sql`p.offered_to = any(${idsOf(selfIds)}::uuid[])`
  const waits = sql`p.waiting_on in ('provider', 'next-sync', 'security', 'nobody')`
  switch (tab) {
    case 'to-do':
      return sql`p.closed_at is null and ((p.owner_id = ${me}::uuid and not ${waits}) or ${offered})`
    case 'waiting':
      return sql`p.closed_at is null and p.owner_id = ${me}::uuid and ${waits}`
    case 'late':
      return sql`p.closed_at is null and p.owner_id = ${me}::uuid and p.due_at < ${now}::timestamptz`
    case 'team':
      return sql`p.closed_at is null and p.owner_id = any(${idsOf(teams)}::uuid[])`
    case 'done':
      return sql`p.closed_at is not null and p.owner_id = any(${idsOf(selfIds)}::uuid[])`
  }
}

/** A list of ids as one value: Postgres reads it as an array. */
export function idsOf(ids: readonly string[]): string {
  return `{${ids.join()}}`
}

export async function ask<Row extends object>(reader: Reader, { text, values }: Sql): Promise<Row[]> {
  return (await reader.query<Row>({ text, values })).rows
}
