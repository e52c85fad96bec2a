import { actStatesUnderWay, type ActState, type ProviderVerb } from '../model/provider-act.ts'
import type { TokenState } from '../model/token.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, raw } = Prisma

/** A token that somebody means to act on, as the rows have it: what its connector can do is not known here. */
export type ActableRow = {
  id: string
  name: string
  displayId: string
  kind: string
  state: TokenState
  isExposed: boolean
  ownerId: string | null
  ownerName: string | null
  sourceId: string
  sourceName: string
  sourceKind: string
  isWatched: boolean
  /** When the newest run that saw the row as it is began, whole or not: what was seen after it is newer than the row. */
  sawAt: Date | null
  lastSeenVerb: ProviderVerb | null
  lastSeenAt: Date | null
  underWayRequest: string | null
  underWayVerb: ProviderVerb | null
  underWayState: ActState | null
  lastUsedHow: 'at' | 'not-since' | 'never' | 'not-reported'
  lastUsedAt: Date | null
  thirdParty: string | null
  workloadName: string | null
  workloadHow: 'stated' | 'rule' | 'hint' | null
  planId: string | null
}

const underWay = raw(`(${actStatesUnderWay.map((state) => `'${state}'`).join(', ')})`)

/**
 * What is absent was seen to be by the newest whole run. What is not noted as missing was seen by the newest run that ended, and what is, by
 * the newest before it was missed. A run that has not ended has seen what it wrote by now.
 */
const sawAt =
  raw(`case when t.absent_runs > 0 then (select r.started_at from run r where r.id = case when t.observed ? 'part' then t.last_absent_run else s.last_complete_run_id end)
  else greatest(
    (select r.started_at from run r where r.source_id = t.source_id and r.state in ('complete', 'partial')
       and r.started_at < coalesce(t.missing_since, 'infinity') order by r.started_at desc limit 1),
    (select r.started_at from run r where r.id = t.changed_run_id and r.started_at < coalesce(t.missing_since, 'infinity')))
  end`)

/** These tokens, as far as they are in scope, with what was done to them and is under way; the worst first. */
export async function actableTokens(db: Db, scope: Scope, ids: readonly string[]): Promise<ActableRow[]> {
  return scoped(db, scope, (reader) =>
    ask<ActableRow>(
      reader,
      sql`select t.id, t.name, t.display_id as "displayId", t.kind, t.state, t.exposure <> 'none' as "isExposed", t.owner_id as "ownerId", o.name as "ownerName",
          s.id as "sourceId", s.name as "sourceName", s.kind as "sourceKind", s.removed_at is null as "isWatched", ${sawAt} as "sawAt",
          d.verb as "lastSeenVerb", d.seen_at as "lastSeenAt", u.request_id as "underWayRequest", u.verb as "underWayVerb", u.state as "underWayState",
          t.last_used_how as "lastUsedHow", nullif(t.last_used_at, '-infinity') as "lastUsedAt", t.third_party as "thirdParty",
          w.name as "workloadName", t.workload_how as "workloadHow", m.plan_id as "planId"
        from token t join source s on s.id = t.source_id left join owner o on o.id = t.owner_id left join workload w on w.id = t.workload_id
        left join plan_token m on m.token_id = t.id and m.open
        left join provider_act u on u.token_id = t.id and u.state in ${underWay}
        left join lateral (select a.verb, a.seen_at from provider_act a where a.token_id = t.id and a.state = 'seen' order by a.seen_at desc, a.id desc limit 1) d on true
        where t.id = any(${idsOf(ids)}::uuid[]) and ${inScope(scope)} order by t.queue_key desc, t.id`,
    ),
  )
}
