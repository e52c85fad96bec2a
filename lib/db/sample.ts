import type { Verdict } from '../model/score.ts'
import type { SampleDraw } from '../model/sample.ts'
import type { TokenConditions } from '../model/token-search.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { tokenFilter } from './token-filter.ts'

const { sql, raw } = Prisma

/** A token that a sample chose, and how many there were to choose from. */
export type Sampled = {
  id: string
  name: string
  displayId: string
  kind: string
  source: string
  owner: string | null
  verdict: Verdict
  risk: number
  of: number
}

/** Where a seed puts `token t` in the order that it is drawn by. */
function placeBy(seed: string): Prisma.Sql {
  return sql`sha256(convert_to(${`${seed}:`}::text || t.id::text, 'UTF8'))`
}

/** The ids of the same tokens, to choose rows by. */
export function sampledIds(scope: Scope, search: TokenConditions, { seed, size }: SampleDraw, now: Date): Prisma.Sql {
  return sql`select t.id from token t where ${tokenFilter(scope, search, now)} order by ${placeBy(seed)} limit ${raw(String(size))}`
}

/**
 * So many tokens of a search, chosen by a seed: the same seed over the same tokens chooses the same ones, whoever asks and whenever. Nobody
 * can tell which without the seed. A token that comes or goes leaves the others where they are in the order.
 */
export async function sampleTokens(
  db: Db,
  scope: Scope,
  search: TokenConditions,
  { seed, most }: { seed: string; most: number },
  now: Date,
): Promise<readonly Sampled[]> {
  const { text, values } = sql`
    select t.id, t.name, t.display_id as "displayId", t.kind, s.name as source, o.name as owner, t.verdict, t.risk::int, t.of
    from (select t.id, t.name, t.display_id, t.kind, t.source_id, t.owner_id, t.verdict, t.risk, ${placeBy(seed)} as place, (count(*) over ())::int as of
      from token t where ${tokenFilter(scope, search, now)} order by place limit ${raw(String(most))}) t
    join source s on s.id = t.source_id left join owner o on o.id = t.owner_id order by t.place`
  return (await scoped(db, scope, (reader) => reader.query<Sampled>({ text, values }))).rows
} // prettier-ignore
