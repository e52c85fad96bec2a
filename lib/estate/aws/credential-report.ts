import { stringify } from 'csv-stringify/sync'
import { company } from '../company.ts'
import { day } from '../habit.ts'
import { share } from '../roll.ts'
import type { View } from '../view.ts'
import { keysNow, rootKey, type Use } from './access-key.ts'
import { userAt, userCount, type User } from './user.ts'

/** The columns of the report, in their order. */
export const columns = [
  'user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed', 'password_next_rotation',
  'mfa_active', 'access_key_1_active', 'access_key_1_last_rotated', 'access_key_1_last_used_date', 'access_key_1_last_used_region',
  'access_key_1_last_used_service', 'access_key_2_active', 'access_key_2_last_rotated', 'access_key_2_last_used_date',
  'access_key_2_last_used_region', 'access_key_2_last_used_service', 'cert_1_active', 'cert_1_last_rotated', 'cert_2_active',
  'cert_2_last_rotated',
] as const // prettier-ignore

/** AWS's credential report: CSV, a row for the root user and one for each user, with AWS's own words for what is not there. */
export function credentialReport(view: View): string {
  const rows = [rootRow(view)]
  for (let position = 0; position < userCount(view); position++) rows.push(userRow(view, userAt(view, position)))
  return stringify(rows, { header: true, columns: [...columns] })
}

const when = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+00:00')

function keyColumns(key: { active: boolean; createdMs: number; lastUse: Use } | null): string[] {
  if (!key) return ['false', 'N/A', 'N/A', 'N/A', 'N/A']
  const use = key.lastUse ? [when(key.lastUse.atMs), key.lastUse.region, key.lastUse.service] : ['N/A', 'N/A', 'N/A']
  return [String(key.active), when(key.createdMs), ...use]
}

const noCertificates = ['false', 'N/A', 'false', 'N/A']

function rootRow(view: View): string[] {
  const key = rootKey(view)
  return [
    '<root_account>',
    `arn:aws:iam::${company.account}:root`,
    when(view.epoch - 3_000 * day),
    'not_supported',
    when(view.epoch - 35 * day),
    'not_supported',
    'not_supported',
    'true',
    ...keyColumns(key && { ...key, active: true }),
    ...keyColumns(null),
    ...noCertificates,
  ]
}

function userRow(view: View, user: User): string[] {
  const signsIn = user.person !== null
  const seen = view.now - Math.floor(share(view.seed, 'sign-in', user.name) * 20 * day)
  const keys = user.number === null ? [] : keysNow(view, user.number)
  const slot = (number: 0 | 1) => keyColumns(keys.find((key) => key.slot === number) ?? null)
  return [
    user.name,
    user.arn,
    when(user.createdMs),
    String(signsIn),
    signsIn ? when(Math.floor(seen / day) * day) : 'N/A',
    signsIn ? when(user.createdMs) : 'N/A',
    'N/A',
    String(signsIn && share(view.seed, 'mfa', user.name) < 0.8),
    ...slot(0),
    ...slot(1),
    ...noCertificates,
  ]
}
