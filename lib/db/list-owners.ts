import { z } from 'zod'
import type { NameSearch } from '../model/name-search.ts'
import type { Db } from './db.ts'
import { nameValues, type NamePage } from './name-page.ts'

export type OwnerRow = {
  id: string
  kind: string
  name: string
  email: string | null
  teamName: string | null
  status: 'active' | 'departed'
  version: number
  /** Live tokens, by the kept counts. */
  tokens: number
}

const columns = `o.id, o.kind, o.name, o.email, t.name as "teamName", o.status, o.version`
const counted = `
  left join (select value, sum(count)::int as n from facet_count where facet = 'owner' and state = 'live' and value = any(array(select id::text from o)) group by value) c
    on c.value = o.id::text`

/** Owners by name, 50 a page; a search looks into name and e-mail. */
export async function listOwners(db: Db, search: NameSearch): Promise<NamePage<OwnerRow>> {
  const [pattern, limit, offset] = nameValues(search)
  const matching = `($1::text is null or name ilike $1 or email ilike $1)`
  const [total, page] = await Promise.all([
    db.pool.query<{ n: number }>(`select count(*)::int as n from owner where ${matching}`, [pattern]),
    db.pool.query<OwnerRow>(
      `with o as materialized (select * from owner where ${matching} order by name, id limit $2 offset $3)
       select ${columns}, coalesce(c.n, 0) as tokens from o left join owner t on t.id = o.team_id ${counted} order by o.name, o.id`,
      [pattern, limit, offset],
    ),
  ])
  return { rows: page.rows, total: total.rows[0]?.n ?? 0 }
}

/** One owner, or null where there is none with this id. */
export async function readOwner(db: Db, id: string): Promise<OwnerRow | null> {
  if (!z.uuid().safeParse(id).success) return null
  const { rows } = await db.pool.query<OwnerRow>(
    `with o as materialized (select * from owner where id = $1)
     select ${columns}, coalesce(c.n, 0) as tokens from o left join owner t on t.id = o.team_id ${counted}`,
    [id],
  )
  return rows[0] ?? null
}
