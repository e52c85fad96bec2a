import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbes, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { apiKeysPath, applicationKeysPath, openDatadog, tokensPath, usersPath } from './api.ts'
import { accessTokens, apiKeys, applicationKeys, type Reading } from './keys.ts'
import { Leaks } from './leaks.ts'
import { readPeople } from './people.ts'
import { Credential, Settings, type ActionCredential } from './settings.ts'
import { coverage, fields, policy, verified, ways } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'api-keys', read: apiKeys },
  { name: 'application-keys', read: applicationKeys },
  { name: 'access-tokens', read: accessTokens },
  { name: 'leaks', read: endOf },
]

async function* endOf({ leaks }: Reading): AsyncGenerator<Observation> {
  yield* leaks.end()
}

const one = { 'page[size]': 1 }
const probes: readonly Probe[] = [
  { permission: 'api_keys_read', lost: 'API keys.', path: apiKeysPath, query: one, missing: 'Datadog refuses to list API keys.' },
  {
    permission: 'org_app_keys_read',
    lost: 'Application keys.',
    path: applicationKeysPath,
    query: one,
    missing: 'Datadog refuses to list application keys.',
  },
  {
    permission: 'org_app_keys_read (tokens)',
    lost: 'Access tokens of people and service accounts.',
    path: tokensPath,
    query: one,
    missing: 'Datadog refuses to list access tokens.',
    absentSays: 'This site has no access tokens yet, or does not show them.',
  },
  {
    permission: 'user_access_read',
    lost: 'Whose keys and tokens are whose.',
    path: usersPath,
    query: one,
    missing: 'Datadog refuses to list users.',
  },
]

/** A Datadog organisation's keys and tokens. */
export const datadog: Connector<Settings, Credential, ActionCredential> = {
  kind: 'datadog',
  family: 'data',
  label: 'Datadog organisation',
  about:
    'API keys, application keys of everybody with their scopes, access tokens of people and service accounts, and which of them Datadog found leaked.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    accessToken: 'STANDDOWN_DATADOG_ACCESS_TOKEN',
    apiKey: 'STANDDOWN_DATADOG_API_KEY',
    applicationKey: 'STANDDOWN_DATADOG_APPLICATION_KEY',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ organisation }) => `Datadog organisation ${organisation}`,
  async test(settings, credential, world) {
    return tryProbes(openDatadog(settings, credential, world), probes, 'Datadog')
  },
  observe,
}

/** Everybody is read first, also after a kill: what follows is attributed by it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const leaks = new Leaks(world.now)
  const api = leaks.noting(openDatadog(settings, credential, world))
  const people = yield* readPeople(api)
  yield* readPhases('Datadog', phases, { api, world, people, leaks }, cursor)
}
