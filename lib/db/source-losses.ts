import type { Db } from './db.ts'

/** What would no longer be watched or proved without a source. */
export type SourceLosses = {
  /** Tokens that exist, as far as the last sync knew. */
  tokens: number
  issuers: number
  /** Seen to be gone once: the second complete sync that would prove it will not come. */
  unproved: number
  /** With a leak that is not closed. */
  exposed: number
}

/** Counted over the source's own rows, for the page that asks before it removes. */
export async function sourceLosses(db: Db, sourceId: string): Promise<SourceLosses> {
  const { rows } = await db.pool.query<SourceLosses>(
    `select (count(*) filter (where t.state in ('live', 'disabled')))::int as tokens,
       (count(*) filter (where t.absent_runs = 1))::int as unproved,
       (count(*) filter (where t.state in ('live', 'disabled')
         and exists (select 1 from exposure e where e.token_id = t.id and e.closed_at is null)))::int as exposed,
       (select count(*) from issuer i where i.source_id = $1 and i.gone_at is null)::int as issuers
     from token t where t.source_id = $1`,
    [sourceId],
  )
  return rows[0] ?? { tokens: 0, issuers: 0, unproved: 0, exposed: 0 }
}
