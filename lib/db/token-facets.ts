import type { FacetCounts, FacetValue, TokenFacets } from '../model/token-row.ts'
import { facets, type Facet } from '../model/token-facet.ts'
import { narrowingsOf, type TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped, type Reader } from './scoped.ts'
import { facetColumn, tokenFilter } from './token-filter.ts'

const { sql, join } = Prisma
type Sql = Prisma.Sql

/** Facets of open-ended size show their largest values; the rest is found by search. */
const mostValues = 50

/** Facets whose values are whatever there is. */
const openEnded: readonly Facet[] = ['provider', 'kind', 'owner', 'workload', 'source']

/** Facets with nearly a value of their own per row: counted together with others they would leave nothing to sum up first. */
const manyValued: ReadonlySet<Facet> = new Set(['owner', 'workload'])

/**
 * The others, in two lots that are each counted in one pass: within a lot the values go with each other, so that there are few
 * combinations; all in one there would be nearly as many as rows.
 */
const together: readonly (readonly Facet[])[] = [
  ['verdict', 'reason', 'state', 'provider', 'kind', 'binding', 'source', 'exposure', 'agent'],
  ['sensitivity', 'level', 'lifetime', 'life', 'third-party', 'improvable'],
]

type Counted = { facet: Facet; value: string; count: number }

/**
 * Facet counts for a search, within the scope. A facet's own filter does not narrow its own counts, so that another value
 * can be added to it. With no filter but the state, the kept counts answer; otherwise the rows are counted.
 */
export function tokenFacets(db: Db, scope: Scope, search: TokenConditions, now: Date): Promise<TokenFacets> {
  return scoped(db, scope, (reader) => readFacets(reader, scope, search, now))
}

async function readFacets(reader: Reader, scope: Scope, search: TokenConditions, now: Date): Promise<TokenFacets> {
  const asked = facets.filter((facet) => search.filters[facet])
  const kept = scope.all && narrowingsOf(search).every((narrowing) => narrowing === 'state')
  const counted = kept ? await keptCounts(reader, search.filters.state) : await exactCounts(reader, scope, search, now, asked)
  const known = scope.all && !kept ? await keptValues(reader) : []
  const names = await namesOf(reader, scope.all ? [...counted, ...known, ...chosenIds(search.filters)] : counted)
  const counts = Object.fromEntries(
    facets.map((facet) => [facet, valuesOf(facet, counted, known, search.filters[facet] ?? [], names)]),
  ) as unknown as FacetCounts
  return { total: totalOf(counted, search.filters), counts }
}

/** A few rows per source, kept by a trigger. */
async function keptCounts(reader: Reader, states: readonly string[] | undefined): Promise<Counted[]> {
  const inStates = states ? sql`state in (${join([...states])})` : sql`true`
  const { text, values } = sql`
    select facet, value, coalesce(sum(count) filter (where ${inStates}), 0)::int as count from facet_count where facet <> 'state' and facet <> 'standing-owner'
    group by facet, value having sum(count) filter (where ${inStates}) > 0 or (facet in (${join([...openEnded])}) and sum(count) > 0)
    union all
    select 'state', state, sum(count)::int from facet_count where facet = 'verdict' group by state having sum(count) > 0`
  return (await reader.query<Counted>({ text, values })).rows
}

/** The values that any token has of the facets whose values no list names, with a zero: those that stay in a menu when nothing that matches has them. */
async function keptValues(reader: Reader): Promise<Counted[]> {
  const { text, values } = sql`
    select facet, value, 0 as count from (
      select facet, value, row_number() over (partition by facet order by sum(count) desc, value) as place from facet_count
      where facet in (${join([...openEnded])}) group by facet, value having sum(count) > 0) known
    where place <= ${mostValues}`
  return (await reader.query<Counted>({ text, values })).rows
}

