import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { activityPath } from './activity.ts'
import { openGcp, type Gcp } from './api.ts'
import { bindingsFix, readBindings } from './bindings.ts'
import { PermissionReader } from './permissions.ts'
import { projectAssets, projects, projectsFix, type Reading } from './projects.ts'
import { scopeWords, Settings, Credential, type ActionCredential } from './settings.ts'
import { ways } from './ways.ts'
import { coverage, fields, policy, verified } from './words.ts'

const phases: readonly Phase<Reading>[] = [{ name: 'projects', read: projects }]

/** Google Cloud: keys of service accounts and API keys over an organisation, a folder or a project, with where they lead. */
export const gcp: Connector<Settings, Credential, ActionCredential> = {
  kind: 'gcp',
  family: 'clouds',
  label: 'Google Cloud',
  about:
    'Keys of service accounts with their roles, last use and Google’s own notices of leaks, API keys with their limits, and workload identity pools that take their place.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { serviceAccountKey: 'STANDDOWN_GCP_SERVICE_ACCOUNT_KEY' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ scope }) => `Google Cloud ${scopeWords(scope)}`,
  test,
  observe,
}

/** What everything is judged by is read again by whoever resumes: a cursor cannot hold it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const opened = openGcp(settings, credential, world)
  const { scope } = settings
  const bindings = yield* readBindings(opened, scope)
  const permissions = new PermissionReader(opened, bindings, scope)
  yield* readPhases('Google Cloud', phases, { ...opened, world, scope, permissions }, cursor)
}

const Found = z.object({ results: z.array(z.object({ name: z.string() })).min(1) })
const Accounts = z.object({ accounts: z.array(z.object({ email: z.string().regex(/^[\w.@+-]+$/) })).min(1) })

async function test({ scope, ...settings }: Settings, credential: Credential, world: ConnectorWorld): Promise<readonly Check[]> {
  const opened = openGcp(settings, credential, world)
  const checks: Check[] = []
  const check = async (of: keyof Gcp, probe: Probe) => void checks.push(await tryProbe(opened[of], probe, 'Google'))
  await check('assets', { permission: 'Projects (cloudasset.assets.searchAllResources)', lost: 'Everything.', path: `/v1/${scope}:searchAllResources`, query: { assetTypes: projectAssets, pageSize: 1 }, missing: projectsFix })
  await check('assets', { permission: 'Roles (cloudasset.assets.searchAllIamPolicies)', lost: 'What keys may do. Each then counts as the worst.', path: `/v1/${scope}:searchAllIamPolicies`, query: { query: 'memberTypes:serviceAccount', pageSize: 1 }, missing: bindingsFix })
  const project = scope.startsWith('projects/') ? scope.slice('projects/'.length) : await firstProject(opened, scope)
  if (project === null) {
    checks.push({ permission: 'Keys, pools and last use', state: 'cannot-tell', says: 'No project could be found to try it on.', lost: 'Keys, pools and last use.' })
    return checks
  }
  const one = { pageSize: 1 }
  const missing = `Google refuses it for the project ${project}.`
  await check('iam', { permission: 'Service accounts (iam.serviceAccounts.list)', lost: 'Keys of service accounts.', path: `/v1/projects/${project}/serviceAccounts`, query: one, missing })
  const account = await firstAccount(opened, project)
  if (account) await check('iam', { permission: 'Keys of service accounts (iam.serviceAccountKeys.list)', lost: 'Keys of service accounts, and Google’s notices of leaks.', path: `/v1/projects/${project}/serviceAccounts/${account}/keys`, query: { keyTypes: 'USER_MANAGED' }, missing })
  await check('keys', { permission: 'API keys (apikeys.keys.list)', lost: 'API keys.', path: `/v2/projects/${project}/locations/global/keys`, query: one, missing })
  await check('activity', { permission: 'Last authentication (policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query)', lost: 'When a key was used last.', path: activityPath(project), query: one, missing })
  await check('iam', { permission: 'Workload identity pools (iam.workloadIdentityPools.list)', lost: 'What takes the place of keys.', path: `/v1/projects/${project}/locations/global/workloadIdentityPools`, query: one, missing })
  return checks
} // prettier-ignore

async function firstProject({ assets }: Gcp, scope: string): Promise<string | null> {
  const query = { assetTypes: projectAssets, query: 'state:ACTIVE', pageSize: 1 }
  const found = await assets.get(`/v1/${scope}:searchAllResources`, query).catch(() => null)
  const name = Found.safeParse(found?.data).data?.results[0]?.name ?? ''
  return /^\/\/cloudresourcemanager\.googleapis\.com\/projects\/([\w.:-]+)$/.exec(name)?.[1] ?? null
}

async function firstAccount({ iam }: Gcp, project: string): Promise<string | null> {
  const found = await iam.get(`/v1/projects/${project}/serviceAccounts`, { pageSize: 1 }).catch(() => null)
  return Accounts.safeParse(found?.data).data?.accounts[0]?.email ?? null
}
