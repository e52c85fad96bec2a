import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import type { Binding } from '../../model/facts.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { byLink } from '../rest/paging.ts'
import { pageSize } from './api.ts'
import { AppWire, appOf, appsPath, type App } from './app.ts'
import { keyOf, keysFix, JsonWebKey, refreshTokenOf, RefreshToken, Secret, secretOf } from './app-credentials.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import type { Reading } from './reading.ts'

const Grant = z.object({ scopeId: z.string().min(1).max(200), status: z.string().max(50).nullish() })

/** Access tokens of Okta's own authorization server live an hour (Okta's documentation). */
const accessTokenSeconds = 3_600

/** Every app, and of those that hold credentials their secrets, keys and refresh tokens, a call or more each. */
export async function* apps(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const credentials = 'It takes the scope okta.apps.read, and an admin role that may look at credentials of apps.'
  const each = {
    grants: new Each('Okta scope grants', 'It takes the scope okta.appGrants.read.'),
    secrets: new Each('Okta client secrets', credentials, ['okta.client-secret']),
    keys: new Each('Okta client keys', keysFix, ['okta.client-key']),
    refreshTokens: new Each('Okta refresh tokens', 'It takes the scope okta.apps.read.', ['okta.refresh-token']),
  }
  let whole = false
  const listing = readListing(reading, from, {
    object: 'Okta apps',
    path: appsPath,
    // Without it an app that was switched off is not listed, and its secrets would look deleted.
    query: { limit: pageSize, includeNonDeleted: true },
    schema: AppWire,
    next: byLink,
    fix: 'It takes the scope okta.apps.read.',
    kinds: [],
    async *observe(rows): AsyncGenerator<Observation> {
      for (const row of rows) {
        const app = appOf(row)
        if (app) yield* held(reading, each, app)
      }
    },
  })
  for await (const observation of tellingBefore(listing, Object.values(each))) {
    // Of the apps before the place where a killed run goes on, nobody knows any more what could not be read.
    if (observation.see === 'covered') whole = observation.kinds !== undefined && from.page === 0
    yield observation
  }
  for (const one of Object.values(each)) yield* one.end(whole)
}

type Eaches = Readonly<Record<'grants' | 'secrets' | 'keys' | 'refreshTokens', Each>>

async function* held(reading: Reading, each: Eaches, bare: App): AsyncGenerator<Observation> {
  const { api } = reading
  const asks = bare.method !== 'none'
  const app = asks ? await withPermissions(reading, each.grants, bare) : bare
  const at = `${appsPath}/${app.id}`
  if (app.grantTypes.includes('client_credentials')) yield { see: 'issuer', issuer: issuerOf(app) }
  // What it does not sign in by opens nothing, and is not asked for.
  if (asks && app.method !== 'private_key_jwt') {
    const rows = await each.secrets.read(api, { path: `${at}/credentials/secrets`, schema: Secret, next: byLink })
    for (const row of rows ?? []) yield { see: 'token', token: secretOf(row, app) }
  }
  if ((app.method === 'private_key_jwt' || app.method === null) && !app.jwksUri) {
    const rows = await each.keys.read(api, { path: `${at}/credentials/jwks`, schema: JsonWebKey, field: 'keys', next: byLink })
    for (const row of rows ?? []) if (row.use !== 'enc') yield { see: 'token', token: keyOf(row, app) }
  }
  if (app.grantTypes.includes('refresh_token')) {
    const rows = await each.refreshTokens.read(api, { path: `${at}/tokens`, query: { limit: pageSize }, schema: RefreshToken, next: byLink })
    for (const row of rows ?? []) yield { see: 'token', token: refreshTokenOf(row, app) }
  }
} // prettier-ignore

/** What an app was granted of Okta's own scopes. Those of authorization servers that somebody made are not read: without any of Okta's, nothing is known. */
async function withPermissions({ api, people, zones }: Reading, grants: Each, app: App): Promise<App> {
  const path = `${appsPath}/${app.id}/grants`
  // Of this list Okta takes no size; it comes whole, or says by its links how it goes on.
  const rows = await grants.read(api, { path, schema: Grant, next: byLink }, { orNothing: true })
  const confined = await zones.confine(app.network)
  const scopes = [...new Set((rows ?? []).filter(({ status }) => status !== 'REVOKED').map(({ scopeId }) => scopeId))].sort()
  if (scopes.length === 0) return { ...app, confined }
  const roles = app.isService ? await people.rolesOfClient(app.clientId) : null
  const stated = { names: scopes, within: 'organisation', roles: roles === null ? null : [...roles] }
  return { ...app, confined, roles, permissions: { scheme: 'okta.scopes', stated } }
}

function issuerOf(app: App): IssuerSighting {
  const call = `GET ${appsPath}`
  const by = app.method === 'private_key_jwt' ? 'the private key' : app.method === 'none' ? 'no secret' : 'a client secret'
  return {
    externalId: `app:${app.id}`,
    kind: 'okta.service-app',
    name: app.name,
    mints: 'access token',
    mintedBinding: boundBy(app.dpop),
    maxLifeSeconds: accessTokenSeconds,
    trusts: [`whoever holds ${by} of the app ${app.name}${app.jwksUri ? ', whose public keys stand at an address of its own' : ''}`],
    permissions: app.permissions,
    lastUsed: 'not-reported',
    tags: { 'client id': app.clientId, ...(app.method && { 'signs in by': app.method }), ...(!app.isOn && { status: 'INACTIVE' }) },
    evidence: {
      mintedBinding: `${call} settings.oauthClient.dpop_bound_access_tokens`,
      maxLifeSeconds: 'Okta documentation: access tokens of the org authorization server live an hour',
      permissions: `${call}/{id}/grants scopeId`,
    },
  }
}

function boundBy(dpop: boolean | null): Binding {
  return dpop === null ? 'not-reported' : dpop ? 'pop-app' : 'bearer'
}
