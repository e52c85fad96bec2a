import { canary } from '../canary.ts'
import { company, leaver, person } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { day, hour, lastUse, type Habit } from '../habit.ts'
import { letters } from '../roll.ts'
import type { View } from '../view.ts'

export const stamp = (ms: number) => `${new Date(Math.floor(ms / 1_000) * 1_000).toISOString().slice(0, 19)}.000+0000`
const idOf = (seed: number, prefix: string, of: string | number) => `${prefix}fh${letters(13, seed, 'salesforce', prefix, of)}`

/** Users who hold tokens: an integration user that sees everything, one that may change everything, people, and one who left. */
export function userRows({ seed }: View) {
  const people = [
    { name: 'Freight Integration', login: 'integration', profile: 'Minimum Access', sets: ['everything'], active: true },
    { name: 'Warehouse Loader', login: 'warehouse-loader', profile: 'System Administrator', sets: ['administrator'], active: true },
    { name: 'Tracking Service', login: 'tracking', profile: 'Minimum Access', sets: ['tracking'], active: true },
    ...[1, 5].map((at) => ({ name: person(seed, at).name, login: person(seed, at).login, profile: 'Standard User', sets: at === 5 ? ['standard', 'deputy'] : ['standard'], active: true })),
    { name: person(seed, leaver).name, login: person(seed, leaver).login, profile: 'Standard User', sets: ['standard'], active: false },
  ]
  return people.map((one, row) => ({
    ...one,
    row,
    id: idOf(seed, '005', one.login),
    email: row < 3 ? `${['data-platform', 'logistics', 'logistics'][row]}@${company.domain}` : `${one.login.replace('-', '.')}@${company.domain}`,
  }))
} // prettier-ignore

/** Rights of this org, by their fields: one that it does not pay for has no field. */
export const rightFields = ['ModifyAllData', 'ViewAllData', 'ManageUsers', 'CustomizeApplication', 'AuthorApex', 'AssignPermissionSets', 'ManageProfilesPermissionsets', 'ManageRemoteAccess', 'ModifyMetadata', 'DataExport', 'ApiEnabled'].map((name) => `Permissions${name}`) // prettier-ignore

/** One may do little but hand out permission sets: an administrator in a roundabout way. */
const sets: Readonly<Record<string, readonly string[]>> = {
  everything: ['ViewAllData', 'ApiEnabled'],
  administrator: ['ModifyAllData', 'ViewAllData', 'ManageUsers', 'CustomizeApplication', 'AuthorApex', 'AssignPermissionSets', 'ManageProfilesPermissionsets', 'ManageRemoteAccess', 'ModifyMetadata', 'DataExport', 'ApiEnabled'],
  tracking: ['ApiEnabled'],
  standard: ['ApiEnabled'],
  deputy: ['AssignPermissionSets'],
} // prettier-ignore

export function permissionSetRows({ seed }: View): readonly Record<string, unknown>[] {
  return Object.entries(sets).map(([name, rights]) => ({
    Id: idOf(seed, '0PS', name),
    ...Object.fromEntries(rightFields.map((field) => [field, rights.includes(field.slice('Permissions'.length))])),
  }))
}

export function assignmentRows(view: View) {
  return userRows(view).flatMap(({ id, sets: names }) =>
    names.map((name) => ({ AssigneeId: id, PermissionSetId: idOf(view.seed, '0PS', name) })),
  )
}

/** Apps that are installed here. What the vendor of the story brought is not: its users let it in by themselves. */
const apps = [
  { name: 'Parcel tracking', approvedOnly: true, period: 30, sliding: true, prefix: null },
  { name: 'Warehouse loader', approvedOnly: false, period: null, sliding: false, prefix: null },
  { name: 'Quotewright', approvedOnly: false, period: 90, sliding: false, prefix: 'qwright' },
] as const

export function appRows({ seed }: View) {
  return apps.map(({ name, approvedOnly, period, sliding }) => ({
    Id: idOf(seed, '0H4', name),
    Name: name,
    OptionsAllowAdminApprovedUsersOnly: approvedOnly,
    OptionsRefreshTokenValidityMetric: sliding,
    RefreshTokenValidityPeriod: period,
  }))
}

export function menuRows({ seed }: View) {
  return apps.map(({ name, prefix }) => ({
    Id: idOf(seed, '0DS', name),
    ApplicationId: idOf(seed, '0H4', name),
    NamespacePrefix: prefix,
  }))
}

export type TokenRow = { row: number; app: string; user: number; ageMs: number; habit: Habit }

/**
 * OAuth tokens. The first is a vendor's: its chat asks for everything that its integration user sees, and nobody has used it for months. The
 * loader's may change everything; one is of a person who left.
 */
export function tokenRows(view: View): readonly TokenRow[] {
  const at = (everyMs: number | null, more: Partial<Habit> = {}): Habit => ({ everyMs, phase: view.epoch - hour, ...more })
  const rows: readonly Omit<TokenRow, 'row'>[] = [
    { app: 'Driftwell Chat', user: 0, ageMs: 540 * day, habit: at(hour, { untilMs: view.epoch - 150 * day }) },
    { app: 'Driftwell Chat', user: 0, ageMs: 410 * day, habit: at(day) },
    { app: 'Warehouse loader', user: 1, ageMs: 820 * day, habit: at(hour) },
    { app: 'Parcel tracking', user: 2, ageMs: 90 * day, habit: at(hour) },
    { app: 'Parcel tracking', user: 2, ageMs: 60 * day, habit: at(hour) },
    { app: 'Quotewright', user: 0, ageMs: 200 * day, habit: at(day) },
    { app: 'Quotewright', user: 3, ageMs: 35 * day, habit: at(7 * day) },
    { app: 'Salesforce for iOS', user: 3, ageMs: 12 * day, habit: at(day) },
    { app: 'Salesforce for iOS', user: 4, ageMs: 200 * day, habit: at(day, { untilMs: view.epoch - 120 * day }) },
    { app: 'Dataloader Bulk', user: 5, ageMs: 500 * day, habit: at(day, { untilMs: view.epoch - 300 * day }) },
    { app: 'Old campaign sender', user: 4, ageMs: 700 * day, habit: at(null) },
  ]
  return rows.map((one, row) => ({ ...one, row })).filter(({ row }) => isStill(view, 'salesforce.tokens', row))
}

/** A row with all that Salesforce has of it; whoever asks names the fields. */
export function tokenFields(view: View, { row, app, user, ageMs, habit }: TokenRow): Record<string, unknown> {
  const born = view.epoch - ageMs - row * 1_000
  const used = lastUse(habit, born, view.now)
  const known = menuRows(view)[apps.findIndex(({ name }) => name === app)]
  return {
    Id: null,
    UserId: userRows(view)[user]?.id,
    AppName: app,
    AppMenuItemId: known?.Id ?? null,
    CreatedDate: stamp(born),
    LastUsedDate: used === null ? null : stamp(used),
    UseCount: used === null ? 0 : 40 + row * 13,
    AccessToken: canary(view.seed, 'salesforce-access', row),
    RequestToken: canary(view.seed, 'salesforce-request', row),
    DeleteToken: canary(view.seed, 'salesforce-delete', row),
  }
}
