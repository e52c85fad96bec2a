import { canary } from '../canary.ts'
import { leaver, person } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { ageOf, day, habitOf, hour, lastUse, minute, type Habit } from '../habit.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'

export const kinds = {
  api: 'datadog.api-keys',
  application: 'datadog.application-keys',
  personal: 'datadog.personal-tokens',
  service: 'datadog.service-tokens',
} as const

const uuid = (...words: string[]) => hex(32, 0, 'datadog', ...words).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export type UserRow = { id: string; name: string; email: string; service: boolean; disabled: boolean }

/** Six people, one of whom left and is still there, and two service accounts. */
export function userRows(seed: number): readonly UserRow[] {
  const people = [leaver, 5, 6, 7, 8, 9].map((index): UserRow => {
    const { name, email } = person(seed, index)
    return { id: uuid('user', email), name, email, service: false, disabled: false }
  })
  const services = ['ci-monitors', 'cost-board'].map((name): UserRow => ({ id: uuid('service', name), name, email: `${name}@service-account.example`, service: true, disabled: false }))
  return [...people, ...services]
} // prettier-ignore

type Common = { row: number; id: string; name: string; owner: string; ageMs: number; habit: Habit }

/** API keys: one in every agent since the beginning, one for each cluster, some that nobody uses. */
export function apiKeyRows(view: View): readonly Common[] {
  const owners = userRows(view.seed)
  return ['every host', 'lambda forwarder', 'cluster east', 'cluster west', 'old on-call script', 'browser tests']
    .map((name, row) => ({
      row,
      id: uuid('api', name),
      name,
      owner: owners[row % 6]!.id,
      ageMs: row === 0 ? 1_900 * day : ageOf(view.seed, 'datadog api', row),
      habit: row < 2 ? { everyMs: minute, phase: view.epoch } : habitOf(view.seed, 'datadog api', row, view.epoch),
    }))
    .filter(({ row }) => isStill(view, kinds.api, row))
}

/** Application keys: without scopes for the most part, as they are made; that of somebody who left among them. */
export function applicationKeyRows(view: View): readonly (Common & { scopes: readonly string[] | null })[] {
  const owners = userRows(view.seed)
  const rows: readonly [name: string, owner: number, scopes: readonly string[] | null][] = [
    ['terraform of the observability team', 0, null],
    ['dashboards as code', 1, null],
    ['downtime bot', 2, ['monitors_downtime', 'monitors_read']],
    ['security signals export', 3, ['security_monitoring_signals_read', 'logs_read_data']],
    ['service level board', 7, ['slos_read', 'dashboards_read']],
    ['standdown reader', 6, ['api_keys_read', 'org_app_keys_read', 'user_access_read']],
  ]
  return rows
    .map(([name, owner, scopes], row) => ({
      row,
      id: uuid('application', name),
      name,
      scopes,
      owner: owners[owner]!.id,
      ageMs: row === 0 ? 800 * day : ageOf(view.seed, 'datadog application', row),
      habit: row === 0 ? { everyMs: hour, phase: view.epoch } : habitOf(view.seed, 'datadog application', row, view.epoch),
    }))
    .filter(({ row }) => isStill(view, kinds.application, row))
}

export type TokenRow = Common & { scopes: readonly string[]; lifeMs: number; kind: typeof kinds.personal | typeof kinds.service }

/** Access tokens, which end: those of people, and those of a service account. */
export function tokenRows(view: View): readonly TokenRow[] {
  const owners = userRows(view.seed)
  const rows: readonly [name: string, owner: number, scopes: readonly string[], lifeMs: number][] = [
    ['notebook of a data person', 4, ['timeseries_query', 'logs_read_data'], 365 * day],
    ['laptop', 5, ['dashboards_read'], 30 * day],
    ['monitors from the pipeline', 6, ['monitors_write', 'monitors_read'], 90 * day],
    ['cost export', 7, ['usage_read'], 90 * day],
  ]
  return rows
    .map(([name, owner, scopes, lifeMs], row): TokenRow => ({
      row,
      id: uuid('token', name),
      name,
      scopes,
      lifeMs,
      kind: owner >= 6 ? kinds.service : kinds.personal,
      owner: owners[owner]!.id,
      ageMs: 20 * day,
      habit: { everyMs: day, phase: view.epoch },
    }))
    .filter(({ row, kind }) => isStill(view, kind, row))
}

