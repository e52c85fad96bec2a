import type { Verdict } from '../model/score.ts'
import type { Grouping } from '../model/token-columns.ts'
import type { TokenGroup, TokenGroups } from '../model/token-row.ts'
import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { facetColumn, tokenFilter } from './token-filter.ts'

const { sql, raw } = Prisma

const mostGroups = 100

/** Where the names of a grouping's ids are. */
const named: Readonly<Record<Grouping, Prisma.Sql>> = {
  reason: sql`null::text`,
  owner: raw('(select name from owner where id = g.value)'),
  workload: raw('(select name from workload where id = g.value)'),
  source: raw('(select name from source where id = g.value)'),
}

// The queue's number begins with the verdict: see lib/score/queue-key.ts.
const byUrgency: readonly Verdict[] = ['retired', 'acceptable', 'acceptable-with-controls', 'standing-privilege', 'revoke-now']

/**
 * The tokens that match, gathered by one thing they have in common, within the scope: the worst groups first, then those
 * with the most risk. At most a hundred, and whether there are more.
 */
export async function groupTokens(db: Db, scope: Scope, search: TokenConditions, now: Date, by: Grouping): Promise<TokenGroups> {
  const { text, values } = sql`
    select coalesce(g.value::text, 'none') as value, ${named[by]} as name, g.count, g.worst, g."riskSum", g."worstRisk" from (
      select ${facetColumn[by]} as value, count(*)::int as count, max(t.queue_key) / 1000000 as worst,
        sum(t.risk)::int as "riskSum", max(t.risk) as "worstRisk"
      from token t where ${tokenFilter(scope, search, now)} group by ${facetColumn[by]}
      order by 3 desc, 4 desc, 2 desc, 1 limit ${raw(String(mostGroups + 1))}) g
    order by g.worst desc, g."riskSum" desc, g.count desc, g.value`
  type Row = Omit<TokenGroup, 'worst'> & { worst: number }
  const { rows } = await scoped(db, scope, (reader) => reader.query<Row>({ text, values }))
  const groups = rows.slice(0, mostGroups).map((row) => ({ ...row, worst: byUrgency[row.worst] ?? 'retired' }))
  return { groups, more: rows.length > mostGroups }
}
