import type { AgentRow, Answering } from '../model/agent.ts'
import { evidenceDays } from '../model/evidence.ts'
import type { Verdict } from '../model/score.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask } from './list-plans.ts'
import { scoped } from './scoped.ts'

const { sql } = Prisma

/** How many agents are read: what is counted of them is counted of these. */
export const mostAgents = 1_000

type Found = {
  id: string
  of: AgentRow['of']
  name: string
  second: string
  agent: AgentRow['agent']
  tokens: number
  humanId: string | null
  humanName: string
  humanKind: Answering['kind']
  humanStatus: Answering['status']
  owned: boolean | null
  drilledAt: Date | null
  minutes: number
  drilledOn: 'workload' | 'token'
  drilled: boolean
  monitored: boolean | null
  verdict: Verdict | null
  total: number
}

/**
 * Every AI agent with its live tokens, who answers for it and its last drill: those with the worst verdict first, of equals those that
 * nobody answers for. `total` is how many there are, of which at most `mostAgents` are read.
 */
export async function listAgents(
  db: Db,
  scope: Extract<Scope, { all: true }>,
  now: Date,
): Promise<{ agents: readonly AgentRow[]; total: number }> {
  const fresh = sql`(c.expires_at > ${now}::timestamptz and c.evidenced_at >= ${new Date(now.getTime() - evidenceDays * 86_400_000)}::timestamptz)`
  const rows = await scoped(db, scope, (reader) =>
    ask<Found>(
      reader,
      sql`with used as materialized (
          select t.id, case when w.agent <> 'none' then w.id end as of, t.name, t.kind, t.agent, t.owner_id, (o.status = 'active') is true as owned, t.verdict, t.queue_key, t.vector ~ '/M:[^/]*monitoring' as monitored
          from token t left join workload w on w.id = t.workload_id left join owner o on o.id = t.owner_id where t.state = 'live' and t.agent <> 'none'),
        tried as materialized (
          select c.token_id, u.of, c.evidenced_at as at, c.minutes, ${fresh} as counts from used u join control c on c.token_id = u.id
          where c.type = 'revocation' and c.minutes is not null),
        whole as materialized (
          select c.workload_id, c.evidenced_at as at, c.minutes, ${fresh} as counts from control c join workload w on w.id = c.workload_id
          where w.agent <> 'none' and c.type = 'revocation' and c.minutes is not null),
        counting as (select distinct token_id from tried where counts),
        last as (
          select distinct on (d.id) d.id, d.at, d.minutes, d.on
          from (select workload_id as id, at, minutes, 'workload' as on from whole union all select coalesce(of, token_id), at, minutes, 'token' from tried) d
          order by d.id, d.at desc),
        summed as (
          select u.of, count(*)::int as tokens, bool_or(u.agent = 'autonomous') as alone, bool_and(u.owned) as owned, bool_and(u.monitored) as monitored,
            (array_agg(u.verdict order by u.queue_key desc))[1] as verdict, max(u.queue_key) as worst,
            bool_and(d.token_id is not null) as drilled
          from used u left join counting d on d.token_id = u.id where u.of is not null group by u.of),
        agents as (
          select w.id, 'workload' as of, w.name, w.key as second, case when s.alone then 'autonomous' else w.agent end as agent, coalesce(s.tokens, 0) as tokens, w.accountable_id as human,
            s.owned, s.monitored, s.verdict, s.worst,
            coalesce(s.drilled, false) or exists (select from whole d where d.workload_id = w.id and d.counts) as drilled
          from workload w left join summed s on s.of = w.id where w.agent <> 'none' and (w.status = 'active' or s.of is not null)
          union all select u.id, 'token', u.name, u.kind, u.agent, 1, u.owner_id, u.owned, u.monitored, u.verdict, u.queue_key,
            d.token_id is not null
          from used u left join counting d on d.token_id = u.id where u.of is null)
        select a.id, a.of, a.name, a.second, a.agent, a.tokens, h.id as "humanId", h.name as "humanName", h.kind as "humanKind", h.status as "humanStatus", a.owned,
          l.at as "drilledAt", l.minutes, l.on as "drilledOn", a.drilled, a.monitored, a.verdict, count(*) over ()::int as total
        from agents a left join owner h on h.id = a.human
        left join last l on l.id = a.id
        order by a.worst / 1000000 desc nulls last, (h.kind = 'person' and h.status = 'active') is true, a.worst desc nulls last, a.name, a.id limit ${mostAgents}`,
    ),
  )
  return { agents: rows.map(agentOf), total: rows[0]?.total ?? 0 }
} // prettier-ignore

function agentOf(found: Found): AgentRow {
  const { humanId, humanName, humanKind, humanStatus, drilledAt, minutes, drilledOn, total: _, ...agent } = found
  return {
    ...agent,
    human: humanId === null ? null : { id: humanId, name: humanName, kind: humanKind, status: humanStatus },
    drill: drilledAt === null ? null : { at: drilledAt, minutes, on: drilledOn },
  }
}
