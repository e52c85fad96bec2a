import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { missedDates, planInScope } from './list-plans.ts'
import { plansAt } from './plans-at.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma
type Sql = Prisma.Sql

/**
 * Every token that was to be ended at an instant that is past, each with its clock as it stood then: the columns of `timedRetirements`, over
 * what goes before the select in `plansAt`. `offAt` is -infinity, and `running` null, where nobody kept it; it runs no more where it was
 * off and nobody could say since when.
 */
export function timedAt(scope: Scope, asOf: Date): Sql {
  return sql`(${ofPlans(scope, asOf)} union all ${ofLeaks(scope, asOf)}) r`
}

function ofPlans(scope: Scope, asOf: Date): Sql {
  const { plans, members } = plansAt(asOf)
  return sql`select case m.verdict when 'revoke-now' then 'revoke' else 'retire' end as start, m.token_id as "tokenId", p.id as "planId", m.added_at as "beganAt",
      coalesce(missed.due, p.due_at) as "dueAt", m.off_at as "offAt", m.verified_at as "verifiedAt", case when m.off_at is distinct from '-infinity' then m.off_at is null end as running
    from ${plans} join ${members} on m.plan_id = p.id left join ${missedDates(sql`${asOf.toISOString()}::timestamptz`)} missed on missed.plan_id = p.id
    where ${planInScope(scope)} and p.stage <> 'cancelled'`
}

/** As in `timedRetirements`: found while an earlier one was open is the same leak. What was told to us later was not known then. */
function ofLeaks(scope: Scope, asOf: Date): Sql {
  const at = sql`${asOf.toISOString()}::timestamptz`
  const { plans, members } = plansAt(asOf)
  return sql`select 'leak' as start, t.id as "tokenId", m.plan_id as "planId", e.found_at as "beganAt", null::timestamptz as "dueAt", off.at as "offAt",
      null::timestamptz as "verifiedAt", off.at is null as running
    from (select n.token_id, min(n.found_at) as found_at, case when bool_and(n.closed_at is not null) then max(n.closed_at) end as closed_at,
        lead(min(n.found_at)) over (partition by n.token_id order by n.episode) as again_at
      from (select y.token_id, y.found_at, y.closed_at, count(*) filter (where y.is_new) over (partition by y.token_id order by y.found_at, y.id) as episode
        from (select x.id, x.token_id, x.found_at, x.closed_at, x.found_at > max(coalesce(x.closed_at, 'infinity'))
            over (partition by x.token_id order by x.found_at, x.id rows between unbounded preceding and 1 preceding) as is_new
          from (select id, token_id, found_at, case when closed_at <= ${at} then closed_at end as closed_at from exposure
            where token_id is not null and found_at <= ${at} and recorded_at <= ${at} and not (closed_because is not distinct from 'not-ours' and closed_at <= ${at})) x) y) n
      group by n.token_id, n.episode) e
    join token t on t.id = e.token_id and ${inScope(scope)}
    left join (select distinct on (m.token_id) m.token_id, m.plan_id from ${members} join ${plans} on p.id = m.plan_id
      where p.stage <> 'cancelled' and ${planInScope(scope)} order by m.token_id, m.added_at desc) m on m.token_id = t.id
    ${offBy(at)}
    where e.closed_at is null or off.at is not null`
}

/** Since when `token t` was off, as its provider had shown it by then or before it leaked again: by its events, the state it was first seen in, and the complete runs. */
function offBy(at: Sql): Sql {
  return sql`cross join lateral (select least(e.again_at, ${at} + interval '1 millisecond') as until) bound
    cross join lateral (select max(b.at) as at from event b where b.token_id = t.id and b.kind in ('enabled', 'returned', 'renewed') and b.at < bound.until) back
    cross join lateral (select h.state from token_history h where h.token_id = t.id order by h.at, h.cause limit 1) first
    cross join lateral (select min(case when s.at is not null and d.kind = 'first-seen' then '-infinity' else s.at end) as at
      from event d cross join lateral (select case case d.kind when 'first-seen' then first.state else d.kind end when 'disabled' then d.at when 'live' then null else (
        select c.started_at from run c where c.source_id = t.source_id and c.state = 'complete' and c.started_at >= d.at and c.started_at < bound.until
        order by c.started_at offset 1 limit 1) end as at) s
      where d.token_id = t.id and d.kind in ('disabled', 'revoked', 'expired', 'gone', 'first-seen') and d.at >= coalesce(back.at, '-infinity') and d.at < bound.until) off`
}
