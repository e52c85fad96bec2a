import { z } from 'zod'
import type { DirectorySearch } from '../model/directory-search.ts'
import type { OwnerFields } from '../model/directory.ts'
import type { Db } from './db.ts'
import { pageClause, pageOf, patternOf, type DirectoryPage } from './directory-page.ts'

export type OwnerRow = {
  id: string
  kind: 'person' | 'team'
  name: string
  email: string | null
  teamId: string | null
  teamName: string | null
  managerId: string | null
  managerName: string | null
  /** Of a team. */
  members: number
  status: 'active' | 'departed'
  version: number
  /** Live tokens, by the kept counts. */
  tokens: number
  /** Of those, the ones that are a standing privilege or must be revoked. */
  open: number
  /** When one of their accounts was last signed in to; null for never, `accounts` tells it from having none. */
  lastSignInAt: Date | null
  accounts: number
}

/** What of the owners can be asked for alone. */
export const ownerShows = ['people', 'teams', 'departed', 'departed-with-tokens'] as const
export type OwnerShow = (typeof ownerShows)[number]

const counted = `(select value::uuid as id, sum(count)::int as n from facet_count where facet = 'owner' and state = 'live' and value <> 'none' group by value)`
const showing: Readonly<Record<OwnerShow, string>> = {
  people: `kind = 'person'`,
  teams: `kind = 'team'`,
  departed: `status = 'departed'`,
  'departed-with-tokens': `status = 'departed' and id in (select id from ${counted} c where n > 0)`,
}

const select = `select o.id, o.kind, o.name, o.email, o.team_id as "teamId", t.name as "teamName", o.manager_id as "managerId", m.name as "managerName",
    (select count(*)::int from owner one where one.team_id = o.id) as members, o.status, o.version, coalesce(c.n, 0) as tokens,
    (select count(*)::int from token k where k.owner_id = o.id and k.state = 'live' and k.verdict in ('revoke-now', 'standing-privilege')) as open,
    (select max(s.started_at) from session s join "user" u on u.id = s.user_id where u.owner_id = o.id) as "lastSignInAt",
    (select count(*)::int from "user" u where u.owner_id = o.id) as accounts
  from o left join owner t on t.id = o.team_id left join owner m on m.id = o.manager_id
    left join (select value, sum(count)::int as n from facet_count
      where facet = 'owner' and state = 'live' and value = any(array(select id::text from o)) group by value) c on c.value = o.id::text`

/** Owners by name, a page at a time; a search looks into name and e-mail. */
export async function listOwners(db: Db, search: DirectorySearch<OwnerShow>): Promise<DirectoryPage<OwnerRow>> {
  const matching = `($1::text is null or name ilike $1 or email ilike $1) and ${search.show ? showing[search.show] : 'true'}`
  const page = pageClause(search)
  const [total, rows] = await Promise.all([
    db.pool.query<{ n: number }>(`select count(*)::int as n from owner where ${matching}`, [patternOf(search)]),
    db.pool.query<OwnerRow>(
      `with o as materialized (select * from owner where ${matching} and ${page.sql}) ${select} order by o.name, o.id`,
      [patternOf(search), ...page.values],
    ),
  ])
  return pageOf(rows.rows, search, total.rows[0]?.n ?? 0)
}

/** How many owners there are of each kind that can be asked for. */
export async function countOwners(db: Db): Promise<Readonly<Record<OwnerShow | 'all', number>>> {
  const filters = ownerShows.map((show) => `count(*) filter (where ${showing[show]})::int as "${show}"`)
  const { rows } = await db.pool.query<Record<OwnerShow | 'all', number>>(`select count(*)::int as all, ${filters.join(', ')} from owner`)
  return rows[0] ?? { all: 0, people: 0, teams: 0, departed: 0, 'departed-with-tokens': 0 }
}

export type OwnerDetail = OwnerRow &
  OwnerFields & {
    key: string | null
    /** Those of a team, and those who report to a person: at most 100 of each, so that a hundred are said to be 100 or more. */
    people: readonly { id: string; name: string; status: 'active' | 'departed'; tie: 'member' | 'report' }[]
    workloads: readonly { id: string; name: string; tie: 'owns' | 'answers' }[]
    rules: readonly { id: string; name: string }[]
    suggested: number
  }

/** One owner with everything that hangs on them, or null where there is none with this id. */
export async function readOwner(db: Db, id: string): Promise<OwnerDetail | null> {
  if (!z.uuid().safeParse(id).success) return null
  const { rows } = await db.pool.query<OwnerDetail>(
    `with o as materialized (select * from owner where id = $1) select d.*, e.* from (${select}) d, lateral (select
       (select key from o) as key,
       array(select substr(h.handle, 8) from owner_handle h where h.owner_id = d.id and h.handle like 'handle:%' order by 1) as handles,
       coalesce((select jsonb_agg(to_jsonb(p) - 'n' order by p.name) from (select id, name, status, tie, row_number() over (partition by tie order by name, id) as n
         from (select *, case when team_id = d.id then 'member' else 'report' end as tie from owner where team_id = d.id or manager_id = d.id) x) p where n <= 100), '[]') as people,
       coalesce((select jsonb_agg(to_jsonb(w) - 'n' order by w.name) from (select id, name, tie, row_number() over (partition by tie order by name, id) as n
         from (select *, case when owner_id = d.id then 'owns' else 'answers' end as tie from workload where owner_id = d.id or accountable_id = d.id) x) w where n <= 100), '[]') as workloads,
       coalesce((select jsonb_agg(r) from (select id, name from rule where owner_id = d.id order by position, id limit 100) r), '[]') as rules,
       (select count(*)::int from owner_suggestion g where g.owner_id = d.id) as suggested) e`,
    [id],
  )
  return rows[0] ?? null
}
