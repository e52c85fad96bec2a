import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbes, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { networksPath, openDatabricks, principalsPath, tokensPath, usersPath } from './api.ts'
import { readIdentities } from './people.ts'
import { Credential, Settings } from './settings.ts'
import { personalTokens, principalSecrets, readNetworks, type Reading } from './tokens.ts'
import { coverage, fields, policy, verified, ways } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'personal-tokens', read: personalTokens },
  { name: 'principal-secrets', read: principalSecrets },
]

const one = { startIndex: 1, count: 1 }
const probes: readonly Probe[] = [
  { permission: 'Other people’s tokens (workspace admin)', lost: 'Personal access tokens.', path: tokensPath, missing: 'The service principal is no workspace admin.' },
  { permission: 'Users', lost: 'Owners, and who is an administrator.', path: usersPath, query: one, missing: 'Databricks refuses to list users.' },
  { permission: 'Service principals', lost: 'Secrets of service principals.', path: principalsPath, query: one, missing: 'Databricks refuses to list service principals.' },
  { permission: 'IP access lists', lost: 'Whether the workspace is confined to networks.', path: networksPath, missing: 'Databricks refuses to show IP access lists.', absentSays: 'The workspace’s plan has none.' },
] // prettier-ignore

/** A Databricks workspace's tokens, and the secrets of its service principals. */
export const databricks: Connector<Settings, Credential, Credential> = {
  kind: 'databricks',
  family: 'data',
  label: 'Databricks workspace',
  about: 'Personal access tokens of everybody, secrets of service principals, and the IP access lists over them.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    clientId: 'STANDDOWN_DATABRICKS_CLIENT_ID',
    clientSecret: 'STANDDOWN_DATABRICKS_CLIENT_SECRET',
    tokenFile: 'STANDDOWN_DATABRICKS_TOKEN_FILE',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ workspaceUrl }) => `Databricks workspace ${new URL(workspaceUrl).host}`,
  async test(settings, credential, world) {
    return tryProbes(openDatabricks(settings, credential, world), probes, 'Databricks')
  },
  observe,
}

/** Who is there and from where is read first, also after a kill: rights, owners and a control are told by it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const api = openDatabricks(settings, credential, world)
  const identities = yield* readIdentities(api)
  const confined = yield* readNetworks(api)
  yield* readPhases('Databricks', phases, { api, world, identities, confined }, cursor)
}
