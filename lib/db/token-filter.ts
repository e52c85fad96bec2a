import { facets, type Facet } from '../model/token-facet.ts'
import type { Narrowing, TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import { containing } from './containing.ts'
import { Prisma } from './generated/client.ts'
import { liveMakesOf, makesOf } from './requirement-sql.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

/** The column behind each facet; a caller's word never becomes SQL, it only picks from here. */
export const facetColumn: Readonly<Record<Facet, Sql>> = {
  verdict: raw('t.verdict'),
  reason: raw('t.reason'),
  state: raw('t.state'),
  provider: raw('t.provider'),
  kind: raw('t.kind'),
  binding: raw('t.binding'),
  owner: raw('t.owner_id'),
  workload: raw('t.workload_id'),
  source: raw('t.source_id'),
  exposure: raw('t.exposure'),
  agent: raw('t.agent'),
  sensitivity: raw('t.sensitivity'),
  level: raw('t.level'),
  lifetime: raw('t.expires_how'),
  life: raw('t.life'),
  'third-party': raw(`case when t.third_party is null then 'no' else 'yes' end`),
  improvable: raw(`case when t.verdict_floor <> t.verdict then 'yes' else 'no' end`),
}

/** What a facet's column holds, where that is not text. Those that may be empty are asked for by "none". */
const holds: Readonly<Partial<Record<Facet, '::uuid' | '::smallint'>>> = {
  owner: '::uuid',
  workload: '::uuid',
  source: '::uuid',
  sensitivity: '::smallint',
  level: '::smallint',
}

/** Said as constants: a plan made once for all values then knows how many rows there are, and finds the index that fits. */
const constants: Readonly<Partial<Record<Facet, Readonly<Record<string, Sql>>>>> = {
  // Nearly every list is of live tokens.
  state: { live: raw(`t.state = 'live'`) },
  improvable: { yes: raw('t.verdict_floor <> t.verdict'), no: raw('t.verdict_floor = t.verdict') },
  'third-party': { yes: raw('t.third_party is not null'), no: raw('t.third_party is null') },
}

/** What a viewer may see of `token t`: for an owner, part of the query itself. */
export function inScope(scope: Scope): Sql {
  if (scope.all) return sql`true`
  return scope.ownerIds.length === 0 ? sql`false` : sql`t.owner_id in (${join(scope.ownerIds.map((id) => sql`${id}::uuid`))})`
}

/**
 * Everything a search asks of `token t` at this instant, within the scope; `except` leaves one of its conditions out. `t`: 'present' where it
 * is the table itself and every row that matches is looked at, so that a requirement is better judged once for all that are alike. A page is not
 * read so: it walks its order until it is full.
 */
export function tokenFilter(scope: Scope, search: TokenConditions, now: Date, except?: Narrowing, t: 'any' | 'present' = 'any'): Sql {
  const conditions = conditionsOf(search, now)
  if (t === 'present' && scope.all && search.requirement && except !== 'state' && search.filters.state?.join() === 'live')
    conditions.set('requirement', liveMakesOf(search.requirement, now))
  return join([inScope(scope), ...[...conditions].filter(([name]) => name !== except).map(([, condition]) => condition)], ' and ')
}

/** What a search asks, each by the name it can be taken away by. */
export function conditionsOf(search: TokenConditions, now: Date): Map<Narrowing, Sql> {
  const { text, filters, because, idle, due, since, returned, widened, gone, team, plan, ids, requirement } = search
  const conditions = new Map<Narrowing, Sql>()
  for (const facet of facets) {
    const values = filters[facet]
    if (values) conditions.set(facet, anyOf(facet, values))
  }
  if (because !== null) conditions.set('because', sql`t.reasons && ${`{${because.join()}}`}::text[]`)
  if (text) conditions.set('q', nameContains(text))
  if (idle !== null) conditions.set('idle', unusedSince(daysFrom(now, -idle)))
  if (due !== null) conditions.set('due', dueBefore(daysFrom(now, due === 'overdue' ? 0 : due)))
  if (since !== null) conditions.set('since', sql`t.first_seen_at >= ${since}::timestamptz`)
  if (returned !== null) conditions.set('returned', returned === 'ever' ? sql`t.returned_at is not null` : sql`t.returned_at >= ${returned}::timestamptz`) // prettier-ignore
  if (widened !== null) conditions.set('widened', happenedSince('scope-widened', widened, now))
  if (gone !== null) conditions.set('gone', sql`(t.state = 'gone' and ${happenedSince('gone', gone, now)})`)
  if (team !== null)
    conditions.set('team', sql`t.owner_id in (select o.id from owner o where o.id = ${team}::uuid or o.team_id = ${team}::uuid)`)
  if (plan !== null)
    conditions.set('plan', sql`${raw(plan === 'open' ? '' : 'not')} exists (select from plan_token m where m.token_id = t.id and m.open)`)
  if (requirement !== null) conditions.set('requirement', makesOf(requirement, now))
  if (ids !== null) conditions.set('id', sql`t.id = any(${`{${ids.join()}}`}::uuid[])`)
  return conditions
}

/** A term in a token's name, display id or provider's id: the three that the trigram index serves. */
export function nameContains(term: string): Sql {
  const pattern = containing(term)
  return sql`(t.name ilike ${pattern} or t.display_id ilike ${pattern} or t.external_id ilike ${pattern})`
}

/** Surely not used since then. What was never used counts from its issue, or from the day we first saw it; unknown use is no disuse. */
function unusedSince(instant: string): Sql {
  return sql`((t.last_used_how in ('at', 'not-since') and t.last_used_at <= ${instant}::timestamptz)
    or (t.last_used_how = 'never' and least(t.issued_at, t.first_seen_at) <= ${instant}::timestamptz))`
}

/** By the few events of the two kinds that have an index of their own, read by time; of a day that is over, what came later is not among them. */
function happenedSince(kind: 'scope-widened' | 'gone', instant: string, now: Date): Sql {
  return sql`t.id in (select e.token_id from event e where e.kind = ${raw(`'${kind}'`)} and e.at >= ${instant}::timestamptz and e.at <= ${now}::timestamptz)`
}

function dueBefore(instant: string): Sql {
  return sql`t.due_at < ${instant}::timestamptz`
}

function daysFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString()
}

function anyOf(facet: Facet, values: readonly string[]): Sql {
  const column = facetColumn[facet]
  const [only, ...more] = values
  if (only === undefined) return sql`false`
  const constant = more.length === 0 ? constants[facet]?.[only] : undefined
  if (constant) return constant
  const cast = holds[facet]
  if (!cast) return sql`${column} in (${join([...values])})`
  const given = values.filter((value) => value !== 'none')
  const named = given.length > 0 ? [sql`${column} in (${join(given.map((value) => sql`${value}${raw(cast)}`))})`] : []
  return sql`(${join(given.length < values.length ? [...named, sql`${column} is null`] : named, ' or ')})`
}
