import { leaver, person } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { ageOf, day, habitOf, hour, lastUse, type Habit } from '../habit.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'

export const kinds = { tokens: 'databricks.tokens', secrets: 'databricks.secrets' } as const

const number = (of: string) => String(1_000_000_000 + Number.parseInt(hex(7, 0, 'databricks id', of), 16))
const uuid = (of: string) => hex(32, 0, 'databricks', of).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export type IdentityRow = { id: string; name: string; admin: boolean; active: boolean; principal: boolean }

/** Five people, one of them an administrator who left and whose tokens go on, and three service principals. */
export function identityRows(seed: number): readonly IdentityRow[] {
  const people = [leaver, 10, 11, 12, 13].map((index, at): IdentityRow => {
    const { email } = person(seed, index)
    return { id: number(email), name: email, admin: at < 2, active: true, principal: false }
  })
  const principals = ['etl-runner', 'ml-training', 'standdown-reader'].map((name): IdentityRow => ({ id: number(name), name, admin: name === 'standdown-reader', active: true, principal: true }))
  return [...people, ...principals]
} // prettier-ignore

export type TokenRow = {
  row: number
  id: string
  comment: string | null
  owner: IdentityRow
  creator: IdentityRow
  ageMs: number
  lifeMs: number | null
  habit: Habit
}

/** Personal access tokens, most without an end: an administrator's of somebody who left, which nightly jobs use. */
export function tokenRows(view: View): readonly TokenRow[] {
  const all = identityRows(view.seed)
  const rows: readonly [comment: string | null, owner: number, lifeMs: number | null][] = [
    ['nightly lake export', 0, null],
    ['dbt', 1, null],
    ['notebook on the laptop', 2, null],
    [null, 3, null],
    ['quarterly figures', 4, 90 * day],
    ['airflow', 5, null],
    ['model registry', 6, 180 * day],
    ['try-out', 2, null],
  ]
  return rows
    .map(([comment, owner, lifeMs], row): TokenRow => ({
      row,
      id: hex(64, view.seed, 'databricks token', row),
      comment,
      owner: all[owner]!,
      creator: all[owner]!.principal ? all[1]! : all[owner]!,
      ageMs: row === 0 ? 640 * day : ageOf(view.seed, 'databricks', row),
      lifeMs,
      habit: row === 0 || row === 5 ? { everyMs: row === 0 ? day : hour, phase: view.epoch } : habitOf(view.seed, 'databricks', row, view.epoch),
    }))
    .filter(({ row }) => isStill(view, kinds.tokens, row))
} // prettier-ignore

export type SecretRow = { row: number; id: string; principal: IdentityRow; ageMs: number; lifeMs: number | null }

export function secretRows(view: View): readonly SecretRow[] {
  const all = identityRows(view.seed)
  return [
    { principal: all[5]!, ageMs: 400 * day, lifeMs: 730 * day },
    { principal: all[5]!, ageMs: 30 * day, lifeMs: 730 * day },
    { principal: all[6]!, ageMs: 500 * day, lifeMs: null },
  ]
    .map((one, row): SecretRow => ({ ...one, row, id: uuid(`secret ${view.seed} ${row}`) }))
    .filter(({ row }) => isStill(view, kinds.secrets, row))
}

const madeAt = (view: View, { ageMs, lifeMs }: { ageMs: number; lifeMs: number | null }) => {
  const born = view.epoch - ageMs
  return lifeMs === null ? born : born + Math.floor((view.now - born) / lifeMs) * lifeMs
}

/** As Databricks lists a token: milliseconds, -1 for no end, the day of its last use. */
export function tokenJson(view: View, token: TokenRow) {
  const made = madeAt(view, token)
  const used = lastUse(token.habit, made, view.now)
  return {
    token_id: token.id,
    ...(token.comment !== null && { comment: token.comment }),
    creation_time: made,
    expiry_time: token.lifeMs === null ? -1 : made + token.lifeMs,
    ...(used !== null && { last_used_day: Math.floor(used / day) * day }),
    owner_id: Number(token.owner.id),
    created_by_id: Number(token.creator.id),
    created_by_username: token.creator.name,
    workspace_id: 4_471_182_936,
  }
}

export function secretJson(view: View, secret: SecretRow) {
  const made = madeAt(view, secret)
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    id: secret.id,
    secret_hash: hex(64, view.seed, 'databricks secret hash', secret.row),
    status: 'ACTIVE',
    create_time: iso(made),
    update_time: iso(made),
    ...(secret.lifeMs !== null && { expire_time: iso(made + secret.lifeMs) }),
  }
}

export function identityJson({ id, name, admin, active, principal }: IdentityRow) {
  const groups = [{ display: 'users', value: '1' }, ...(admin ? [{ display: 'admins', value: '2' }] : [])]
  return principal ? { id, displayName: name, applicationId: uuid(name), active, groups } : { id, userName: name, displayName: name, active, groups }
} // prettier-ignore
