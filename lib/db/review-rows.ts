import type { ReviewOutcome, ReviewRow } from '../model/campaign.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { pageOf, type Edge, type Page } from './list-campaigns.ts'
import { ask } from './list-plans.ts'
import { reviewInScope } from './review-tasks.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, raw, empty } = Prisma

const columns =
  raw(`r.token_id as "tokenId", r.task_id as "taskId", r.place, r.outcome, r.answer, r.says, r.answered_at as "answeredAt", r.answered_by as "answeredBy",
  r.on_behalf as "onBehalf", r.carried, r.plan_id as "planId", r.gone_at as "goneAt", r.disowned_by as "disownedBy", r.disowned_at as "disownedAt",
  r.disowned_says as "disownedSays", r.verdict as "verdictAtStart", k.owner_id as "ownerId", o.name as "ownerName", t.name, t.kind, t.display_id as "displayId",
  t.state, t.verdict, t.reason, t.risk, t.level, t.reach, w.name as "workloadName", nullif(t.last_used_at, '-infinity') as "lastUsedAt",
  t.last_used_how as "lastUsedHow", t.last_used_service as "lastUsedService"`)

const source =
  raw(`campaign_token r join campaign_task k on k.id = r.task_id join token t on t.id = r.token_id left join owner o on o.id = k.owner_id
  left join workload w on w.id = t.workload_id`)

/** Tokens of one page that an owner answers for; each has its own form. */
export const tokensOfPage = 30

/** One page of a task's tokens, one workload after the other; those of one outcome, where one is given. Within the scope. */
export async function listReviewRows(
  db: Db,
  scope: Scope,
  { taskId, outcome, from }: { taskId: string; outcome: ReviewOutcome | null; from: Edge | null },
): Promise<Page<ReviewRow>> {
  const back = from?.side === 'before'
  const place = from && /^\d{1,9}$/.test(from.value) ? Number(from.value) : 0
  const edge = from ? sql`and r.place ${back ? sql`<` : sql`>`} ${place}` : empty
  const rows = await scoped(db, scope, (reader) =>
    ask<ReviewRow>(
      reader,
      sql`select ${columns} from ${source} where r.task_id = ${taskId}::uuid and ${reviewInScope(scope)} and ${inScope(scope)}
        ${outcome ? sql`and r.outcome = ${outcome}` : empty} ${edge} order by r.place ${back ? raw('desc') : raw('asc')} limit ${tokensOfPage + 1}`,
    ),
  )
  return pageOf(rows, tokensOfPage, from, ({ place: at, tokenId }) => ({ value: String(at), id: tokenId }))
}

const pageSize = 50

/** One page of a campaign's tokens with what was answered, of whichever owner; for those who see everything. */
export async function listCampaignRows(
  db: Db,
  scope: Scope,
  { campaignId, outcome, from }: { campaignId: string; outcome: ReviewOutcome | null; from: Edge | null },
): Promise<Page<ReviewRow>> {
  if (!scope.all) return { rows: [], previous: null, next: null }
  const back = from?.side === 'before'
  const edge = from ? sql`and r.token_id ${back ? sql`<` : sql`>`} ${from.id}::uuid` : empty
  const rows = await ask<ReviewRow>(
    db.pool,
    sql`select ${columns} from ${source} where r.campaign_id = ${campaignId}::uuid ${outcome ? sql`and r.outcome = ${outcome}` : empty} ${edge}
      order by r.token_id ${back ? raw('desc') : raw('asc')} limit ${pageSize + 1}`,
  )
  return pageOf(rows, pageSize, from, ({ tokenId }) => ({ value: '0', id: tokenId }))
}
