import type { Binding, LifeBand } from '../model/facts.ts'
import { isId } from '../model/is-id.ts'
import type { PlanDetail, PlanEventLine, PlanLine, ProvedStep } from '../model/plan-search.ts'
import type { PlanTokenRow } from '../model/plan.ts'
import { courseOf } from '../model/recipe.ts'
import { standsAsKey } from '../model/successor.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { exposuresOfTokens } from './list-exposures.ts'
import { ask, planColumns, planInScope, planSource } from './list-plans.ts'
import { planSources } from './plan-sources.ts'
import { scoped, type Reader } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql } = Prisma

/** Tokens and events of a plan's page; a plan has no more tokens than it can be opened with, and older events are its history's. */
const mostMembers = 500
const mostEvents = 300
/** Evidence shown of one step. */
const mostEvidence = 3

type Line = PlanLine &
  Pick<
    PlanDetail,
    | 'openedAt'
    | 'openedBy'
    | 'acknowledgedBy'
    | 'proposedBy'
    | 'proposedById'
    | 'proposedReason'
    | 'offeredBy'
    | 'disowned'
    | 'switchedAt'
    | 'switchedBy'
    | 'lookedAt'
    | 'checkedAt'
    | 'offerSaid'
  > & {
    successorTokenId: string | null
    successorIssuerId: string | null
    successorName: string | null
    successorUsedAt: Date | null
    successorDisplayId: string | null
    successorSeen: boolean
    successorBinding: Binding | null
    successorLife: LifeBand | null
    sameKind: boolean
  }

/** A plan with its tokens, its sources and its history, within the scope; null alike where it is not there and where it is not theirs. */
export async function readPlan(db: Db, scope: Scope, id: string): Promise<PlanDetail | null> {
  if (!isId(id)) return null
  return scoped(db, scope, async (reader) => {
    const [line] = await ask<Line>(
      reader,
      sql`select ${planColumns}, p.opened_at as "openedAt", p.opened_by as "openedBy", p.acknowledged_by as "acknowledgedBy", p.proposed_by as "proposedBy",
          p.proposed_by_id as "proposedById", p.proposed_reason as "proposedReason", p.offered_by as "offeredBy", p.disowned, p.switched_at as "switchedAt",
          p.switched_by as "switchedBy", p.looked_at as "lookedAt", p.successor_token_id as "successorTokenId", p.successor_issuer_id as "successorIssuerId",
          p.successor_name as "successorName", case when s.last_used_how = 'at' then s.last_used_at end as "successorUsedAt",
          (select t.display_id from token t where t.id = p.successor_token_id) as "successorDisplayId", s.id is not null as "successorSeen",
          s.binding as "successorBinding", s.life as "successorLife", exists (select from plan_token m join token o on o.id = m.token_id where m.plan_id = p.id and o.kind = s.kind) as "sameKind",
          (select max(e.at) from plan_event e where e.plan_id = p.id and e.kind = 'checked') as "checkedAt",
          (select e.detail ->> 'to' from plan_event e where e.plan_id = p.id and e.kind = 'offered' order by e.at desc, e.id desc limit 1) as "offerSaid"
        from ${planSource(scope)}
          left join lateral (select t.id, t.kind, t.binding, t.life, t.last_used_at, t.last_used_how from token t where t.id = p.successor_token_id and ${inScope(scope)}) s on true
        where p.id = ${id}::uuid and ${planInScope(scope)}`,
    )
    if (!line) return null
    const {
      successorTokenId,
      successorIssuerId,
      successorName,
      successorUsedAt,
      successorDisplayId,
      successorSeen,
      successorBinding: binding,
      successorLife: life,
      sameKind,
      ...plan
    } = line
    const members = await ask<PlanTokenRow>(
      reader,
      sql`select t.id, t.name, t.kind, t.display_id as "displayId", t.state, t.verdict, t.risk, t.source_id as "sourceId", s.name as "sourceName",
          nullif(t.last_used_at, '-infinity') as "lastUsedAt", t.last_used_how as "lastUsedHow", t.absent_runs as "absentRuns", m.risk as "riskAtOpening",
          m.proved, m.quiet_until as "quietUntil"
        from plan_token m join token t on t.id = m.token_id join source s on s.id = t.source_id where m.plan_id = ${id}::uuid and ${inScope(scope)} order by t.queue_key desc, t.id limit ${mostMembers}`,
    )
    const leaks =
      courseOf(plan.recipe) === 'leak'
        ? await exposuresOfTokens(
            db,
            scope,
            members.map((token) => token.id),
          )
        : []
    const sources = await planSources(
      db,
      members.map(({ sourceId }) => sourceId),
    )
    const events = await ask<PlanEventLine>(
      reader,
      sql`select e.id, e.at, e.kind, e.by, e.detail, ${namedSuccessor(scope)} from plan_event e where e.plan_id = ${id}::uuid order by e.at desc, e.id desc limit ${mostEvents}`,
    )
    const successor =
      successorName === null
        ? null
        : {
            kind: successorTokenId ? ('token' as const) : ('issuer' as const),
            id: successorTokenId ?? successorIssuerId ?? '',
            name: successorName,
            displayId: successorDisplayId,
            seen: successorSeen,
            stands: binding !== null && life !== null && standsAsKey({ binding, life, sameKind }),
            lastUsedAt: successorUsedAt,
          }
    return { ...plan, members, leaks, sources, proved: await provedSteps(reader, scope, id), events, successor }
  })
}

/** The successor that an event names, where it is a token that this viewer sees. What mints tokens has no page of its own. */
function namedSuccessor(scope: Scope) {
  return sql`(select t.id from token t where e.detail ->> 'successorId' is not null and t.id = (e.detail ->> 'successorId')::uuid and ${inScope(scope)}) as "successorId"`
}

/** Each token of a plan proves each step, so that what proved the first ones is soon older than the history that is read. */
async function provedSteps(reader: Reader, scope: Scope, id: string): Promise<ProvedStep[]> {
  const rows = await ask<PlanEventLine & { proof: string; count: number }>(
    reader,
    sql`select e.id, e.at, e.kind, e.by, e.detail, e.proof, e.count, ${namedSuccessor(scope)} from (
        select e.id, e.at, e.kind, e.by, e.detail, e.detail ->> 'proof' as proof, count(*) over (partition by e.detail ->> 'proof')::int as count,
          row_number() over (partition by e.detail ->> 'proof' order by e.at desc, e.id desc) as place
        from plan_event e join plan p on p.id = e.plan_id
        where e.plan_id = ${id}::uuid and e.kind = 'proved' and e.at >= coalesce(p.reopened_at, '-infinity')) e
      where e.proof is not null and e.place <= ${mostEvidence} order by e.at desc, e.id desc`,
  )
  return [...Map.groupBy(rows, ({ proof }) => proof)].map(([proof, of]) => ({
    proof,
    count: of[0]?.count ?? 0,
    newest: of.map(({ proof: _, count: __, ...event }) => event),
  }))
}
