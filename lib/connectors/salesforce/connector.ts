import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe } from '../rest/probes.ts'
import { actions, sees } from './actions.ts'
import { openSalesforce } from './api.ts'
import { People, readLookups, type Reading } from './lookups.ts'
import { Credential, Settings } from './settings.ts'
import { connectedApps, oauthTokens } from './tokens.ts'
import { coverage, fields, policy, verified, ways } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'oauth-tokens', read: oauthTokens },
  { name: 'connected-apps', read: connectedApps },
]

const probes = [
  { permission: 'OAuth tokens', lost: 'Every token.', q: 'SELECT COUNT() FROM OauthToken' },
  { permission: 'Users', lost: 'Whose a token is, and whether they are still here.', q: 'SELECT Id FROM User LIMIT 1' },
  {
    permission: 'Permission sets and profiles',
    lost: 'What a token may do.',
    q: 'SELECT Id, PermissionsModifyAllData FROM PermissionSet LIMIT 1',
  },
  { permission: 'Connected apps', lost: 'Policies of apps.', q: 'SELECT Id FROM ConnectedApplication LIMIT 1' },
] as const

/** A Salesforce org's OAuth tokens, with whoever they act as, and the apps that hold them. */
export const salesforce: Connector<Settings, Credential, Credential> = {
  kind: 'salesforce',
  family: 'saas',
  label: 'Salesforce org',
  about:
    'OAuth tokens of connected apps with the user they act as and what that user may, without their values; and the policies of the apps.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    clientId: 'STANDDOWN_SALESFORCE_CLIENT_ID',
    username: 'STANDDOWN_SALESFORCE_USERNAME',
    privateKey: 'STANDDOWN_SALESFORCE_PRIVATE_KEY',
    clientSecret: 'STANDDOWN_SALESFORCE_CLIENT_SECRET',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ instanceUrl }) => `Salesforce org ${new URL(instanceUrl).hostname}`,
  async test(settings, credential, world) {
    const org = openSalesforce(settings, credential, world)
    const checks: Check[] = [await sees(org, 'The tokens of everybody else.')]
    for (const { q, ...probe } of probes)
      checks.push(
        await tryProbe(
          org.api,
          { ...probe, path: org.queryPath, query: { q }, missing: 'Salesforce does not show it to this user.' },
          'Salesforce',
        ),
      )
    return checks
  },
  observe,
}

/** What tokens are judged by is read again by whoever resumes: a cursor cannot hold it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const org = openSalesforce(settings, credential, world)
  const lookups = yield* readLookups(org)
  yield* readPhases('Salesforce', phases, { ...org, world, lookups, people: new People(org, lookups) }, cursor)
}
