import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import type { Query } from '../rest/api.ts'
import { readPhases } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { checkWorkspace, openSlack } from './api.ts'
import { apps, paths, type Reading } from './apps.ts'
import { Credential, Settings } from './settings.ts'
import { coverage, fields, notAsked, policy, verified, ways } from './words.ts'

const phases = [{ name: 'apps', read: (reading: Reading) => apps(reading) }]

const probes: readonly (Probe & { enterprise?: true })[] = [
  {
    permission: 'The log of apps (admin)',
    lost: 'Every app and webhook.',
    path: paths.log,
    query: { count: 1 },
    missing: 'Slack refuses the log: it takes a user token of an administrator with the scope admin.',
  },
  {
    permission: 'Users (users:read, users:read.email)',
    lost: 'Who let an app in, and whether they are still here.',
    path: paths.users,
    query: { limit: 1 },
    missing: 'Slack refuses to list users.',
  },
  {
    enterprise: true,
    permission: 'Approved and restricted apps (admin.apps:read)',
    lost: 'Whether an app is your own or somebody else’s.',
    path: paths.approved,
    query: { limit: 1 },
    missing: 'Slack refuses the lists of apps; Enterprise alone has them.',
  },
]

/** A Slack workspace's apps and webhooks, as its log tells of them. */
export const slack: Connector<Settings, Credential> = {
  kind: 'slack',
  family: 'saas',
  label: 'Slack workspace',
  about: 'Apps and webhooks that were let into the workspace, by whom and with which scopes, as the log of apps tells it.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { token: 'STANDDOWN_SLACK_TOKEN' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  notAsked,
  subject: ({ workspace }) => `Slack workspace ${workspace}`,
  async test(settings, credential, world) {
    const api = openSlack(settings, credential, world)
    const team: Query = settings.teamId ? { team_id: settings.teamId } : {}
    await checkWorkspace(api, settings)
    const checks: Check[] = []
    for (const { enterprise, ...probe } of probes)
      if (!enterprise || settings.enterprise === 'yes')
        checks.push(await tryProbe(api, { ...probe, query: { ...probe.query, ...team } }, 'Slack'))
    return checks
  },
  observe,
}

async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const api = openSlack(settings, credential, world)
  await checkWorkspace(api, settings)
  yield* readPhases('Slack', phases, { api, settings, world }, cursor)
}
