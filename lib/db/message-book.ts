import type { Pool, PoolClient } from 'pg'
import type { Role } from '../model/viewer.ts'

/** Somebody to write to; see `lib/messages/recipients`. */
export type BookPerson = { name: string; email: string; ownerId: string | null }
export type BookOwner = {
  id: string
  kind: 'person' | 'team'
  name: string
  email: string | null
  departed: boolean
  manager: BookPerson | null
  team: { name: string; email: string | null } | null
  members: BookPerson[]
}

/** People of a team written to one by one: a larger one wants an address of its own. */
const mostMembers = 50

type OwnerLine = Omit<BookOwner, 'members'> & { teamId: string | null }

const isOpen = (at: string) => `disabled_at is null and (ends_at is null or ends_at > ${at})`

/** Whether a person of the directory has an account, and none that is open: nothing is sent to them, so nobody is to count on it. */
const isOff = (who: string, at: string) =>
  `(${who}.kind = 'person' and coalesce((select bool_and(not (${isOpen(at)})) from "user" u where u.owner_id = ${who}.id or u.email = lower(btrim(${who}.email))), false))`

/**
 * How to reach these owners, and who stands above them. Who left is in nobody's place, and whoever's account is off, at this instant of
 * the real clock, has no address.
 */
export async function contactsOf(client: PoolClient, ids: readonly string[], at: Date): Promise<BookOwner[]> {
  const { rows } = await client.query<OwnerLine>(
    `select o.id, o.kind, o.name, case when not ${isOff('o', '$2')} then o.email end as email, o.status = 'departed' as departed, case when o.kind = 'team' then o.id else o.team_id end as "teamId",
       case when m.email is not null and m.status = 'active' and not ${isOff('m', '$2')} then jsonb_build_object('name', m.name, 'email', m.email, 'ownerId', m.id) end as manager,
       case when t.status = 'active' then jsonb_build_object('name', t.name, 'email', t.email) end as team
     from owner o left join owner m on m.id = o.manager_id left join owner t on t.id = o.team_id where o.id = any($1::uuid[])`,
    [ids, at],
  )
  const members = await membersOf(client, [...new Set(rows.flatMap(({ teamId }) => teamId ?? []))], at)
  return rows.map(({ teamId, ...owner }) => ({ ...owner, members: teamId === null ? [] : (members.get(teamId) ?? []) }))
}

/** The people of teams, in one pass over the directory however many teams there are. */
async function membersOf(client: PoolClient, teamIds: readonly string[], at: Date): Promise<Map<string, BookPerson[]>> {
  if (teamIds.length === 0) return new Map()
  const { rows } = await client.query<{ teamId: string; members: BookPerson[] }>(
    `select team_id as "teamId", jsonb_agg(jsonb_build_object('name', name, 'email', email, 'ownerId', id) order by id) as members
     from (select o.*, row_number() over (partition by team_id order by id) as place from owner o
       where team_id = any($1::uuid[]) and kind = 'person' and status = 'active' and email is not null and not ${isOff('o', '$2')}) p
     where place <= ${mostMembers} group by team_id`,
    [teamIds, at],
  )
  return new Map(rows.map(({ teamId, members }) => [teamId, members]))
}

/** Accounts by which people may be written to, as they are at this instant of the real clock. */
export async function peopleOf(client: PoolClient, ids: readonly string[], at: Date): Promise<(BookPerson & { id: string })[]> {
  const { rows } = await client.query<BookPerson & { id: string }>(
    `select id, name, email, null::uuid as "ownerId" from "user" where id = any($1::uuid[]) and ${isOpen('$2')}`,
    [ids, at],
  )
  return rows
}

/** Who answers for all of it: those who decide, and those who set things up. */
export async function watchers(client: PoolClient, at: Date): Promise<(BookPerson & { userId: string; role: 'admin' | 'analyst' })[]> {
  const { rows } = await client.query<BookPerson & { userId: string; role: 'admin' | 'analyst' }>(
    `select id as "userId", name, email, null::uuid as "ownerId", role from "user" where role in ('admin', 'analyst') and ${isOpen('$1')} order by id`,
    [at],
  )
  return rows
}

/** An account by which somebody comes in. `invitedBy`: the message that carries its link, if one does. */
export type WayInOf = {
  userId: string
  email: string
  role: Role
  hasPassword: boolean
  isOff: boolean
  invitedUntil: Date | null
  invitedBy: string | null
}

/** The account of somebody of the directory: linked to them, or with their address; null where there is none. */
export async function wayInOf(pool: Pool, ownerId: string, email: string, at: Date): Promise<WayInOf | null> {
  const { rows } = await pool.query<WayInOf>(
    `select u.id as "userId", u.email, u.role, u.password_hash is not null as "hasPassword", (u.disabled_at is not null or coalesce(u.ends_at <= $3, false)) as "isOff",
       i.ends_at as "invitedUntil", i.message_id as "invitedBy" from "user" u left join invitation i on i.user_id = u.id and i.ends_at > $3
     where u.owner_id = $1 or u.email = $2 order by (u.disabled_at is null and (u.ends_at is null or u.ends_at > $3)) desc, coalesce(u.owner_id = $1, false) desc, u.id limit 1`,
    [ownerId, email, at],
  )
  return rows[0] ?? null
}

/** How many of these people of the directory have no account yet: each gets an invitation. */
export async function countWithoutAccount(client: PoolClient, people: readonly { ownerId: string; email: string }[]): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from jsonb_to_recordset($1::jsonb) as p("ownerId" uuid, email text)
     where not exists (select from "user" u where u.owner_id = p."ownerId" or u.email = p.email)`,
    [JSON.stringify(people)],
  )
  return rows[0]?.n ?? 0
}
