import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openWorkspace, type Workspace } from './api.ts'
import { readHistory, reportsFix, tokenEventsPath } from './history.ts'
import { Credential, Settings, type ActionCredential } from './settings.ts'
import { securityFix, users, usersFix, usersPath, type Reading } from './users.ts'
import { ways } from './ways.ts'
import { coverage, fields, policy, verified } from './words.ts'

const phases: readonly Phase<Reading>[] = [{ name: 'users', read: users }]

/** Google Workspace: what its people let apps do in their names. */
export const googleWorkspace: Connector<Settings, Credential, ActionCredential> = {
  kind: 'google-workspace',
  family: 'saas',
  label: 'Google Workspace',
  about: 'What people let apps do in their names, with scopes and last use, and their app passwords.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { serviceAccountKey: 'STANDDOWN_GOOGLE_WORKSPACE_SERVICE_ACCOUNT_KEY' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ admin }) => `Google Workspace ${admin.slice(admin.indexOf('@') + 1)}`,
  test,
  observe,
}

/** When apps were let in is read again by whoever resumes: a cursor cannot hold it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const workspace = openWorkspace(settings, credential, world)
  const events = yield* readHistory(workspace, world)
  yield* readPhases('Google Workspace', phases, { ...workspace, world, settings, ...events }, cursor)
}

async function test(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<readonly Check[]> {
  const workspace = openWorkspace(settings, credential, world)
  const probes: readonly (Probe & { of: keyof Workspace })[] = [
    { of: 'users', permission: 'People (admin.directory.user.readonly)', lost: 'Everything.', path: usersPath, query: { customer: settings.customer, maxResults: 1 }, missing: usersFix },
    { of: 'security', permission: 'Grants (admin.directory.user.security)', lost: 'What apps may do, and app passwords.', path: `${usersPath}/${encodeURIComponent(settings.admin)}/tokens`, missing: securityFix },
    { of: 'reports', permission: 'Events of apps (admin.reports.audit.readonly)', lost: 'When apps were let in, and used last.', path: tokenEventsPath('all'), query: { eventName: 'authorize', maxResults: 1 }, missing: reportsFix },
  ]
  const checks: Check[] = []
  for (const { of, ...probe } of probes) checks.push(await tryProbe(workspace[of], probe, 'Google'))
  return checks
} // prettier-ignore
