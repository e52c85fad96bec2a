import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbes, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openVault, whoAmI } from './api.ts'
import { auth } from './auth.ts'
import { askCapabilities, type Asked } from './capabilities.ts'
import { engines } from './engines.ts'
import { Entities, Policies } from './lookups.ts'
import { authFix, authPath, Mounts, mountsFix, mountsPath } from './mounts.ts'
import { Credential, Settings, type ActionCredential } from './settings.ts'
import { accessorsFix, accessorsPath, tokens, type Reading } from './tokens.ts'
import { coverage, fields, policy, verified, ways } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'tokens', read: tokens },
  { name: 'auth', read: withLookups(auth) },
  { name: 'engines', read: engines },
]

/** Policies and entities are read along the way; what could not be seen of them is told when the last has asked. */
function withLookups(read: (reading: Reading) => AsyncIterable<Observation>): Phase<Reading>['read'] {
  return async function* (reading) {
    yield* read(reading)
    yield* reading.policies.end()
    yield* reading.entities.end()
  }
}

const probes: readonly Probe[] = [
  { permission: 'Tokens (list and sudo on auth/token/accessors)', lost: 'Tokens.', path: accessorsPath, query: { list: true }, missing: accessorsFix },
  { permission: 'Ways to sign in (read on sys/auth)', lost: 'AppRole’s secret ids, and what tokens are given for. Policies for ways to sign in count as the worst.', path: authPath, missing: authFix },
  { permission: 'Policies (read on sys/policies/acl/*)', lost: 'What tokens may do: all of them count as the worst.', path: '/sys/policies/acl/default', missing: 'It takes read on sys/policies/acl/*.' },
  { permission: 'Secrets engines (read on sys/mounts)', lost: 'What makes short-lived credentials. Policies count as if the worst were mounted where they lead.', path: mountsPath, missing: mountsFix },
] // prettier-ignore

/** Tokens and secret ids of HashiCorp Vault or OpenBao, with what their policies allow. */
export const vault: Connector<Settings, Credential, ActionCredential> = {
  kind: 'vault',
  family: 'workloads',
  label: 'HashiCorp Vault or OpenBao',
  about: 'Tokens by their accessors and AppRole’s secret ids, with what their policies allow; and what gives out short-lived credentials.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { token: 'STANDDOWN_VAULT_TOKEN', roleId: 'STANDDOWN_VAULT_ROLE_ID', secretId: 'STANDDOWN_VAULT_SECRET_ID' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ baseUrl, namespace }) => `Vault ${new URL(baseUrl).host}${namespace ? `, namespace ${namespace}` : ''}`,
  test: testVault,
  observe: observeVault,
}

async function* observeVault(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Parameters<Connector['observe']>[3]) {
  const opened = openVault(settings, credential, world)
  // Else a token that is not known would look like one that may do nothing.
  await whoAmI(opened)
  const mounts = new Mounts(opened)
  const reading: Reading = { ...opened, world, mounts, policies: new Policies(opened, mounts), entities: new Entities(opened) }
  yield* readPhases('Vault', phases, reading, cursor)
} // prettier-ignore

/** What cannot be tried by a call that finds nothing: it is asked of Vault, of a role and an entity that need not be there. */
const askedFor = (at: string): readonly Asked[] => [
  { permission: 'Token lookup (update on auth/token/lookup-accessor)', lost: 'What each token is: none is read.', paths: { 'auth/token/lookup-accessor': 'update' } },
  { permission: 'Roles (list on auth/+/role/, read on auth/+/role/+)', lost: 'What roles trust and what their tokens may do, and AppRole’s secret ids.', paths: { [`auth/${at}role/`]: 'list', [`auth/${at}role/any`]: 'read' } },
  { permission: 'AppRole’s secret ids (list on auth/+/role/+/secret-id/, update on auth/+/role/+/secret-id-accessor/lookup)', lost: 'Secret ids.', paths: { [`auth/${at}role/any/secret-id/`]: 'list', [`auth/${at}role/any/secret-id-accessor/lookup`]: 'update' } },
  { permission: 'Entities (read on identity/entity/id/*)', lost: 'Whose tokens are, and the policies that entities add: tokens of entities count as the worst.', paths: { 'identity/entity/id/any': 'read' } },
] // prettier-ignore

/** Where an AppRole sign-in is mounted; by its usual name where that cannot be seen. */
async function appRoleAt(mounts: Mounts): Promise<string> {
  const found = await mounts.signIns().catch(() => ({}))
  return Object.entries(found).find(([, { type }]) => type === 'approle')?.[0] ?? 'approle/'
}

async function testVault(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<readonly Check[]> {
  const opened = openVault(settings, credential, world)
  await whoAmI(opened)
  const tried = await tryProbes(opened.api, probes, 'Vault')
  return [...tried, ...(await askCapabilities(opened, askedFor(await appRoleAt(new Mounts(opened)))))]
}
