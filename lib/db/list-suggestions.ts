import type { DirectorySearch } from '../model/directory-search.ts'
import type { Certainty, Evidence } from '../model/suggestion.ts'
import type { Db } from './db.ts'
import { pageClause, pageOf, patternOf, type DirectoryPage } from './directory-page.ts'

export type SuggestionRow = {
  /** The token's. */
  id: string
  name: string
  kind: string
  displayId: string
  sourceName: string
  verdict: string
  /** Who left, where the token has an owner. */
  departedName: string | null
  ownerId: string
  ownerName: string
  ownerKind: string
  evidence: Evidence
  says: string
  certainty: Certainty
}

const wanting = `t.state in ('live', 'disabled') and (t.owner_id is null or d.status = 'departed')`
const from = `owner_suggestion g join token t on t.id = g.token_id join owner o on o.id = g.owner_id
  left join owner d on d.id = t.owner_id join source s on s.id = t.source_id`

/** Only of one token, of one kind of token, one source, or one owner who left. */
export type SuggestionsOf = { token?: string; kind?: string; source?: string; departed?: string }

/** Suggestions by the token's name, a page at a time; a search looks into the names of token and owner. `show` is a kind of evidence. */
export async function listSuggestions(
  db: Db,
  search: DirectorySearch<Evidence>,
  of: SuggestionsOf = {},
): Promise<DirectoryPage<SuggestionRow>> {
  // The page's own values are $2 to $4; those of what is asked for come after them.
  const matching = `${wanting} and ($1::text is null or t.name ilike $1 or o.name ilike $1) and ($5::text is null or g.evidence = $5)
    and ($6::uuid is null or t.id = $6) and ($7::text is null or t.kind = $7) and ($8::uuid is null or t.source_id = $8) and ($9::uuid is null or t.owner_id = $9)`
  const found = `select t.id, t.name, t.kind, t.display_id as "displayId", s.name as "sourceName", t.verdict, d.name as "departedName",
      o.id as "ownerId", o.name as "ownerName", o.kind as "ownerKind", g.evidence, g.says, g.certainty
    from ${from} where ${matching}`
  const page = pageClause(search)
  const asked = [search.show, of.token ?? null, of.kind ?? null, of.source ?? null, of.departed ?? null]
  const [total, rows] = await Promise.all([
    db.pool.query<{ n: number }>(
      `select count(*)::int as n from ${from} where ${matching} and coalesce($2::text, $3::uuid::text, $4::int::text) is null`,
      [patternOf(search), null, null, null, ...asked],
    ),
    db.pool.query<SuggestionRow>(`with f as (${found}), p as (select * from f where ${page.sql}) select * from p order by name, id`, [
      patternOf(search),
      ...page.values,
      ...asked,
    ]),
  ])
  return pageOf(rows.rows, search, total.rows[0]?.n ?? 0)
}

/** How many suggestions stand, by what speaks for them. */
export async function countSuggestions(db: Db): Promise<ReadonlyMap<Evidence, number>> {
  const { rows } = await db.pool.query<{ evidence: Evidence; n: number }>(
    `select g.evidence, count(*)::int as n from ${from} where ${wanting} group by 1`,
  )
  return new Map(rows.map(({ evidence, n }) => [evidence, n]))
}
