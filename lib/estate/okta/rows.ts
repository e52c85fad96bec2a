import { company, leaver, person } from '../company.ts'
import { canary } from '../canary.ts'
import { isStill, works } from '../further/rows.ts'
import { day, hour, lastUse, type Habit } from '../habit.ts'
import { hex, letters } from '../roll.ts'
import type { View } from '../view.ts'

const iso = (ms: number) => new Date(ms).toISOString()
const idOf = (seed: number, prefix: string, of: string, row: number) => `${prefix}fh${hex(14, seed, 'okta', of, row)}`

/** Whoever holds an API token: one who left and whose user was kept so that the token goes on working, and users of machines. */
export function holders({ seed }: View) {
  const left = person(seed, leaver)
  const custom = { type: 'CUSTOM', label: 'Password helper', role: 'cr0fhpasswordhelper' }
  return [
    { login: left.email, name: left.name, role: { type: 'SUPER_ADMIN', label: 'Super Administrator' } },
    { login: `svc-directory@${company.domain}`, name: 'Directory service', role: { type: 'ORG_ADMIN', label: 'Organizational Administrator' } },
    { login: `svc-helpdesk@${company.domain}`, name: 'Help desk service', role: custom },
    { login: person(seed, 1).email, name: person(seed, 1).name, role: { type: 'READ_ONLY_ADMIN', label: 'Read Only Administrator' } },
  ].map((one, row) => ({ ...one, row, id: idOf(seed, '00u', 'user', row) }))
} // prettier-ignore

export const customPermissions = ['okta.users.read', 'okta.users.credentials.resetPassword']
export const zone = 'nzofhwarehouse'

type ApiTokenRow = { row: number; name: string; holder: number; ageMs: number; habit: Habit; zone?: string }

/** API tokens: none sleeps longer than its window, or it would be gone. */
export function apiTokenRows(view: View): readonly (ApiTokenRow & { id: string })[] {
  const { seed, epoch } = view
  const at = (everyMs: number | null): Habit => ({ everyMs, phase: epoch })
  const rows: readonly Omit<ApiTokenRow, 'row'>[] = [
    // From one machine, every hour, since before its maker left.
    { name: 'directory provisioning', holder: 0, ageMs: 940 * day, habit: at(hour) },
    { name: 'warehouse badges', holder: 1, ageMs: 410 * day, habit: at(day), zone },
    { name: 'password desk bot', holder: 2, ageMs: 120 * day, habit: at(7 * day) },
    { name: 'nightly export', holder: 1, ageMs: 700 * day, habit: at(day) },
    { name: 'terraform', holder: 0, ageMs: 640 * day, habit: at(7 * day) },
    { name: 'reports-mailer', holder: 3, ageMs: 60 * day, habit: at(day) },
  ]
  return rows
    .map((one, row) => ({ ...one, row, id: idOf(seed, '00T', 'api token', row) }))
    .filter(({ row }) => isStill(view, 'okta.api-tokens', row))
}

const windowDays = 30

export function apiTokenJson(view: View, { id, name, holder, ageMs, habit, zone: within, row }: ReturnType<typeof apiTokenRows>[number]) {
  const born = view.epoch - ageMs
  const used = lastUse(habit, born, view.now) ?? born
  return {
    id,
    name,
    userId: holders(view)[holder]?.id,
    clientName: 'Okta API',
    tokenWindow: `P${windowDays}D`,
    network: within ? { connection: 'ZONE', include: [within], exclude: [] } : { connection: 'ANYWHERE' },
    created: iso(born),
    lastUpdated: iso(used),
    expiresAt: iso(used + windowDays * day),
    // Never in a listing; it stands where a careless reader would take it from.
    token: canary(view.seed, 'okta-api-token', row),
  }
}

export type AppRow = {
  row: number
  id: string
  name: string
  type: 'service' | 'web' | 'native' | null
  method: string
  grantTypes: readonly string[]
  dpop?: boolean
  scopes?: readonly string[]
  role?: string
  jwksUri?: string
  off?: boolean
  /** Days since each secret was made; a negative one is switched off. */
  secrets?: readonly number[]
  keys?: readonly number[]
  refreshTokens?: number
}

const service = { type: 'service', grantTypes: ['client_credentials'] } as const

