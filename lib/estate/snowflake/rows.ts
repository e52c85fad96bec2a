import { leaver, person } from '../company.ts'
import { isStill, works } from '../further/rows.ts'
import { ageOf, day, habitOf, hour, lastUse, type Habit } from '../habit.ts'
import { roll } from '../roll.ts'
import type { View } from '../view.ts'

export const kind = 'snowflake.credentials'

export type UserRow = { name: string; email: string | null; type: 'PERSON' | 'SERVICE' | 'LEGACY_SERVICE'; roles: readonly string[] }

/** Three people (one left), and five users that are programs; one of those has the account's highest role. */
export function userRows(seed: number): readonly UserRow[] {
  const people = [leaver, 14, 15].map((index, at): UserRow => {
    const { email, login } = person(seed, index)
    return { name: login.toUpperCase(), email, type: 'PERSON', roles: at === 0 ? ['ANALYST', 'SYSADMIN'] : ['ANALYST'] }
  })
  const service = (name: string, roles: readonly string[], type: UserRow['type'] = 'SERVICE'): UserRow => ({
    name,
    email: null,
    type,
    roles,
  })
  return [
    ...people,
    service('TABLEAU_LIVE', ['REPORTER'], 'LEGACY_SERVICE'),
    service('FIVETRAN_LOADER', ['LOADER']),
    service('TERRAFORM_ACCOUNT', ['ACCOUNTADMIN']),
    service('DBT_NIGHTLY', ['TRANSFORMER']),
    service('STANDDOWN_READER', ['STANDDOWN_READER']),
    service('STANDDOWN_ACTOR', ['STANDDOWN_ACTOR']),
  ]
}

/** Privileges of roles: who, what, on what, and the role where it is one that was granted. */
export const grantRows: readonly (readonly [grantee: string, privilege: string, on: string, role: string | null, count: number])[] = [
  ['ANALYST', 'SELECT', 'TABLE', null, 214],
  ['ANALYST', 'USAGE', 'DATABASE', null, 3],
  ['REPORTER', 'SELECT', 'VIEW', null, 40],
  ['LOADER', 'INSERT', 'TABLE', null, 96],
  ['LOADER', 'CREATE TABLE', 'SCHEMA', null, 4],
  ['TRANSFORMER', 'OWNERSHIP', 'TABLE', null, 130],
  ['TRANSFORMER', 'EXECUTE TASK', 'ACCOUNT', null, 1],
  ['TRANSFORMER', 'USAGE', 'ROLE', 'LOADER', 1],
  ['ACCOUNTADMIN', 'USAGE', 'ROLE', 'SYSADMIN', 1],
  ['ACCOUNTADMIN', 'MANAGE GRANTS', 'ACCOUNT', null, 1],
  ['STANDDOWN_READER', 'USAGE', 'WAREHOUSE', null, 1],
  ['STANDDOWN_ACTOR', 'MODIFY PROGRAMMATIC AUTHENTICATION METHODS', 'USER', null, 6],
]

export type CredentialRow = {
  row: number
  id: string
  name: string | null
  user: string
  type: string
  ageMs: number
  lifeMs: number | null
  habit: Habit
  role: string | null
}

/** Tokens and keys: a loader's key pair that is old, the account administrator's that Terraform has, a person's token that goes on. */
export function credentialRows(view: View): readonly CredentialRow[] {
  const [left, second] = userRows(view.seed).map(({ name }) => name)
  const often: Habit = { everyMs: hour, phase: view.epoch }
  const rows: readonly Omit<CredentialRow, 'row' | 'id'>[] = [
    { name: 'PUBLIC_KEY_1', user: 'FIVETRAN_LOADER', type: 'KEYPAIR', ageMs: 1_100 * day, lifeMs: null, habit: often, role: null },
    { name: 'PUBLIC_KEY_2', user: 'TERRAFORM_ACCOUNT', type: 'KEYPAIR', ageMs: 700 * day, lifeMs: null, habit: { everyMs: 3 * day, phase: view.epoch }, role: null },
    { name: 'PASSWORD', user: 'TABLEAU_LIVE', type: 'PASSWORD', ageMs: 1_500 * day, lifeMs: null, habit: often, role: null },
    { name: 'NOTEBOOK', user: left ?? '', type: 'PAT', ageMs: 300 * day, lifeMs: 365 * day, habit: { everyMs: day, phase: view.epoch }, role: null },
    { name: 'CLI', user: second ?? '', type: 'PAT', ageMs: 10 * day, lifeMs: 15 * day, habit: habitOf(view.seed, 'snowflake', 4, view.epoch), role: '["ANALYST"]' },
    { name: 'NIGHTLY', user: 'DBT_NIGHTLY', type: 'PAT', ageMs: 60 * day, lifeMs: 90 * day, habit: { everyMs: day, phase: view.epoch }, role: '["TRANSFORMER"]' },
    { name: 'PUBLIC_KEY_1', user: 'STANDDOWN_READER', type: 'KEYPAIR', ageMs: 40 * day, lifeMs: null, habit: often, role: null },
    { name: 'TOTP', user: second ?? '', type: 'TOTP', ageMs: ageOf(view.seed, 'snowflake', 7), lifeMs: null, habit: often, role: null },
    { name: 'PASSWORD', user: second ?? '', type: 'PASSWORD', ageMs: ageOf(view.seed, 'snowflake', 8), lifeMs: null, habit: often, role: null },
  ] // prettier-ignore
  return rows
    .map((row, index) => ({ ...row, row: index, id: String(1_000_000 + (roll(view.seed, 'snowflake', index) % 900_000)) }))
    .filter(({ row }) => isStill(view, kind, row))
}

/** As the view has it: everything as text, instants as seconds with nine decimals. */
export function credentialCells(view: View, one: CredentialRow): (string | null)[] {
  const born = view.epoch - one.ageMs
  const made = one.lifeMs === null ? born : born + Math.floor((view.now - born) / one.lifeMs) * one.lifeMs
  const used = lastUse(one.habit, made, view.now)
  const at = (ms: number | null) => (ms === null ? null : `${(ms / 1_000).toFixed(3)}000000`)
  const status = one.type === 'PAT' ? (works(view, kind, one.row) ? 'ACTIVE' : 'DISABLED') : one.type === 'KEYPAIR' ? 'ACTIVE' : 'ENROLLED'
  return [one.id, one.name, one.user, one.type, status, at(made), at(used), at(one.lifeMs === null ? null : made + one.lifeMs), at(made), one.role, 'SECURITYADMIN']
} // prettier-ignore
