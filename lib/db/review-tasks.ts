import type { ReviewTask } from '../model/campaign.ts'
import { isId } from '../model/is-id.ts'
import type { TaskTab } from '../model/plan-search.ts'
import type { Scope, Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, raw } = Prisma
type Sql = Prisma.Sql

/** What a viewer may see of `campaign_task k`: for an owner, part of the query itself. */
export function reviewInScope(scope: Scope): Sql {
  return scope.all ? sql`true` : sql`k.owner_id = any(${idsOf(scope.ownerIds)}::uuid[])`
}

const columns =
  raw(`k.id, k.campaign_id as "campaignId", c.name as campaign, k.owner_id as "ownerId", o.name as "ownerName", team.name as "teamName",
  c.started_at as "startedAt", c.due_at as "dueAt", c.closed_at as "closedAt", k.tokens, k.open, k.kept, k.narrowed, k.retired, k.disowned, k.gone`)
const source = raw(
  `campaign_task k join campaign c on c.id = k.campaign_id left join owner o on o.id = k.owner_id left join owner team on team.id = o.team_id`,
)

/** What a campaign asks of one owner; null alike where there is no such task and where it is not this viewer's to see. */
export async function readReviewTask(db: Db, scope: Scope, id: string): Promise<ReviewTask | null> {
  if (!isId(id)) return null
  const [task] = await scoped(db, scope, (reader) =>
    ask<ReviewTask>(reader, sql`select ${columns} from ${source} where k.id = ${id}::uuid and ${reviewInScope(scope)}`),
  )
  return task ?? null
}

/**
 * How many of a task can be answered for at once: open, still there, and still of whom they were asked of. What ended or was handed on
 * since the task was last settled is counted as open there, and is left out of an answer.
 */
export async function countAnswerable(db: Db, scope: Scope, taskId: string): Promise<number> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(
      reader,
      sql`select count(*)::int as n from campaign_token r join campaign_task k on k.id = r.task_id join token t on t.id = r.token_id
        where r.task_id = ${taskId}::uuid and r.outcome = 'open' and r.gone_at is null and t.state in ('live', 'disabled')
          and (k.owner_id is null or t.owner_id = k.owner_id) and ${reviewInScope(scope)} and ${inScope(scope)}`,
    ),
  )
  return counted?.n ?? 0
}

type Asking = Pick<Viewer, 'scope' | 'selfIds'>
const mostReviews = 50

/** Reviews that are asked of a viewer, of the owners that they are in the directory; late first, those that are done newest first. */
export async function listReviews(db: Db, viewer: Asking, tab: TaskTab, now: Date): Promise<readonly ReviewTask[]> {
  if (tab === 'waiting') return []
  const order = tab === 'done' ? raw('c.started_at desc, k.id') : raw('c.due_at, k.id')
  return scoped(db, viewer.scope, (reader) =>
    ask<ReviewTask>(
      reader,
      sql`select ${columns} from ${source} where ${reviewInScope(viewer.scope)} and ${ofTab(viewer, tab, now)} order by ${order} limit ${mostReviews}`,
    ),
  )
}

/** How many reviews are on each tab of the tasks, and how many of those to do are due within a week or late. */
export async function countReviews(db: Db, viewer: Asking, now: Date): Promise<Readonly<Record<TaskTab, number>> & { pressing: number }> {
  const on = (tab: TaskTab) => sql`count(*) filter (where ${ofTab(viewer, tab, now)})::int`
  const week = new Date(now.getTime() + 7 * 86_400_000)
  return scoped(db, viewer.scope, async (reader) => {
    const rows = await ask<Record<TaskTab | 'pressing', number>>(
      reader,
      sql`select ${on('to-do')} as "to-do", 0 as waiting, ${on('late')} as late, ${on('team')} as team, ${on('done')} as done,
          count(*) filter (where ${ofTab(viewer, 'to-do', now)} and c.due_at < ${week}::timestamptz)::int as pressing
        from campaign_task k join campaign c on c.id = k.campaign_id where ${reviewInScope(viewer.scope)} and k.owner_id = any(${idsOf(viewer.selfIds)}::uuid[])`,
    )
    return rows[0] ?? { 'to-do': 0, waiting: 0, late: 0, team: 0, done: 0, pressing: 0 }
  })
}

/** As with plans: the person's own come first in `selfIds`; what is after them are their teams. */
function ofTab({ selfIds }: Asking, tab: TaskTab, now: Date): Sql {
  const [me, ...teams] = selfIds
  if (!me || tab === 'waiting') return sql`false`
  const asks = sql`c.closed_at is null and k.open > 0`
  if (tab === 'to-do') return sql`${asks} and k.owner_id = ${me}::uuid`
  if (tab === 'late') return sql`${asks} and k.owner_id = ${me}::uuid and c.due_at < ${now}::timestamptz`
  if (tab === 'team') return sql`${asks} and k.owner_id = any(${idsOf(teams)}::uuid[])`
  return sql`not (${asks}) and k.tokens > 0 and k.owner_id = any(${idsOf(selfIds)}::uuid[])`
}