/** Apps: a secret of 500 days that manages people, beside one that does it as it should; the others are what a company has. */
export function appRows({ seed }: View): readonly AppRow[] {
  const rows: readonly Omit<AppRow, 'row' | 'id'>[] = [
    { name: 'warehouse provisioning', ...service, method: 'client_secret_basic', dpop: false, scopes: ['okta.users.manage', 'okta.groups.manage'], role: 'SUPER_ADMIN', secrets: [500] },
    { name: 'access review', ...service, method: 'private_key_jwt', dpop: true, scopes: ['okta.users.read', 'okta.groups.read', 'okta.logs.read'], role: 'READ_ONLY_ADMIN', keys: [60] },
    { name: 'Expenses', type: null, method: '', grantTypes: [] },
    { name: 'support agent', ...service, method: 'private_key_jwt', scopes: ['okta.users.read', 'okta.users.manage'], role: 'HELP_DESK_ADMIN', jwksUri: `https://keys.${company.domain}/support-agent.json` },
    { name: 'customer portal', type: 'web', method: 'client_secret_post', grantTypes: ['authorization_code', 'refresh_token'], dpop: false, secrets: [230, -900], refreshTokens: 3 },
    { name: 'driver app', type: 'native', method: 'none', grantTypes: ['authorization_code', 'refresh_token'], dpop: true, refreshTokens: 4 },
    { name: 'Travel', type: null, method: '', grantTypes: [] },
    { name: 'old badge printer', ...service, method: 'client_secret_post', off: true, scopes: ['okta.groups.read'], role: 'READ_ONLY_ADMIN', secrets: [1_200] },
    { name: 'catalogue search', ...service, method: 'private_key_jwt', dpop: false, scopes: ['okta.apps.read'], role: 'READ_ONLY_ADMIN', keys: [400, 20] },
  ]
  return rows.map((one, row) => ({ ...one, row, id: idOf(seed, '0oa', 'app', row) }))
} // prettier-ignore

export function appJson(view: View, app: AppRow) {
  const { id, name, off, type, method, grantTypes, dpop, jwksUri } = app
  const common = { id, orn: `orn:okta:idp:${id}`, label: name, status: off ? 'INACTIVE' : 'ACTIVE', created: iso(view.epoch - 1_300 * day), features: [] }
  if (type === null) return { ...common, name: name.toLowerCase(), signOnMode: 'SAML_2_0', settings: { signOn: { destination: 'https://example.com' } }, credentials: { signing: { kid: 'kid-saml' } } }
  return {
    ...common,
    name: 'oidc_client',
    signOnMode: 'OPENID_CONNECT',
    credentials: { oauthClient: { client_id: id, token_endpoint_auth_method: method, autoKeyRotation: true, client_secret: canary(view.seed, 'okta-app', id) } },
    settings: { oauthClient: { application_type: type, grant_types: grantTypes, response_types: ['token'], ...(dpop !== undefined && { dpop_bound_access_tokens: dpop }), ...(jwksUri && { jwks_uri: jwksUri }), network: { connection: 'ANYWHERE' } } },
  }
} // prettier-ignore

export type HeldKind = 'okta.secrets' | 'okta.keys' | 'okta.refresh-tokens'
export type Held = { kind: HeldKind; row: number; id: string; madeMs: number; isOn: boolean }

/** What an app holds of a kind; rows of all apps are numbered through. */
export function heldBy(view: View, app: AppRow, kind: HeldKind): readonly Held[] {
  const days = kind === 'okta.secrets' ? app.secrets : kind === 'okta.keys' ? app.keys : Array.from({ length: app.refreshTokens ?? 0 }, (_, n) => 3 + n)
  const prefix = { 'okta.secrets': 'ocs', 'okta.keys': 'pks', 'okta.refresh-tokens': 'oar' }[kind]
  return (days ?? [])
    .map((age, n) => ({ kind, row: app.row * 10 + n, madeMs: view.epoch - Math.abs(age) * day, wasOn: age >= 0 }))
    .filter(({ row }) => isStill(view, kind, row))
    .map(({ wasOn, ...one }) => ({ ...one, id: idOf(view.seed, prefix, kind, one.row), isOn: works(view, kind, one.row, wasOn) }))
} // prettier-ignore

export function heldJson(view: View, app: AppRow, { kind, row, id, madeMs, isOn }: Held) {
  const common = { id, status: isOn ? 'ACTIVE' : 'INACTIVE', created: iso(madeMs), lastUpdated: iso(madeMs) }
  // Okta answers the secret itself here.
  if (kind === 'okta.secrets') return { ...common, client_secret: canary(view.seed, 'okta-client-secret', row), secret_hash: hex(22, view.seed, 'okta hash', row) }
  if (kind === 'okta.keys') return { ...common, kid: `${app.name.replaceAll(' ', '-')}-${row}`, kty: 'EC', use: 'sig', alg: 'ES256', crv: 'P-256', x: letters(43, view.seed, 'okta x', row), y: letters(43, view.seed, 'okta y', row) }
  // A refresh token is renewed as long as its user comes back.
  return { ...common, clientId: app.id, userId: holders(view)[3]?.id, issuer: 'https://fernhollow.okta.com', scopes: ['offline_access', 'openid', 'profile'], expiresAt: iso(view.now + 7 * day), token: canary(view.seed, 'okta-refresh-token', row) }
} // prettier-ignore
