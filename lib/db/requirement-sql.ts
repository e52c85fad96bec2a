import type { AskedRequirement } from '../model/frameworks/all.ts'
import { requirementOf } from '../model/frameworks/all.ts'
import { vectorParts, type Condition, type Rule } from '../model/requirement.ts'
import { Prisma } from './generated/client.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

/**
 * Where a token's facts stand in a query: pieces of SQL of our own. `blank`: that its vector is empty, where the query already knows.
 * `known`: conditions that it has already asked, by `conditionKey`.
 */
export type JudgedColumns = { vector: Sql; kind: Sql; retired: Sql; excepted: Sql; blank?: Sql; known?: ReadonlyMap<string, Sql> }

/** By what a condition is known to be the same as another. */
export function conditionKey(condition: Condition): string {
  return JSON.stringify(condition)
}

/** The conditions that the rules are made of, each once, and how each is asked of a vector and a kind. */
export function simpleConditions(rules: readonly Rule[], columns: Pick<JudgedColumns, 'vector' | 'kind'>): ReadonlyMap<string, Sql> {
  const found = new Map<string, Sql>()
  const walk = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(walk)
    else if ('any' in condition) condition.any.forEach(walk)
    else if ('not' in condition) walk(condition.not)
    else found.set(conditionKey(condition), conditionSql(condition, columns))
  }
  for (const { applies, fails, unknown } of rules) [applies, fails, unknown].forEach(walk)
  return found
}

/** Tokens that an approved exception covers at an instant, which may be past, and until when. */
export function exceptedAt(at: Date): Sql {
  return sql`select e.token_id, x.ends_at from exception_token e join exception x on x.id = e.exception_id
    where x.state in ('approved', 'ended') and x.decided_at <= ${at}::timestamptz and x.ends_at > ${at}::timestamptz
      and (x.ended_at is null or x.ended_at > ${at}::timestamptz)`
}

/** The facts of `token t` as it is now. */
function present(now: Date): JudgedColumns {
  return {
    vector: raw('t.vector'),
    kind: raw('t.kind'),
    retired: raw(`t.verdict = 'retired'`),
    excepted: sql`t.id in (select x.token_id from (${exceptedAt(now)}) x)`,
  }
}

/** Whether `token t` makes of a requirement what is asked. Nothing does where there is no such requirement, or no rule to it. */
export function makesOf({ framework, id, outcomes }: AskedRequirement, now: Date): Sql {
  const rule = requirementOf(framework, id)?.rule
  if (!rule || outcomes.length === 0) return sql`false`
  return sql`${outcomeSql(rule, present(now))} in (${join([...outcomes])})`
}

/**
 * The same of live tokens as they are, where there are many: each way in which their facts go together is judged once, read from the index
 * that has the ways beside each other, and tokens are joined to those. Of tokens of the past, or no longer live, it would know nothing. Whether
 * an exception covers a token is its own; where that is asked of some of the outcomes alone, each token is judged for itself.
 */
export function liveMakesOf(asked: AskedRequirement, now: Date): Sql {
  const { framework, id, outcomes } = asked
  const rule = requirementOf(framework, id)?.rule
  const apart = outcomes.includes('fails') !== outcomes.includes('excepted')
  if (!rule || outcomes.length === 0 || (apart && outcomes.length > 1)) return makesOf(asked, now)
  const way: JudgedColumns = { vector: raw('v.vector'), kind: raw('v.kind'), retired: raw(`v.verdict = 'retired'`), excepted: raw('false') }
  const { excepted } = present(now)
  // Materialized, or the rule would be asked of each token before the ways are gathered. It stands by itself between "and"s, so that it is
  // a join, which is safe at any size.
  const among = sql`(t.vector, t.kind, t.verdict) in (
    with v as materialized (select distinct g.vector, g.kind, g.verdict from token g where g.state = 'live')
    select v.vector, v.kind, v.verdict from v where ${outcomeSql(rule, way)} in (${join(apart ? ['fails'] : [...outcomes])}))`
  if (!apart) return among
  return sql`${among} and ${outcomes.includes('excepted') ? sql`` : sql`not`} ${excepted}`
}

/** What a token makes of a rule, as text: the same, in SQL, as `outcomeOf` of lib/model/requirement.ts. */
export function outcomeSql(rule: Rule, columns: JudgedColumns): Sql {
  return sql`case when ${columns.retired} then 'not-applicable' when ${columns.blank ?? sql`${columns.vector} = ''`} then 'unknown'
    when not ${conditionSql(rule.applies, columns)} then 'not-applicable'
    when ${conditionSql(rule.fails, columns)} then case when ${columns.excepted} then 'excepted' else 'fails' end
    when ${conditionSql(rule.unknown, columns)} then 'unknown' else 'meets' end`
}

type Asked = Pick<JudgedColumns, 'vector' | 'kind' | 'known'>

function conditionSql(condition: Condition, columns: Asked): Sql {
  if ('all' in condition) return joined(condition.all, ' and ', columns)
  if ('any' in condition) return joined(condition.any, ' or ', columns)
  if ('not' in condition) return sql`not ${conditionSql(condition.not, columns)}`
  const known = columns.known?.get(conditionKey(condition))
  if (known) return known
  if ('kind' in condition)
    return sql`${columns.kind} like any (${arrayOf(condition.kind.map((kind) => likeText(kind).replace('*', '%')))}::text[])`
  return sql`(${columns.vector} || '/') like any (${arrayOf(vectorParts(condition).map((part) => `%${likeText(part)}%`))}::text[])`
}

function joined(conditions: readonly Condition[], word: ' and ' | ' or ', columns: Asked): Sql {
  if (conditions.length === 0) return word === ' and ' ? sql`true` : sql`false`
  return sql`(${join(
    conditions.map((each) => conditionSql(each, columns)),
    word,
  )})`
}

function likeText(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** A list of texts as one value, which a COPY can carry as well. */
function arrayOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
