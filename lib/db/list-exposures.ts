import { isId } from '../model/is-id.ts'
import type { ExposureEdge, ExposureSearch, ExposureTab } from '../model/exposure-search.ts'
import type { LeakedToken, LeakLine, LeakPlace, LeakState } from '../model/leak.ts'
import { toldBy, type Told } from '../model/told-by.ts'
import type { Scope } from '../model/viewer.ts'
import { containing } from './containing.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { importedAt } from './imported-at.ts'
import { exposureInScope, leakState } from './leak-sql.ts'
import { ask, idsOf, planInScope } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { sinceOff } from './timed-retirements.ts'
import { inScope } from './token-filter.ts'

const { sql, raw, join } = Prisma
type Sql = Prisma.Sql

export const exposuresAPage = 50

/** What is still live comes first, then what works and is nobody's, then what nobody has matched, then what is off and not done. */
const rank = raw(`case when x.closed_because = 'not-ours' then 0
  when x.closed_at is not null and (x.closed_because is null or t.state is distinct from 'live') then 1
  when t.state = 'live' then 5 when x.token_id is null and x.still_valid = 'yes' then 4 when x.token_id is null then 3 else 2 end`)

const onTab: Readonly<Record<ExposureTab, Sql>> = {
  open: sql`${rank} >= 2`,
  live: sql`${rank} = 5`,
  unmatched: sql`${rank} in (3, 4)`,
  contained: sql`${rank} = 2`,
  closed: sql`${rank} = 1`,
  'not-ours': sql`${rank} = 0`,
}

const columns =
  raw(`x.id, ${leakState.sql} as "leakState", ${rank.sql} as rank, x.state as exposure, x.kind, x.reference, x.tail, x.detector, x.found_in as "foundIn",
  x.found_at as "foundAt", x.exposed_at as "exposedAt", x.url, x.places, x.place_count as "placeCount", x.matched_by as "matchedBy", x.certainty,
  x.still_valid as "stillValid", x.finder_says as "finderSays", x.finder_closed as "finderClosed", x.recorded_at as "recordedAt", x.told_at as "toldAt", x.stated_by as "statedBy",
  x.replaced_at as "replacedAt", x.replaced_by as "replacedBy", x.replace_note as "replaceNote", x.reviewed_at as "reviewedAt", x.reviewed_by as "reviewedBy",
  x.review_note as "reviewNote", x.rescanned_at as "rescannedAt", x.rescanned_by as "rescannedBy", x.rescan_note as "rescanNote",
  x.closed_at as "closedAt", x.closed_by as "closedBy", x.closed_because as "closedBecause", x.close_note as "closeNote", x.version,
  t.id as "tokenId", t.name as "tokenName", t.display_id as "displayId", t.kind as "tokenKind", t.state as "tokenState", t.absent_runs as "absentRuns",
  t.owner_id as "ownerId", o.name as "ownerName", off.at as "offAt", off.at_first as "offAtFirst",
  s.kind as "sourceKind", ${importedAt.sql} as "importedAt"`)

type Wire = Omit<LeakLine, 'state' | 'token' | 'proposed' | 'places' | 'replaced' | 'reviewed' | 'rescanned' | 'closed'> &
  Told & {
    leakState: LeakState
    rank: number
    places: { in: string; at: string | null; url: string | null }[]
    replacedAt: Date | null
    replacedBy: string | null
    replaceNote: string | null
    reviewedAt: Date | null
    reviewedBy: string | null
    reviewNote: string | null
    rescannedAt: Date | null
    rescannedBy: string | null
    rescanNote: string | null
    closedAt: Date | null
    closedBy: string | null
    closedBecause: 'finished' | 'not-ours' | null
    closeNote: string | null
    tokenId: string | null
    tokenName: string
    displayId: string
    tokenKind: string
    tokenState: LeakedToken['state']
    absentRuns: number
    ownerId: string | null
    ownerName: string | null
    offAt: Date | null
    offAtFirst: boolean
    planId: string | null
    proposed: LeakLine['proposed']
  }

/** One page of leaks within the scope: what is still live first, the longest first. */
export async function listExposures(
  db: Db,
  scope: Scope,
  { tab, text, certainty, works, after }: ExposureSearch,
): Promise<{ rows: readonly LeakLine[]; next: ExposureEdge | null }> {
  const where = [onTab[tab]]
  if (text) where.push(sql`(t.name ilike ${containing(text)} or x.found_in ilike ${containing(text)} or x.reference ilike ${containing(text)} or x.tail = ${text})`)
  if (certainty) where.push(sql`x.certainty = ${certainty}`)
  if (works) where.push(sql`(t.state = 'live' or (t.id is null and x.still_valid = 'yes'))`)
  if (after) where.push(sql`(${rank} < ${after.rank} or (${rank} = ${after.rank} and (x.found_at, x.id) > (${after.at}::timestamptz, ${after.id}::uuid)))`)
  const rows = await read(db, scope, join(where, ' and '), exposuresAPage + 1)
  const shown = rows.slice(0, exposuresAPage)
  const last = shown.at(-1)
  const next = last && rows.length > exposuresAPage ? { rank: last.rank, at: last.foundAt.toISOString(), id: last.id } : null
  return { rows: shown.map(lineOf), next }
} // prettier-ignore

/** One leak within the scope; null alike where it is not there and where it is not theirs. */
export async function readExposure(db: Db, scope: Scope, id: string): Promise<LeakLine | null> {
  if (!isId(id)) return null
  const [row] = await read(db, scope, sql`x.id = ${id}::uuid`, 1)
  return row ? lineOf(row) : null
}

