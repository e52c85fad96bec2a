import { Prisma } from './generated/client.ts'
import { notKept } from './report-cells.ts'

const { sql, raw } = Prisma

/**
 * Exceptions as they are, or as they were at an instant that is past, to read `from` as `x`. A decision may shorten what was asked for: before
 * it the end is the one that the audit has of the request.
 */
export function exceptionsAt(asOf: Date | null): Prisma.Sql {
  if (!asOf) return raw('exception x')
  const at = sql`${asOf.toISOString()}::timestamptz`
  return sql`(select x.id, x.kind, x.reason, x.need, x.requested_at, x.requested_by, x.retirement_at, x.renewal_of,
      case when k.ended then 'ended' when not k.decided then 'requested' when x.state = 'refused' then 'refused' else 'approved' end as state,
      case when k.decided then x.decided_at end as decided_at, case when k.decided then x.decided_by end as decided_by, case when k.decided then x.decision_note end as decision_note,
      case when k.decided or x.decided_at is null then x.ends_at else coalesce((select (u.after ->> 'endsAt')::timestamptz from audit u
        where u.target = 'exception:' || x.id and u.act = 'exception.requested' order by u.seq limit 1), ${notKept}) end as ends_at,
      case when k.ended then x.ended_at end as ended_at, case when k.ended then x.ended_because end as ended_because
    from exception x
    cross join lateral (select coalesce(x.decided_at <= ${at}, false) as decided, coalesce(x.ended_at <= ${at}, false) as ended) k
    where x.requested_at <= ${at}) x`
}
