import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openOkta, readScopes } from './api.ts'
import { apiTokens, apiTokensPath } from './api-tokens.ts'
import { appsPath } from './app.ts'
import { apps } from './apps.ts'
import { tellingBefore } from '../rest/each.ts'
import { People } from './people.ts'
import type { Reading } from './reading.ts'
import { Credential, Settings, type AppCredential } from './settings.ts'
import { coverage, fields, policy, ways, verified } from './words.ts'
import { Zones } from './zones.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'api-tokens', read: withPeople(apiTokens) },
  { name: 'apps', read: withPeople(apps, true) },
]

/** What users, roles and zones were asked for along the way is shared by the phases, and told when the last of them has asked. */
function withPeople(read: Phase<Reading>['read'], isLast = false): Phase<Reading>['read'] {
  return async function* (reading, from) {
    const beside = [reading.people, reading.zones]
    yield* tellingBefore(read(reading, from), beside)
    for (const one of beside) yield* isLast ? one.end() : one.pending()
  }
}

const scopeOf = (path: string) => `It takes the scope for it, and an admin role that may look there (${path}).`

const probes: readonly (Probe & { scope: string })[] = [
  {
    scope: 'okta.apiTokens.read',
    permission: 'API tokens (okta.apiTokens.read)',
    lost: 'API tokens.',
    path: apiTokensPath,
    missing: scopeOf(apiTokensPath),
  },
  {
    scope: 'okta.users.read',
    permission: 'Users (okta.users.read)',
    lost: 'Whose an API token is, and whether they are still here.',
    path: '/api/v1/users',
    query: { limit: 1 },
    missing: scopeOf('/api/v1/users'),
  },
  {
    scope: 'okta.roles.read',
    permission: 'Admin roles (okta.roles.read)',
    lost: 'What API tokens and service apps may do.',
    path: '/api/v1/iam/roles',
    query: { limit: 1 },
    missing: scopeOf('/api/v1/iam/roles'),
  },
  {
    scope: 'okta.apps.read',
    permission: 'Apps and their credentials (okta.apps.read)',
    lost: 'Client secrets, keys and refresh tokens.',
    path: appsPath,
    query: { limit: 1 },
    missing: scopeOf(appsPath),
  },
  {
    scope: 'okta.networkZones.read',
    permission: 'Network zones (okta.networkZones.read)',
    lost: 'Whether a limit to zones confines anything.',
    path: '/api/v1/zones',
    query: { limit: 1 },
    missing: scopeOf('/api/v1/zones'),
  },
]

/** An Okta organisation's API tokens, and the credentials of its apps. */
export const okta: Connector<Settings, Credential, AppCredential> = {
  kind: 'okta',
  family: 'identity',
  label: 'Okta organisation',
  about: 'API tokens with whoever holds them, and secrets, keys and refresh tokens of OAuth apps with their scopes and admin roles.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    clientId: 'STANDDOWN_OKTA_CLIENT_ID',
    privateKey: 'STANDDOWN_OKTA_PRIVATE_KEY',
    keyId: 'STANDDOWN_OKTA_KEY_ID',
    token: 'STANDDOWN_OKTA_API_TOKEN',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ orgUrl }) => `Okta organisation ${new URL(orgUrl).host}`,
  test: testOkta,
  observe(settings, credential, world, cursor) {
    const api = openOkta(settings, credential, world)
    return readPhases('Okta', phases, { api, world, people: new People(api), zones: new Zones(api) }, cursor)
  },
}

async function testOkta(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<readonly Check[]> {
  const api = openOkta(settings, credential, world)
  const granted = await api.granted()
  const checks: Check[] = []
  for (const { scope, ...probe } of probes) {
    if (granted === null || granted.includes(scope)) checks.push(await tryProbe(api, probe, 'Okta'))
    else checks.push({ permission: probe.permission, state: 'missing', says: 'The app was not granted this scope.', lost: probe.lost })
  }
  const grants = readScopes[4]
  const says = granted === null ? 'An API token has no scopes: its user’s role decides, app by app.' : granted.includes(grants) ? 'Okta gives the scope.' : 'The app was not granted this scope.'
  const state = granted === null ? 'cannot-tell' : granted.includes(grants) ? 'granted' : 'missing'
  return [...checks, { permission: `Scopes of apps (${grants})`, state, says, lost: 'What apps may do with Okta’s interface.' }]
} // prettier-ignore
