import type { IssuerRow } from '../model/token-row.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'

/** The name and id of the row beside the page. */
export type IssuerEdge = { name: string; id: string }

/** Issuers by name, 50 a page. They have no owner, so a viewer who sees only some owners' tokens sees none. */
export async function listIssuers(
  db: Db,
  scope: Scope,
  after: IssuerEdge | null,
): Promise<{ rows: readonly IssuerRow[]; total: number; next: IssuerEdge | null }> {
  if (!scope.all) return { rows: [], total: 0, next: null }
  const total = await db.pool.query<{ n: number }>('select count(*)::int as n from issuer where gone_at is null')
  const { rows } = await db.pool.query<IssuerRow>(
    `select i.id, i.kind, i.name, i.mints, i.minted_binding as "mintedBinding", i.max_life_seconds as "maxLifeSeconds", i.trusts, i.level,
       i.reach, i.verdict, i.risk, s.name as "sourceName"
     from issuer i join source s on s.id = i.source_id
     where i.gone_at is null and ($1::text is null or (i.name, i.id) > ($1, $2::uuid))
     order by i.name, i.id limit 51`,
    [after?.name ?? null, after?.id ?? null],
  )
  const shown = rows.slice(0, 50)
  const last = shown.at(-1)
  return { rows: shown, total: total.rows[0]?.n ?? 0, next: rows.length > 50 && last ? { name: last.name, id: last.id } : null }
}