const iso = (ms: number) => new Date(ms).toISOString()
const last4 = (id: string) => hex(4, 0, 'datadog tail', id)
const usedAt = (view: View, { habit }: Common, born: number) => {
  const at = lastUse(habit, born, view.now)
  return at === null ? null : iso(at)
}

export function userJson({ id, name, email, service, disabled }: UserRow) {
  return {
    type: 'users',
    id,
    attributes: { name, email, handle: email, disabled, service_account: service, status: 'Active', verified: true },
  }
}

/** As Datadog lists an API key. */
export function apiKeyJson(view: View, key: Common) {
  const born = view.epoch - key.ageMs
  return {
    type: 'api_keys',
    id: key.id,
    attributes: {
      name: key.name,
      created_at: iso(born),
      modified_at: iso(born),
      last4: last4(key.id),
      date_last_used: usedAt(view, key, born),
    },
    relationships: { created_by: { data: { type: 'users', id: key.owner } } },
  }
}

export function applicationKeyJson(view: View, key: ReturnType<typeof applicationKeyRows>[number]) {
  const born = view.epoch - key.ageMs
  return {
    type: 'application_keys',
    id: key.id,
    attributes: {
      name: key.name,
      created_at: iso(born),
      last4: last4(key.id),
      last_used_at: usedAt(view, key, born),
      scopes: key.scopes,
    },
    relationships: { owned_by: { data: { type: 'users', id: key.owner } } },
  }
}

/** One key by itself, as Datadog answers it: with the key in it. */
export function withKey<Row extends { id: string; attributes: object }>({ seed }: View, row: Row, kind: string): Row {
  return { ...row, attributes: { ...row.attributes, key: canary(seed, kind.replace('.', '-'), row.id) } }
}

/** The notebook was pushed to a public repository with its token in it. A token that was made anew since is another one. */
const leakedRow = 0
const leakedAgoMs = 3 * day
const leakId = uuid('leak', 'notebook')

/** What stands beside the tokens where leaks are asked for. */
export function leakedJson(view: View, tokens: readonly TokenRow[]): readonly object[] {
  return tokens.some((token) => isLeaked(view, token))
    ? [{ type: 'leaked_keys', id: leakId, attributes: { date: iso(view.epoch - leakedAgoMs), leak_source: 'GitHub, a public repository' } }]
    : []
}

function isLeaked(view: View, token: TokenRow): boolean {
  return token.row === leakedRow && madeAt(view, token) <= view.epoch - leakedAgoMs
}

function madeAt(view: View, { ageMs, lifeMs }: TokenRow): number {
  const born = view.epoch - ageMs
  return born + Math.floor((view.now - born) / lifeMs) * lifeMs
}

/** A token that ends is made anew when it does, as whoever keeps it does. */
export function tokenJson(view: View, token: TokenRow) {
  const made = madeAt(view, token)
  const isService = token.kind === kinds.service
  return {
    type: isService ? 'service_access_tokens' : 'personal_access_tokens',
    id: token.id,
    attributes: {
      name: token.name,
      created_at: iso(made),
      modified_at: iso(made),
      expires_at: iso(made + token.lifeMs),
      last_used_at: usedAt(view, token, made),
      public_portion: hex(16, 0, 'datadog public', token.id),
      scopes: token.scopes,
    },
    relationships: {
      owned_by: { data: { type: isService ? 'service_account' : 'users', id: token.owner } },
      leak_information: { data: isLeaked(view, token) ? { type: 'leaked_keys', id: leakId } : null },
    },
  }
}
