import type { Framework, Outcome } from '../model/requirement.ts'
import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { exceptedAt, outcomeSql, simpleConditions, type JudgedColumns } from './requirement-sql.ts'
import { scoped, type Reader } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'
import { tokensAt } from './tokens-at.ts'

const { sql, join, raw } = Prisma

/** How many tokens make what of a requirement. */
export type OutcomeCounts = Readonly<Record<Outcome, number>>

/** What the tokens of a search make of each requirement of a framework that has a rule, and how many they are in all. */
export type FrameworkCounts = { total: number; counts: ReadonlyMap<string, OutcomeCounts> }

/**
 * Counts set-based: tokens whose facts fall in the same steps make the same of every requirement, so they are gathered first; each
 * condition is then asked once of what was gathered, and the rules of the few ways in which the answers go together.
 */
export async function frameworkCounts(
  db: Db,
  scope: Scope,
  framework: Framework,
  search: TokenConditions,
  now: Date,
  asOf: Date | null = null,
): Promise<FrameworkCounts> {
  return scoped(db, scope, (reader) => countFramework(reader, scope, framework, search, now, asOf))
}

/** The same, of a reader of the scope. */
export async function countFramework(
  reader: Reader,
  scope: Scope,
  framework: Framework,
  search: TokenConditions,
  now: Date,
  asOf: Date | null,
): Promise<FrameworkCounts> {
  const at = asOf ?? now
  const asked = framework.requirements.flatMap(({ id, rule }) => (rule ? [{ id, rule }] : []))
  const simple = [
    ...simpleConditions(
      asked.map(({ rule }) => rule),
      { vector: raw('v.vector'), kind: raw('v.kind') },
    ),
  ]
  const answers = simple.map(([, condition], place) => sql`${condition} as ${raw(`c${place}`)}`)
  const columns: JudgedColumns = {
    vector: raw('null'),
    kind: raw('null'),
    retired: raw('j.retired'),
    excepted: raw('j.excepted'),
    blank: raw('j.blank'),
    known: new Map(simple.map(([key], place) => [key, raw(`j.c${place}`)])),
  }
  const { text, values } = sql`
    with excepted as materialized (select distinct token_id from (${exceptedAt(at)}) x),
    v as materialized (
      select t.vector, t.kind, t.verdict = 'retired' as retired, e.token_id is not null as excepted, count(*)::int as n
      from ${tokensAt(scope, asOf)} left join excepted e on e.token_id = t.id where ${tokenFilter(scope, search, at)} group by 1, 2, 3, 4),
    j as materialized (
      select v.retired, v.excepted, v.vector = '' as blank, ${join([...answers, sql`sum(v.n)::int as n`])} from v group by ${join([...Array(answers.length + 3).keys()].map((place) => raw(String(place + 1))))})
    select r.id, r.outcome, sum(j.n)::int as n from j
    cross join lateral (values ${join(asked.map(({ id, rule }) => sql`(${id}::text, ${outcomeSql(rule, columns)})`))}) r(id, outcome)
    group by r.id, r.outcome`
  const { rows } = await reader.query<{ id: string; outcome: Outcome; n: number }>({ text, values })
  const counts = new Map(asked.map(({ id }) => [id, countsOf(rows.filter((row) => row.id === id))]))
  const [first] = counts.values()
  return { total: first ? Object.values(first).reduce((sum, n) => sum + n, 0) : 0, counts }
}

function countsOf(rows: readonly { outcome: Outcome; n: number }[]): OutcomeCounts {
  const of = (outcome: Outcome) => rows.find((row) => row.outcome === outcome)?.n ?? 0
  return {
    meets: of('meets'),
    fails: of('fails'),
    unknown: of('unknown'),
    excepted: of('excepted'),
    'not-applicable': of('not-applicable'),
  }
}