const mostOfTokens = 500

/** The leaks of these tokens within the scope, without those that were put away as not ours. */
export async function exposuresOfTokens(db: Db, scope: Scope, tokenIds: readonly string[]): Promise<readonly LeakLine[]> {
  if (tokenIds.length === 0) return []
  const rows = await read(db, scope, sql`x.token_id = any(${idsOf(tokenIds)}::uuid[]) and ${rank} > 0`, mostOfTokens)
  return rows.map(lineOf)
}

/** The plan that retires `token t`: `m.plan_id`. */
function planOfLeak(scope: Scope): Sql {
  return sql`left join lateral (select p.id as plan_id
    from plan_token k join plan p on p.id = k.plan_id and p.stage <> 'cancelled' and ${planInScope(scope)} where k.token_id = t.id order by k.open desc, k.added_at desc limit 1) m on true`
}

/** The page's rows are chosen first; since when each token is off is asked of those alone. */
async function read(db: Db, scope: Scope, where: Sql, limit: number): Promise<Wire[]> {
  const proposed = scope.all
    ? sql`(select jsonb_build_object('id', p.id, 'name', p.name, 'displayId', p.display_id) from token p where p.id = x.proposed_id and x.token_id is null)`
    : sql`null`
  return scoped(db, scope, (reader) =>
    ask<Wire>(
      reader,
      sql`with page as materialized (select x.id from exposure x left join token t on t.id = x.token_id
          where ${exposureInScope(scope)} and ${where} order by ${rank} desc, x.found_at, x.id limit ${limit})
        select ${columns}, ${proposed} as proposed, m.plan_id as "planId"
        from page join exposure x on x.id = page.id left join token t on t.id = x.token_id left join source s on s.id = t.source_id left join owner o on o.id = t.owner_id
        ${planOfLeak(scope)}
        ${sinceOff}
        order by ${rank} desc, x.found_at, x.id`,
    ),
  )
}

/** How many leaks there are on each tab, and what the first sentence says: how many tokens work, and since when the first of them. */
export type ExposureCounts = Readonly<Record<ExposureTab, number>> & { liveTokens: number; liveSince: Date | null; unmatchedValid: number }

export async function countExposures(db: Db, scope: Scope): Promise<ExposureCounts> {
  const on = (tab: ExposureTab) => sql`count(*) filter (where ${onTab[tab]})::int as ${raw(`"${tab}"`)}`
  const tabs = join((['open', 'live', 'unmatched', 'contained', 'closed', 'not-ours'] as const).map(on), ', ')
  const [row] = await scoped(db, scope, (reader) =>
    ask<ExposureCounts>(
      reader,
      sql`select ${tabs}, count(distinct x.token_id) filter (where ${onTab.live})::int as "liveTokens", min(x.found_at) filter (where ${onTab.live}) as "liveSince",
          count(*) filter (where ${rank} = 4)::int as "unmatchedValid"
        from exposure x left join token t on t.id = x.token_id where ${exposureInScope(scope)}`,
    ),
  )
  return (
    row ?? { open: 0, live: 0, unmatched: 0, contained: 0, closed: 0, 'not-ours': 0, liveTokens: 0, liveSince: null, unmatchedValid: 0 }
  )
}

/** How many leaked tokens still work: the badge of every page. */
export async function countLiveExposures(db: Db, scope: Scope): Promise<number> {
  const [row] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(
      reader,
      sql`select count(distinct x.token_id)::int as n from exposure x join token t on t.id = x.token_id
        where t.state = 'live' and (x.closed_at is null or x.closed_because = 'finished') and ${inScope(scope)}`,
    ),
  )
  return row?.n ?? 0
}

function lineOf(row: Wire): LeakLine {
  const { leakState, places, tokenId, tokenName, displayId, tokenKind, tokenState, absentRuns, ownerId, ownerName, offAt, offAtFirst, planId } = row
  const said = (at: Date | null, by: string | null, note: string | null) => (at ? { at, by, note } : null)
  const closed = said(row.closedAt, row.closedBy, row.closeNote)
  return {
    id: row.id,
    state: leakState,
    exposure: row.exposure,
    token: tokenId ? { id: tokenId, name: tokenName, displayId, kind: tokenKind, state: tokenState, absentRuns, ownerId, ownerName, offAt, offAtFirst, planId, told: toldBy(row) } : null,
    proposed: row.proposed,
    kind: row.kind,
    reference: row.reference,
    tail: row.tail,
    detector: row.detector,
    foundIn: row.foundIn,
    foundAt: row.foundAt,
    exposedAt: row.exposedAt,
    url: row.url,
    places: places.map((place): LeakPlace => ({ ...place, at: place.at ? new Date(place.at) : null })),
    placeCount: row.placeCount,
    matchedBy: row.matchedBy,
    certainty: row.certainty,
    stillValid: row.stillValid,
    finderSays: row.finderSays,
    finderClosed: row.finderClosed,
    recordedAt: row.recordedAt,
    toldAt: row.toldAt,
    statedBy: row.statedBy,
    replaced: said(row.replacedAt, row.replacedBy, row.replaceNote),
    reviewed: said(row.reviewedAt, row.reviewedBy, row.reviewNote),
    rescanned: said(row.rescannedAt, row.rescannedBy, row.rescanNote),
    closed: closed && { ...closed, because: row.closedBecause },
    version: row.version,
  }
} // prettier-ignore
