import type { PlainReport } from '../model/report.ts'
import type { SampleDraw } from '../model/sample.ts'
import { narrowingsOf, type TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { exceptionsAt } from './exceptions-at.ts'
import { Prisma } from './generated/client.ts'
import { exposureInScope } from './leak-sql.ts'
import { planInScope } from './list-plans.ts'
import { plansAt } from './plans-at.ts'
import { selectList } from './report-cells.ts'
import { acknowledgements, clocks, exceptions, exposures, inventory, memberColumns, planColumns, reviews } from './report-columns.ts'
import { besideTokens, judgementColumns, openPlanAt, tokenColumns } from './report-framework.ts'
import { reviewsAt } from './reviews-at.ts'
import { sampledIds } from './sample.ts'
import { timedAt } from './timed-at.ts'
import { sinceOff, timedRetirements } from './timed-retirements.ts'
import { tokenFilter } from './token-filter.ts'
import { tokensAt } from './tokens-at.ts'

const { sql, empty } = Prisma
type Sql = Prisma.Sql

type Asked = { search: TokenConditions; asOf: Date | null; sample?: SampleDraw | null }

/** The rows of a report that is not of a framework, within the scope, in a stable order: as they are, or as they were at an instant that is past. */
export function plainRows(report: Exclude<PlainReport, 'ocsf-findings'>, scope: Scope, { search, asOf, sample }: Asked, now: Date): Sql {
  const at = asOf ?? now
  const where = tokenFilter(scope, search, at)
  const tokens = tokensAt(scope, asOf)
  const { before, plans, members } = plansAt(asOf)
  const first = asOf ? sql`with ${before}` : empty
  switch (report) {
    case 'inventory':
      return sql`${first} select ${selectList(inventory)} from ${tokens} ${besideTokens} ${openPlanAt(asOf)}
        where ${where} ${sample ? sql`and t.id in (${sampledIds(scope, search, sample, now)})` : empty} order by t.id`
    case 'plans':
      return sql`${first} select ${selectList([...planColumns, ...memberColumns, ...tokenColumns, ...judgementColumns])}
        from ${plans} left join owner po on po.id = p.owner_id join ${members} on m.plan_id = p.id join ${tokens} on t.id = m.token_id ${besideTokens}
        where ${planInScope(scope)} and ${where} order by p.due_at, p.id, t.id`
    case 'acknowledgements':
      return sql`${first} select ${selectList(acknowledgements(asOf))} from ${plans} left join owner po on po.id = p.owner_id left join owner team on team.id = po.team_id
        join (select m.plan_id, count(*) as tokens from ${members} group by m.plan_id) n on n.plan_id = p.id
        where ${planInScope(scope)} and p.id in (select m.plan_id from ${members} join ${tokens} on t.id = m.token_id where ${where}) order by p.opened_at, p.id`
    case 'exceptions':
      return sql`select ${selectList([...exceptions, ...tokenColumns, ...judgementColumns])}
        from ${exceptionsAt(asOf)} join exception_token e on e.exception_id = x.id join ${tokens} on t.id = e.token_id ${besideTokens} where ${where} order by x.requested_at, x.id, t.id`
    case 'exposures':
      return leaks(scope, search, now)
    case 'time-to-revoke':
      return sql`${first} select ${selectList([...clocks(at), ...tokenColumns, ...judgementColumns])} from ${asOf ? timedAt(scope, asOf) : timedRetirements(scope, 'any')}
        join ${tokens} on t.id = r."tokenId" ${besideTokens} where ${where} order by r."beganAt", t.id, r.start`
    case 'access-reviews':
      return sql`select ${selectList([...reviews, ...tokenColumns, ...judgementColumns])} from ${reviewsAt(asOf, tokens)} ${besideTokens}
        where ${where} order by c.started_at, c.id, t.id`
  }
} // prettier-ignore

/** Every leak, also one of which nobody knows whose it is: only what is asked of its token leaves that out. */
function leaks(scope: Scope, search: TokenConditions, now: Date): Sql {
  const isNarrowed = narrowingsOf(search).length > 0 || search.filters.state !== undefined
  const ofTokens = isNarrowed ? sql`t.id is not null and ${tokenFilter(scope, search, now)}` : sql`true`
  return sql`select ${selectList([...exposures(now), ...tokenColumns, ...judgementColumns])} from exposure x left join token t on t.id = x.token_id
    left join source s on s.id = t.source_id left join owner o on o.id = t.owner_id left join workload w on w.id = t.workload_id
    ${sinceOff} where ${exposureInScope(scope)} and ${ofTokens} order by x.found_at, x.id`
}
