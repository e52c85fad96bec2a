import type { PoolClient } from 'pg'
import { asDelivered, Policy, type DueRule, type PolicyVersion } from '../model/policy.ts'
import type { DueName } from '../model/policy-fields.ts'

type Reads = Pick<PoolClient, 'query'>

/** How many versions a page of them shows. */
export const versionsShown = 50

const delivered: PolicyVersion = { number: 0, values: asDelivered, at: null, by: null, why: '' }
const columns = 'number, values, at, by, why'

/** The policy that holds: the newest version, or what was delivered. Read after the directory's lock by whoever writes due dates. */
export async function currentPolicy(client: Reads): Promise<PolicyVersion> {
  const { rows } = await client.query<Row>(`select ${columns} from policy order by number desc limit 1`)
  return rows[0] ? versionOf(rows[0]) : delivered
}

/** A version by its number; null where there is none. */
export async function policyVersion(client: Reads, number: number): Promise<PolicyVersion | null> {
  if (number === 0) return delivered
  const { rows } = await client.query<Row>(`select ${columns} from policy where number = $1`, [number])
  return rows[0] ? versionOf(rows[0]) : null
}

/** The newest versions, newest first, and one more than is shown, for what the last one changed; what was delivered stands last. */
export async function policyVersions(client: Reads): Promise<readonly PolicyVersion[]> {
  const { rows } = await client.query<Row>(`select ${columns} from policy order by number desc limit ${versionsShown + 1}`)
  return rows.length <= versionsShown ? [...rows.map(versionOf), delivered] : rows.map(versionOf)
}

type Row = { number: number; values: unknown; at: Date; by: string; why: string }

/** A field that came later than the version stands as it is delivered. */
function versionOf({ values, ...row }: Row): PolicyVersion {
  return { ...row, values: Policy.parse({ ...asDelivered, ...(values as Partial<Policy>) }) }
}

/** Adds a version. The caller holds the directory, so that numbers follow each other. */
export async function insertPolicy(
  client: PoolClient,
  { number, values, at, by, why }: { number: number; values: Policy; at: Date; by: { id: string; name: string }; why: string },
): Promise<void> {
  await client.query('insert into policy (number, values, at, by, by_id, why) values ($1, $2, $3, $4, $5, $6)', [
    number,
    JSON.stringify(values),
    at,
    by.name,
    by.id,
    why,
  ])
}

/** What other times would do to the tokens of one urgency. `overdue`: late at once that are not now; `relieved`: late now, and not then. */
export type DueCounts = { name: DueName; tokens: number; earlier: number; later: number; overdue: number; relieved: number }

const ruled = `rule as (select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::int[])
  as r(verdict, reason, exposure, missing, name, hours))`
const byRule = `join rule r on r.verdict = t.verdict and r.reason = t.reason and r.exposure = t.exposure and r.missing = (cardinality(t.controls_missing) > 0)`
/** The same as actBy of lib/retirement: `least` passes over what is null. */
const dueThen = `least(t.carried_due_at, t.verdict_since + make_interval(hours => r.hours))`

/** Counts what dates by these rules would be, beside those that are kept. One pass over what presses; writes nothing. */
export async function countDueDates(client: Reads, rules: readonly DueRule[], now: Date): Promise<DueCounts[]> {
  const { rows } = await client.query<DueCounts>(
    `with ${ruled}
     select name, count(*)::int as tokens, count(*) filter (where due < kept)::int as earlier, count(*) filter (where due > kept)::int as later,
       count(*) filter (where due < $7 and kept >= $7)::int as overdue, count(*) filter (where due >= $7 and kept < $7)::int as relieved
     from (select r.name, t.due_at as kept, ${dueThen} as due from token t ${byRule}) as each group by name`,
    [...valuesOf(rules), now],
  )
  return rows
}

/** Open plans that end later than the earliest date of their tokens, as it is kept (`now`) and by these rules (`then`). */
export async function countLaterPlans(
  client: Reads,
  rules: readonly DueRule[],
  now: Date,
): Promise<{ open: number; now: number; then: number }> {
  const { rows } = await client.query<{ open: number; now: number; then: number }>(
    `with ${ruled}
     select count(*)::int as open, count(*) filter (where p.due_at > greatest(d.kept, $7))::int as now,
       count(*) filter (where p.due_at > greatest(d.due, $7))::int as then
     from plan p left join lateral (select min(t.due_at) as kept, min(${dueThen}) as due
       from plan_token m join token t on t.id = m.token_id ${byRule} where m.plan_id = p.id and m.open) d on true
     where p.closed_at is null and d.due is not null`,
    [...valuesOf(rules), now],
  )
  return rows[0] ?? { open: 0, now: 0, then: 0 }
}

/** Writes the dates of the tokens after `after` up to `last` where these rules give another one. Answers with how many it wrote. */
export async function writeDueDates(client: PoolClient, rules: readonly DueRule[], after: string, last: string): Promise<number> {
  const { rowCount } = await client.query(
    `with ${ruled}, other as (
       select t.id, ${dueThen} as due from token t ${byRule} where t.id > $7 and t.id <= $8 and t.due_at <> ${dueThen} order by t.id for update of t)
     update token t set due_at = o.due, version = t.version + 1 from other o where t.id = o.id`,
    [...valuesOf(rules), after, last],
  )
  return rowCount ?? 0
}

function valuesOf(rules: readonly DueRule[]): unknown[] {
  return [
    rules.map(({ verdict }) => verdict),
    rules.map(({ reason }) => reason),
    rules.map(({ exposure }) => exposure),
    rules.map(({ missing }) => missing),
    rules.map(({ name }) => name),
    rules.map(({ hours }) => hours),
  ]
}
