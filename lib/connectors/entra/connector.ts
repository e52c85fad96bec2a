import type { Observation } from '../../model/sighting.ts'
import type { Json } from '../../model/json.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openEntra } from './api.ts'
import { tryAzure } from './azure.ts'
import { applications, applicationsPath, principalCredentials, type Judging } from './applications.ts'
import { federatedCredentials } from './federated.ts'
import { activityPath, grantsPath, readLookups, roleAssignmentsPath, servicePrincipalsPath } from './lookups.ts'
import { PermissionReader } from './permissions.ts'
import { ActionCredential, Credential, Settings } from './settings.ts'
import { coverage, fields, notAsked, policy, verified } from './words.ts'
import { ways } from './ways.ts'

const phases: readonly Phase<Judging>[] = [
  { name: 'service-principals', read: principalCredentials },
  { name: 'applications', read: applications },
  { name: 'federated-credentials', read: federatedCredentials },
]

/** The same in every tenant. */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const one = { $select: 'id', $top: 1 }
const probes: readonly (Probe & { of: 'graph' | 'beta' })[] = [
  {
    of: 'graph',
    permission: 'Applications (Application.Read.All or Directory.Read.All)',
    lost: 'Secrets and certificates of applications.',
    path: applicationsPath,
    query: one,
    missing: 'Graph refuses to list applications.',
  },
  {
    of: 'graph',
    permission: 'Service principals (Application.Read.All or Directory.Read.All)',
    lost: 'What applications may do, and credentials that stand on service principals.',
    path: servicePrincipalsPath,
    query: one,
    missing: 'Graph refuses to list service principals.',
  },
  {
    of: 'graph',
    permission: 'Directory roles (RoleManagement.Read.Directory or Directory.Read.All)',
    lost: 'Which applications are administrators. Every credential then counts as one’s.',
    path: roleAssignmentsPath,
    query: { $filter: `roleDefinitionId eq '${globalAdministrator}'`, $expand: 'principal' },
    missing: 'Graph refuses to list role assignments.',
  },
  {
    of: 'graph',
    permission: 'Delegated permissions (Directory.Read.All)',
    lost: 'What applications may do in the name of whoever signs in.',
    path: grantsPath,
    query: { $filter: "consentType eq 'AllPrincipals'" },
    missing: 'Graph refuses to list delegated permissions.',
  },
  {
    of: 'beta',
    permission: 'Sign-ins of credentials (AuditLog.Read.All, and a tenant with Entra ID P1)',
    lost: 'When a credential was used last.',
    path: activityPath,
    query: { $top: 1 },
    missing: 'Graph refuses the report, or the tenant’s licence does not have it.',
  },
]

/** Microsoft Entra ID: what applications of a tenant sign in with, and where that leads. */
export const entra: Connector<Settings, Credential, ActionCredential> = {
  kind: 'entra',
  family: 'identity',
  label: 'Microsoft Entra ID',
  about:
    'Client secrets and certificates of applications, what they may do in the tenant and in Azure, and federated credentials that take their place.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    clientSecret: 'STANDDOWN_ENTRA_CLIENT_SECRET',
    certificate: 'STANDDOWN_ENTRA_CERTIFICATE',
    privateKey: 'STANDDOWN_ENTRA_PRIVATE_KEY',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  notAsked,
  actions,
  subject: ({ tenant }) => `Entra tenant ${tenant}`,
  async test(settings, credential, world) {
    const entra = openEntra(settings, { clientId: settings.clientId, credential }, world)
    const checks: Check[] = []
    for (const { of, ...probe } of probes) checks.push(await tryProbe(entra[of], probe, 'Graph'))
    return entra.arm ? [...checks, await tryAzure(entra.arm)] : checks
  },
  observe,
}

/** What everything is judged by is read again by whoever resumes: a cursor cannot hold it. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const reading = { ...openEntra(settings, { clientId: settings.clientId, credential }, world), world }
  const lookups = yield* readLookups(reading)
  yield* readPhases('Entra ID', phases, { ...reading, lookups, permissions: new PermissionReader(reading, lookups) }, cursor)
}
