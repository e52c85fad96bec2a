import type { Db } from './db.ts'
import { containing } from './containing.ts'

/** One thing that can take a plan's tokens' place. `says` tells it from its namesakes. */
export type SuccessorChoice = {
  kind: 'token' | 'issuer'
  id: string
  name: string
  displayId: string | null
  says: string
  stands: boolean
}

const most = 10

/**
 * What mints short-lived tokens in these sources, by its id or a part of its name, the newest first; before them those of `beside`, by id. Issuers have no owner, so that no
 * scope reaches them; whoever retires a token has to be able to name what takes its place, and learns its name and kind, no more.
 */
export async function sourceIssuers(
  db: Db,
  sourceIds: readonly string[],
  { id = null, text = '' }: { id?: string | null; text?: string },
  beside: readonly string[] = [],
): Promise<SuccessorChoice[]> {
  const { rows } = await db.pool.query<SuccessorChoice>(
    `select 'issuer' as kind, i.id, i.name, null as "displayId", i.kind || ', mints ' || i.mints as says, false as stands from issuer i
     where (i.source_id = any($1::uuid[]) or i.id = any($4::uuid[])) and i.gone_at is null and ($2::uuid is null or i.id = $2) and i.name ilike $3
     order by i.id = any($4::uuid[]) desc, i.first_seen_at desc, i.name, i.id limit ${most}`,
    [sourceIds, id, containing(text), beside],
  )
  return rows
}
