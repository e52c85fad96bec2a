import type { RetirementLine, RetirementPage, RetirementSearch, RetirementShow } from '../model/retirement-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { timedRetirements } from './timed-retirements.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

/** One page of retirements, the one that began first at its head, with how many there are in all. */
export async function listRetirements(db: Db, scope: Scope, search: RetirementSearch): Promise<RetirementPage> {
  const { show, start, provider, owner, by, since, from, limit } = search
  const rows = timedRetirements(scope, start, owner)
  const where = join(
    [
      shown(show, by),
      ...(since && show === 'proved' ? [sql`r."verifiedAt" >= ${new Date(since)}::timestamptz`] : []),
      ...(provider ? [sql`r.provider = ${provider}`] : []),
    ],
    ' and ',
  )
  const back = from?.side === 'before'
  const edge = from ? sql`and (r."beganAt", r."tokenId") ${back ? sql`<` : sql`>`} (${from.beganAt}::timestamptz, ${from.id}::uuid)` : sql``
  const way = back ? raw('desc') : raw('asc')
  return scoped(db, scope, async (reader) => {
    const [found, count] = await Promise.all([
      ask<RetirementLine>(
        reader,
        // What is off since nobody knows when has no instant in a list.
        sql`select r.start, r."tokenId", r.name, r.provider, r."planId", r."beganAt", r."dueAt", nullif(r."offAt", '-infinity') as "offAt", r."verifiedAt", r.risk, r.running
          from ${rows} where ${where} ${edge} order by r."beganAt" ${way}, r."tokenId" ${way} limit ${limit + 1}`,
      ),
      ask<{ n: number }>(reader, sql`select count(*)::int as n from ${rows} where ${where}`),
    ])
    const more = found.length > limit
    const page = found.slice(0, limit)
    if (back) page.reverse()
    const [first, last] = [page.at(0), page.at(-1)]
    const place = (side: 'after' | 'before', { beganAt, tokenId }: RetirementLine) => ({
      side,
      beganAt: beganAt.toISOString(),
      id: tokenId,
    })
    return {
      rows: page,
      total: count[0]?.n ?? 0,
      previous: first && (back ? more : from !== null) ? place('before', first) : null,
      next: last && (back ? true : more) ? place('after', last) : null,
    }
  })
}

/** Which of them a list shows. What was off before its clock began is neither done nor running: nobody revoked it. */
function shown(show: RetirementShow, by: string | null): Sql {
  const end = by ? new Date(Date.parse(by) + 86_400_000) : null
  switch (show) {
    case 'committed':
      return end ? sql`r."dueAt" < ${end}::timestamptz` : sql`true`
    case 'proved':
      return end ? sql`r."verifiedAt" < ${end}::timestamptz` : sql`r."verifiedAt" is not null`
    case 'off':
      return sql`r."offAt" is not null and r."verifiedAt" is null`
    case 'running':
      return sql`r.running`
    case 'done':
      return sql`r."offAt" > r."beganAt"`
  }
}
