import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbe, type Probe } from '../rest/probes.ts'
import { accounts, accountsFix, accountsPath } from './accounts.ts'
import { actions } from './actions.ts'
import { openCluster, type Cluster } from './api.ts'
import { Pods, podsFix, podsPath } from './pods.ts'
import type { Reading } from './reading.ts'
import { pathOf, reported } from './reported.ts'
import { Rights, rightsFix, rightsPaths } from './rights.ts'
import { secretsFix, secretsPath, secretTokens, sinceFix, sincePath, tokenType } from './secrets.ts'
import { Credential, Settings, type ActionCredential } from './settings.ts'
import { coverage, fields, policy, verified } from './words.ts'
import { ways } from './ways.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'rights', read: ({ rights }) => rights.once.tell() },
  { name: 'pods', read: ({ pods }) => pods.once.tell() },
  { name: 'secrets', read: secretTokens },
  { name: 'accounts', read: accounts },
]

const one = { limit: 1 }
const probes: readonly (Probe & { of?: 'metadata' })[] = [
  { permission: 'Secrets (list)', lost: 'Tokens in Secrets.', path: secretsPath, query: { ...one, fieldSelector: tokenType }, missing: secretsFix, of: 'metadata' },
  { permission: 'Service accounts (list)', lost: 'What is given short-lived tokens, and federation with clouds.', path: accountsPath, query: one, missing: accountsFix },
  { permission: 'Pods (list)', lost: 'What uses a token, and which tokens pods are given.', path: podsPath, query: one, missing: podsFix },
  ...Object.entries({ 'Cluster roles': rightsPaths.clusterRoles, Roles: rightsPaths.roles, 'Cluster role bindings': rightsPaths.clusterRoleBindings, 'Role bindings': rightsPaths.roleBindings }).map(([name, path]) => ({ permission: `${name} (list)`, lost: 'What tokens may do: all of them count as the worst.', path, query: one, missing: rightsFix })),
  { permission: 'Since when use is noted (get one ConfigMap)', lost: 'Whether a token was never used, or not since then.', path: sincePath, missing: sinceFix, absentSays: 'There is no such ConfigMap: this version of Kubernetes does not note the use of tokens.' },
] // prettier-ignore

/** A Kubernetes cluster's service account tokens, through its API server; or what a collector inside the cluster reports of them. */
export const kubernetes: Connector<Settings, Credential, ActionCredential> = {
  kind: 'kubernetes',
  family: 'workloads',
  label: 'Kubernetes cluster',
  about: 'Service account tokens in Secrets, by their metadata alone, with what RBAC lets them do and which pods use them; and the short-lived tokens that pods are given.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { token: 'STANDDOWN_KUBERNETES_TOKEN' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ cluster }) => `Kubernetes cluster ${cluster}`,
  test: testCluster,
  observe(settings, credential, world, cursor) {
    const cluster = openCluster(settings, credential, world)
    if (settings.report) return reported(cluster.api, settings.report, world)
    return readPhases('Kubernetes', phases, readingOf(cluster, world), cursor)
  },
} // prettier-ignore

function readingOf(cluster: Cluster, world: ConnectorWorld): Reading {
  const reading = { ...cluster, world }
  return { ...reading, rights: new Rights(reading), pods: new Pods(reading) }
}

async function testCluster(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<readonly Check[]> {
  const cluster = openCluster(settings, credential, world)
  if (settings.report) {
    const probe = {
      permission: 'The collector’s report (get ConfigMaps)',
      lost: 'Everything.',
      path: pathOf(settings.report),
      missing: 'It takes the right to get configmaps in that namespace, and a collector that has reported once.',
    }
    return [await tryProbe(cluster.api, probe, 'The API server')]
  }
  const checks: Check[] = []
  for (const { of, ...probe } of probes) checks.push(await tryProbe(of === 'metadata' ? cluster.metadata : cluster.api, probe, 'The API server')) // prettier-ignore
  return checks
}
