import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { query, type Cells, type Running } from './statements.ts'

export const usageFix =
  'Grant the role the database roles SNOWFLAKE.SECURITY_VIEWER and SNOWFLAKE.OBJECT_VIEWER, or IMPORTED PRIVILEGES on the database SNOWFLAKE.'

const usage = 'SNOWFLAKE.ACCOUNT_USAGE'
export const statements = {
  users: `select name, email, type, disabled::varchar, display_name from ${usage}.USERS where deleted_on is null order by name`,
  userRoles: `select grantee_name, role from ${usage}.GRANTS_TO_USERS where deleted_on is null order by 1, 2`,
  rolePrivileges: `select grantee_name, privilege, granted_on, iff(granted_on = 'ROLE' and privilege = 'USAGE', name, null), count(*)::varchar from ${usage}.GRANTS_TO_ROLES where deleted_on is null and granted_to = 'ROLE' group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  credentials: `select credential_id::varchar, name, user_name, type, status, created_on, last_used_on, expiration_date, last_altered, additional_details:ROLE_RESTRICTION::varchar, created_by from ${usage}.CREDENTIALS order by credential_id`,
} as const // prettier-ignore

export type Person = { name: string; email: string | null; type: string; disabled: boolean }

/** Users by name, and what each may do: roles, and the privileges that those bring. Null where it could not be read. */
export type Rights = {
  users: ReadonlyMap<string, Person> | null
  rolesOf: ReadonlyMap<string, readonly string[]> | null
  privilegesOf(roles: readonly string[]): readonly string[] | null
}

/** Reads who is there and what they may, each whole or not at all: a part of it would say less than there is. */
export async function* readRights(running: Running): AsyncGenerator<Observation, Rights> {
  const users = yield* rowsOf(running, statements.users, 'Snowflake users')
  const userRoles = yield* rowsOf(running, statements.userRoles, 'Snowflake roles of users')
  const grants = yield* rowsOf(running, statements.rolePrivileges, 'Snowflake privileges of roles')
  const roles = grants && graphOf(grants)
  return {
    users: users && new Map(users.map(([name, email, type, disabled]) => [name ?? '', { name: name ?? '', email: email ?? null, type: type ?? '', disabled: disabled === 'true' }])),
    rolesOf: userRoles && grouped(userRoles),
    // Everybody has PUBLIC, and no view says so.
    privilegesOf: (names) => roles && reached(roles, [...names, 'PUBLIC']),
  }
} // prettier-ignore

async function* rowsOf(running: Running, statement: string, object: string): AsyncGenerator<Observation, Cells[] | null> {
  try {
    const all: Cells[] = []
    for await (const rows of query(running, statement, `the query of ${object}`)) all.push(...rows)
    yield { see: 'covered', object, seen: all.length }
    return all
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, usageFix) }
    return null
  }
}

function grouped(rows: readonly Cells[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(rows, ([who]) => who ?? '')
  return new Map([...groups].map(([who, theirs]) => [who, theirs.flatMap(([, role]) => role ?? [])]))
}

type Role = { privileges: Set<string>; roles: Set<string> }

function graphOf(rows: readonly Cells[]): ReadonlyMap<string, Role> {
  const graph = new Map<string, Role>()
  for (const [grantee, privilege, on, role] of rows) {
    if (!grantee || !privilege) continue
    const one = graph.get(grantee) ?? { privileges: new Set(), roles: new Set() }
    if (role) one.roles.add(role)
    else one.privileges.add(`${privilege} on ${(on ?? 'something').toLowerCase().replaceAll('_', ' ')}`.slice(0, 300))
    graph.set(grantee, one)
  }
  return graph
}

/** Administrators by Snowflake's own roles: what they may is theirs by being them. */
const system = new Set(['ACCOUNTADMIN', 'ORGADMIN', 'GLOBALORGADMIN', 'SECURITYADMIN', 'USERADMIN', 'SYSADMIN'])
const most = 900

/** Everything that roles bring, by way of the roles that they were granted. */
function reached(graph: ReadonlyMap<string, Role>, from: readonly string[]): readonly string[] | null {
  const seen = new Set<string>()
  const found = new Set<string>()
  const left = [...from]
  while (left.length > 0) {
    const name = left.pop() ?? ''
    if (seen.has(name)) continue
    seen.add(name)
    if (system.has(name)) found.add(`role ${name}`)
    const role = graph.get(name)
    for (const privilege of role?.privileges ?? []) found.add(privilege)
    left.push(...(role?.roles ?? []))
  }
  // A part of them could leave out the worst.
  return found.size > most ? null : [...found].sort()
}

/** The roles that a token was restricted to: one name or a list of them, as the view has it. Null: none. */
export function restrictedTo(text: string | null): readonly string[] | null {
  if (text === null || text.trim() === '') return null
  if (!text.trim().startsWith('[')) return [text]
  const list = z.array(z.string()).safeParse(JSON.parse(text) as unknown)
  return list.success && list.data.length > 0 ? list.data : null
}
