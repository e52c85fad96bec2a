import { Prisma } from './generated/client.ts'
import { notKept } from './report-cells.ts'

const { sql, raw } = Prisma

/**
 * Campaigns `c` with their tokens and answers `r` beside `t`, which the caller gives to read `from`: as they are, or as they were at an instant
 * that is past. Of an answer that was replaced later, or taken back as its token changed hands, nobody keeps what it was: it is 'unknown'.
 */
export function reviewsAt(asOf: Date | null, tokens: Prisma.Sql): Prisma.Sql {
  if (!asOf) return sql`campaign c join campaign_token r on r.campaign_id = c.id join ${tokens} on t.id = r.token_id`
  const at = sql`${asOf.toISOString()}::timestamptz`
  const told = (column: string) => raw(`case k.known when 'told' then i.${column} when 'unknown' then 'unknown' end`)
  return sql`(select c.id, c.name, c.started_at, case when c.closed_at <= ${at} then c.closed_at end as closed_at,
      case when c.first_due_at is null or c.closed_at <= ${at} then c.due_at else ${notKept} end as due_at
    from campaign c where c.started_at <= ${at}) c
    join campaign_token i on i.campaign_id = c.id join ${tokens} on t.id = i.token_id
    cross join lateral (select case when c.closed_at is not null or i.answered_at <= ${at} then 'told'
      when i.first_answered_at > ${at} or coalesce(i.first_answered_at, i.answered_at, i.disowned_at) is null then 'open' else 'unknown' end as known) k
    cross join lateral (select i.token_id, i.verdict, ${told('answer')} as answer, ${told('says')} as says, ${told('answered_by')} as answered_by,
      ${told('answered_verdict')} as answered_verdict, k.known = 'told' and i.on_behalf as on_behalf,
      case k.known when 'told' then i.answered_at when 'unknown' then ${notKept} end as answered_at,
      case when c.closed_at is not null then i.outcome when t.state not in ('live', 'disabled') then 'gone' when k.known = 'told' then i.answer else k.known end as outcome) r`
}
