import { actableTokens } from '../db/act-tokens.ts'
import type { Db } from '../db/db.ts'
import { actingSources } from '../db/read-credential.ts'
import { rowDetails } from '../db/row-details.ts'
import type { ActToken } from '../model/provider-act.ts'
import type { Scope } from '../model/viewer.ts'
import { consumersOf } from '../posture/consumers.ts'
import { shownNow } from '../retirement/provider-acts.ts'
import { verbsOf } from './verbs-of.ts'

/**
 * These tokens as an act at their providers finds them: what can be done, whether it may be, and who would notice. Those that are not
 * there or not in scope are left out.
 */
export async function readActTokens(db: Db, scope: Scope, ids: readonly string[]): Promise<readonly ActToken[]> {
  const [rows, details] = await Promise.all([actableTokens(db, scope, ids), rowDetails(db, scope, ids, ['consumers'])])
  const acting = await actingSources(db, [...new Set(rows.map(({ sourceId }) => sourceId))])
  const kinds = new Map(rows.map(({ sourceKind, kind }) => [`${sourceKind} ${kind}`, { sourceKind, kind }]))
  const verbs = new Map(await Promise.all([...kinds].map(async ([of, { sourceKind, kind }]) => [of, await verbsOf(sourceKind, kind)] as const))) // prettier-ignore
  return rows.map((row) => {
    const { named = [], stated = [], lastUsed = 'not-reported' } = details.get(row.id) ?? {}
    const lastSeen = row.lastSeenVerb && row.lastSeenAt ? { verb: row.lastSeenVerb, at: row.lastSeenAt } : null
    return {
      id: row.id,
      name: row.name,
      displayId: row.displayId,
      kind: row.kind,
      state: row.state,
      shown: shownNow(row.state, lastSeen, row.sawAt),
      isExposed: row.isExposed,
      ownerId: row.ownerId,
      ownerName: row.ownerName,
      sourceId: row.sourceId,
      sourceName: row.sourceName,
      verbs: verbs.get(`${row.sourceKind} ${row.kind}`) ?? [],
      mayAct: acting.has(row.sourceId),
      isWatched: row.isWatched,
      underWay:
        row.underWayRequest && row.underWayVerb && row.underWayState
          ? { requestId: row.underWayRequest, verb: row.underWayVerb, state: row.underWayState }
          : null,
      lastSeen,
      lastUsed: { how: row.lastUsedHow, at: row.lastUsedAt },
      consumers: consumersOf({
        named,
        stated,
        lastUsed,
        workload: row.workloadName === null ? null : { name: row.workloadName, how: row.workloadHow },
        thirdParty: row.thirdParty,
      }),
      planId: row.planId,
    }
  })
}
