import type { Db } from './db.ts'

/** How many rows of each kind a source has in the inventory: tokens that exist, and issuers that were not seen to go. */
export type SourceHoldings = ReadonlyMap<string, { tokens: Readonly<Record<string, number>>; issuers: Readonly<Record<string, number>> }>

/** By source id. Tokens are counted from the kept counts, so that a hundred thousand cost a few rows. */
export async function sourceHoldings(db: Db): Promise<SourceHoldings> {
  const { rows } = await db.pool.query<{ id: string; tokens: Record<string, number> | null; issuers: Record<string, number> | null }>(
    `select s.id,
       (select jsonb_object_agg(k.value, k.n) from (select f.value, sum(f.count)::int as n from facet_count f
         where f.source_id = s.id and f.facet = 'kind' and f.state in ('live', 'disabled') group by f.value) k) as tokens,
       (select jsonb_object_agg(k.kind, k.n) from (select i.kind, count(*)::int as n from issuer i
         where i.source_id = s.id and i.gone_at is null group by i.kind) k) as issuers
     from source s where s.removed_at is null`,
  )
  return new Map(rows.map(({ id, tokens, issuers }) => [id, { tokens: tokens ?? {}, issuers: issuers ?? {} }]))
}
