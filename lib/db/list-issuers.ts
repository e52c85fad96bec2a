import type { IssuerRow } from '../model/token-row.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'

/** The name and id of the row beside the page. */
export type IssuerEdge = { name: string; id: string }

/** `before` is how many come before the page. */
type IssuerPage = { rows: readonly IssuerRow[]; total: number; before: number; previous: IssuerEdge | null; next: IssuerEdge | null }

const perPage = 50

/** Issuers by name, 50 a page. They have no owner, so a viewer who sees only some owners' tokens sees none. */
export async function listIssuers(db: Db, scope: Scope, from: (IssuerEdge & { side: 'after' | 'before' }) | null): Promise<IssuerPage> {
  if (!scope.all) return { rows: [], total: 0, before: 0, previous: null, next: null }
  // A page before an edge is read backwards and turned round.
  const back = from?.side === 'before'
  const { rows: read } = await db.pool.query<IssuerRow>(
    `select i.id, i.kind, i.name, i.mints, i.minted_binding as "mintedBinding", i.max_life_seconds as "maxLifeSeconds", i.trusts, i.level,
       i.reach, i.verdict, i.risk, i.source_id as "sourceId", s.name as "sourceName"
     from issuer i join source s on s.id = i.source_id
     where i.gone_at is null and ($1::text is null or (i.name, i.id) ${back ? '<' : '>'} ($1, $2::uuid))
     order by i.name ${back ? 'desc' : 'asc'}, i.id ${back ? 'desc' : 'asc'} limit ${perPage + 1}`,
    [from?.name ?? null, from?.id ?? null],
  )
  const more = read.length > perPage
  const rows = back ? read.slice(0, perPage).reverse() : read.slice(0, perPage)
  const edge = (row: IssuerRow | undefined) => row && { name: row.name, id: row.id }
  const [first, last] = [edge(rows.at(0)), edge(rows.at(-1))]
  const { rows: counts } = await db.pool.query<{ total: number; before: number }>(
    `select count(*)::int as total, count(*) filter (where (name, id) < ($1, $2::uuid))::int as before from issuer where gone_at is null`,
    [first?.name ?? null, first?.id ?? null],
  )
  const { total = 0, before = 0 } = counts[0] ?? {}
  return {
    rows,
    total,
    before,
    previous: (before > 0 && first) || null,
    next: ((back ? before + rows.length < total : more) && last) || null,
  }
}