/** A pass over the matching rows for each lot of facets of few values, and one for each of many values or with a filter of its own. */
async function exactCounts(reader: Reader, scope: Scope, search: TokenConditions, now: Date, asked: readonly Facet[]): Promise<Counted[]> {
  const alone = facets.filter((facet) => asked.includes(facet) || manyValued.has(facet))
  const open = together.map((some) => some.filter((facet) => !alone.includes(facet))).filter((some) => some.length > 0)
  const passes = [
    ...open.map((some) => openCounts(scope, search, now, some)),
    ...alone.map((facet) => ownCounts(scope, search, now, facet)),
  ]
  const results = await Promise.all(passes.map(({ text, values }) => reader.query<Counted>({ text, values })))
  return results.flatMap((result) => result.rows)
}

function openCounts(scope: Scope, search: TokenConditions, now: Date, open: readonly Facet[]): Sql {
  // The columns repeat each other so much that counting their combinations first leaves a few thousand rows to spread out.
  const columns = open.map((facet) => sql`${facetColumn[facet]} as ${Prisma.raw(`"${facet}"`)}`)
  const spread = open.map((facet) => sql`(${facet}, c.${Prisma.raw(`"${facet}"`)}::text)`)
  return sql`
    select f.facet, coalesce(f.value, 'none') as value, sum(c.n)::int as count
    from (select ${join(columns)}, count(*) as n from token t where ${tokenFilter(scope, search, now, undefined, 'present')}
          group by ${join(open.map((facet) => facetColumn[facet]))}) c
    cross join lateral (values ${join(spread)}) f(facet, value)
    group by f.facet, f.value`
}

function ownCounts(scope: Scope, search: TokenConditions, now: Date, facet: Facet): Sql {
  const column = facetColumn[facet]
  return sql`select ${facet} as facet, coalesce(${column}::text, 'none') as value, count(*)::int as count
    from token t where ${tokenFilter(scope, search, now, facet, 'present')} group by ${column}`
}

/** Matching tokens: any facet's counts add up to it, taken over the values that it is narrowed to. */
function totalOf(counted: readonly Counted[], filters: TokenConditions['filters']): number {
  const chosen = filters.verdict
  return counted
    .filter(({ facet, value }) => facet === 'verdict' && (!chosen || chosen.includes(value)))
    .reduce((sum, { count }) => sum + count, 0)
}

function valuesOf(
  facet: Facet,
  counted: readonly Counted[],
  known: readonly Counted[],
  chosen: readonly string[],
  names: ReadonlyMap<string, string>,
): FacetValue[] {
  const rows = counted.filter((row) => row.facet === facet)
  const told = new Set(rows.map(({ value }) => value))
  // What is chosen stays in view with a zero, so that it can be taken back; and what others have, so that the menu stays as it was.
  const others = [...chosen, ...known.filter((row) => row.facet === facet).map(({ value }) => value)]
  const missing = [...new Set(others)].filter((value) => !told.has(value)).map((value) => ({ facet, value, count: 0 }))
  return [...rows, ...missing]
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .filter(({ value }, place) => place < mostValues || chosen.includes(value))
    .map(({ value, count }) => ({ value, name: names.get(value) ?? null, count }))
}

/** What is chosen by id, so that it has a name even where nothing matches. For those who may see everyone's names. */
function chosenIds(filters: TokenConditions['filters']): Counted[] {
  return (['owner', 'workload', 'source'] as const).flatMap((facet) =>
    (filters[facet] ?? []).map((value) => ({ facet, value, count: Infinity })),
  )
}

/** Names behind the ids among the values: only of those that were counted within the scope. */
async function namesOf(reader: Reader, counted: readonly Counted[]): Promise<Map<string, string>> {
  const ids = (facet: Facet) =>
    counted
      .filter((row) => row.facet === facet && row.value !== 'none')
      .sort((one, other) => other.count - one.count)
      .slice(0, mostValues * 2)
      .map((row) => row.value)
  const { rows } = await reader.query<{ id: string; name: string }>(
    `select id, name from owner where id = any($1::uuid[]) union all
     select id, name from workload where id = any($2::uuid[]) union all
     select id, name from source where id = any($3::uuid[])`,
    [ids('owner'), ids('workload'), ids('source')],
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}
