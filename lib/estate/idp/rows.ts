import { canary } from '../canary.ts'
import { company, leaver, person } from '../company.ts'
import { day } from '../habit.ts'
import { letters } from '../roll.ts'
import { keyOf, signed } from './signing.ts'

/** The company's APIs. `parcels` never looks at what a token is bound to, `rates` does, and `manifests` has no address to try. */
export const apis = ['parcels', 'rates', 'manifests'] as const
export type ApiName = (typeof apis)[number]

export type TokenRow = {
  row: number
  client: string
  label: string
  form: 'opaque' | 'jwt'
  /** Days since it was made, and days that it lives; null: the server does not say. */
  age: number
  life: number | null
  scope: string
  api: readonly ApiName[]
  bound?: 'dpop' | 'mtls'
  type?: 'Refresh'
  user?: number
  actor?: string
  /** The server calls it over. */
  isOver?: boolean
}

/** Tokens of the company’s own server that its people listed. */
export const tokenRows: readonly TokenRow[] = (
  [
    // Made for a carrier in one afternoon, for five years and every API.
    { client: 'carrier-portal', label: 'carrier portal', form: 'jwt', age: 410, life: 5 * 365, scope: 'shipments:read shipments:write', api: [] },
    // It carries the thumbprint of a key, and the API that takes it never asks for the key.
    { client: 'parcel-tracking', label: 'parcel scanner', form: 'opaque', age: 95, life: 365, scope: 'parcels:read parcels:write', api: ['parcels'], bound: 'dpop' },
    // As it should be.
    { client: 'route-planner', label: 'rate quotes', form: 'opaque', age: 9, life: 90, scope: 'rates:read', api: ['rates'], bound: 'dpop' },
    { client: 'customs-desk', label: 'customs filing', form: 'opaque', age: 40, life: 365, scope: 'rates:read declarations:submit', api: ['rates'], bound: 'mtls' },
    { client: 'support-agent', label: 'support agent, for a person', form: 'opaque', age: 3, life: 60, scope: 'customers:read shipments:read', api: ['parcels'], user: 6, actor: 'support-agent' },
    { client: 'push-gateway', label: 'driver app sign-in', form: 'opaque', age: 200, life: 365, scope: 'shipments:read offline_access', api: [], type: 'Refresh', user: leaver },
    { client: 'warehouse-sync', label: 'warehouse gateway', form: 'jwt', age: 20, life: 180, scope: 'manifests:write', api: ['manifests'], bound: 'dpop' },
    // Revoked when the importer was shut down; the API checks the signature alone and takes it on.
    { client: 'search-index', label: 'old parcel importer', form: 'jwt', age: 300, life: 730, scope: 'parcels:read', api: ['parcels'], isOver: true },
    { client: 'lake-export', label: 'night batch', form: 'opaque', age: 500, life: null, scope: 'shipments:read', api: ['parcels'] },
    { client: 'parcel-tracking', label: 'scanner pilot', form: 'opaque', age: 130, life: 365, scope: 'parcels:read', api: ['parcels'] },
    { client: 'docs-site', label: 'preview of the docs', form: 'opaque', age: 700, life: 30, scope: 'docs:read', api: ['parcels'], isOver: true },
  ] satisfies Omit<TokenRow, 'row'>[]
).map((one, row) => ({ ...one, row })) // prettier-ignore

export const apiId = (base: string, api: ApiName) => `${base}/api/${api}`

/** What a token says, or the server of it. `epoch`: the instant that ages count back from (ms). */
export function claimsOf(seed: number, base: string, epoch: number, one: TokenRow) {
  const made = Math.floor((epoch - one.age * day) / 1_000)
  const user = one.user === undefined ? null : person(seed, one.user)
  const audience = one.api.map((api) => apiId(base, api))
  return {
    iss: base,
    sub: user ? `fh-${user.login}` : one.client,
    client_id: one.client,
    iat: made,
    ...(one.life !== null && { exp: made + (one.life * day) / 1_000 }),
    scope: one.scope,
    jti: `fh-${letters(16, seed, 'idp jti', one.row)}`,
    ...(audience.length > 0 && { aud: audience.length === 1 ? audience[0] : audience }),
    ...(user && { username: user.email }),
    ...(one.actor && { act: { sub: one.actor } }),
    ...(one.bound === 'dpop' && { cnf: { jkt: letters(43, seed, 'idp jkt', one.row) } }),
    ...(one.bound === 'mtls' && { cnf: { 'x5t#S256': letters(43, seed, 'idp x5t', one.row) } }),
    // Nobody may keep what else stands there.
    session: canary(seed, 'idp-session', one.row),
  }
}

/** The token itself. */
export function tokenOf(seed: number, base: string, epoch: number, one: TokenRow): string {
  if (one.form === 'opaque') return canary(seed, 'idp-token', one.row)
  return signed(keyOf(seed, 'server'), { typ: 'at+jwt', kid: signingKid }, claimsOf(seed, base, epoch, one))
}

export const signingKid = 'fernhollow-1'

/** Clients whose registration may be read: one with a secret that never ends, and one as it should be. */
export const clientRows = [
  { id: 'carrier-portal', name: 'Carrier portal', method: 'client_secret_post', age: 1_500, scope: 'shipments:read shipments:write', dpop: false, contact: `logistics@${company.domain}` },
  { id: 'route-planner', name: 'Route planner', method: 'private_key_jwt', age: 60, scope: 'rates:read', dpop: true, contact: `logistics@${company.domain}` },
] as const // prettier-ignore

export const registrationToken = (seed: number, id: string) => canary(seed, 'idp-registration', id)

/** The clients that an installation is: one that asks, and one whose tokens may be revoked. */
export const reading = 'standdown-reads'
export const acting = 'parcel-tracking'
export const actingSecret = (seed: number) => canary(seed, 'idp-client-secret', acting)
