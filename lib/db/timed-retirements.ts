import type { ClockStart } from '../model/retirement-search.ts'
import type { Scope } from '../model/viewer.ts'
import { Prisma } from './generated/client.ts'
import { missedDates, planInScope, planOfOwner } from './list-plans.ts'
import { inScope } from './token-filter.ts'

const { sql, raw } = Prisma
type Sql = Prisma.Sql

/**
 * Since when `token t` is off as its provider shows it, as `off.at`; null while it works, and where nobody can say. Off is: seen switched
 * off, or absent (or seen revoked or expired) in two complete syncs. `off.at_first`: nobody ever saw it work, so that it is off by then and
 * nobody can say since when.
 */
export const sinceOff =
  raw(`cross join lateral (select max(b.at) as at from event b where b.token_id = t.id and b.kind in ('enabled', 'returned', 'renewed')) back
    cross join lateral (select case when t.state = 'live' then null else coalesce(
      (select min(d.at) from event d where d.token_id = t.id and d.kind = 'disabled' and d.at >= coalesce(back.at, '-infinity')),
      case when t.state = 'disabled' then t.first_seen_at end,
      case when t.absent_runs >= 2 then (select a.started_at from run a where a.id = t.last_absent_run) end,
      case when t.state in ('revoked', 'expired') then (select c.started_at from run c where c.source_id = t.source_id and c.state = 'complete' and c.started_at >=
        (select max(s.at) from event s where s.token_id = t.id and s.kind in ('revoked', 'expired', 'first-seen')) order by c.started_at offset 1 limit 1) end) end as at) seen
    cross join lateral (select seen.at, seen.at is not null
      and coalesce((select bool_and(h.state <> 'live') from token_history h where h.token_id = t.id), false) as at_first) off`)

/**
 * Every token that is to be ended, each with its clock: when it began, since when the token is off as its provider shows it, and whether
 * the clock runs. Off is: seen switched off, or absent (or seen revoked or expired) in two complete syncs. Columns of `r`. `offAt` is
 * -infinity of what is off and nobody can say since when.
 */
export function timedRetirements(scope: Scope, start: ClockStart | null | 'any', owner: string | null = null): Sql {
  if (start === 'leak') return sql`(${ofLeaks(scope)}) r`
  if (start === 'any') return sql`(${ofPlans(scope, owner)} union all ${ofLeaks(scope)}) r`
  const plans = ofPlans(scope, owner)
  return start === null ? sql`(${plans}) r` : sql`(select * from (${plans}) p where p.start = ${start}) r`
}

function ofPlans(scope: Scope, owner: string | null): Sql {
  return sql`select case m.verdict when 'revoke-now' then 'revoke' else 'retire' end as start, m.token_id as "tokenId", t.name, t.provider, p.id as "planId",
      m.added_at as "beganAt", coalesce(missed.due, p.due_at) as "dueAt", m.off_at as "offAt", m.verified_at as "verifiedAt", m.risk::int, m.off_at is null as running
    from plan p join plan_token m on m.plan_id = p.id left join token t on t.id = m.token_id and ${inScope(scope)}
    left join ${missedDates()} missed on missed.plan_id = p.id
    where ${planInScope(scope)} and ${planOfOwner(owner)} and p.stage <> 'cancelled'`
}

/**
 * A leak's clock begins when it was found, with or without a plan. What is found while an earlier leak is open is the same leak; found after
 * that was closed it is another one, with a clock of its own. One that was closed while its token still works is no leak any more. An
 * earlier one ended as the token was off, or as it was seen switched off, or revoked, expired or
 * gone in two complete syncs, before it leaked again and before it came back.
 */
function ofLeaks(scope: Scope): Sql {
  return sql`select 'leak' as start, t.id as "tokenId", t.name, t.provider, m.plan_id as "planId", e.found_at as "beganAt", null::timestamptz as "dueAt", ended.at as "offAt",
      null::timestamptz as "verifiedAt", t.risk::int, ended.at is null as running
    from (select n.token_id, min(n.found_at) as found_at, case when bool_and(n.closed_at is not null) then max(n.closed_at) end as closed_at,
        lead(min(n.found_at)) over (partition by n.token_id order by n.episode) as again_at
      from (select y.token_id, y.found_at, y.closed_at, count(*) filter (where y.is_new) over (partition by y.token_id order by y.found_at, y.id) as episode
        from (select x.id, x.token_id, x.found_at, x.closed_at, x.found_at > max(coalesce(x.closed_at, 'infinity'))
            over (partition by x.token_id order by x.found_at, x.id rows between unbounded preceding and 1 preceding) as is_new
          from exposure x where x.token_id is not null and x.closed_because is distinct from 'not-ours') y) n group by n.token_id, n.episode) e
    join token t on t.id = e.token_id and ${inScope(scope)}
    left join lateral (select p.id as plan_id from plan_token o join plan p on p.id = o.plan_id and p.stage <> 'cancelled' and ${planInScope(scope)}
      where o.token_id = t.id order by o.open desc, o.added_at desc limit 1) m on true
    ${sinceOff}
    cross join lateral (select case when off.at_first then '-infinity' when e.again_at is null or off.at < e.again_at then off.at else (select min(case when d.kind = 'disabled' then d.at else (
        select c.started_at from run c where c.source_id = t.source_id and c.state = 'complete' and c.started_at >= d.at and c.started_at < least(e.again_at,
          (select min(b.at) from event b where b.token_id = t.id and b.at > d.at and b.kind in ('enabled', 'returned', 'renewed')))
        order by c.started_at offset 1 limit 1) end) from event d
      where d.token_id = t.id and d.kind in ('disabled', 'revoked', 'expired', 'gone') and d.at >= e.found_at and d.at < e.again_at) end as at) ended
    where e.closed_at is null or ended.at is not null`
}
