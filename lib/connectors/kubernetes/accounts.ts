import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import type { Place } from '../rest/listing.ts'
import { wireText } from '../wire.ts'
import { emptyHas, next, pageSize } from './api.ts'
import { labelTags, Labels } from './labels.ts'
import type { Projected } from './pods.ts'
import { readCluster, type Reading } from './reading.ts'

export const accountsPath = '/api/v1/serviceaccounts'
export const accountsFix = 'It takes the right to list serviceaccounts in all namespaces.'

const Name = z.string().min(1).max(300)

/** Annotations by which a cloud takes a service account's token for one of its own identities. */
const federations = {
  'eks.amazonaws.com/role-arn': 'AWS role',
  'iam.gke.io/gcp-service-account': 'Google service account',
  'azure.workload.identity/client-id': 'Entra application',
} as const

const Account = z.object({
  metadata: z.object({
    uid: Name,
    name: Name,
    namespace: Name,
    labels: Labels,
    annotations: z
      .object({
        'eks.amazonaws.com/role-arn': wireText(500).optional(),
        'iam.gke.io/gcp-service-account': wireText(500).optional(),
        'azure.workload.identity/client-id': wireText(500).optional(),
      })
      .nullish()
      .transform((annotations) => annotations ?? {}),
  }),
  automountServiceAccountToken: z.boolean().nullish(),
})
type Account = z.infer<typeof Account>

/** Service accounts whose pods are given tokens of their own, or whom a cloud knows: what mints short-lived tokens here. */
export async function* accounts(reading: Reading, from: Place): AsyncGenerator<Observation> {
  yield* reading.rights.once.ensure()
  yield* reading.pods.once.ensure()
  yield* readCluster(reading, from, {
    object: 'Kubernetes service accounts',
    path: accountsPath,
    query: { limit: pageSize },
    schema: Account,
    field: 'items',
    emptyHas,
    next,
    fix: accountsFix,
    kinds: [],
    *observe(rows): Generator<Observation> {
      for (const account of rows) {
        const { namespace, name } = account.metadata
        const projected = reading.pods.projectedOf(namespace, name)
        if (projected || federationsOf(account).length > 0) yield { see: 'issuer', issuer: issuerOf(account, projected, reading) }
      }
    },
  })
}

function federationsOf({ metadata }: Account): [string, string][] {
  return Object.entries(federations).flatMap(([annotation, word]) => {
    const value = metadata.annotations[annotation as keyof typeof federations]
    return value ? [[word, value] as [string, string]] : []
  })
}

function issuerOf(account: Account, projected: Projected | null, { rights }: Reading): IssuerSighting {
  const { uid, namespace, name, labels } = account.metadata
  const federated = federationsOf(account)
  const audiences = [...(projected?.audiences ?? [])].sort()
  const forWhom = [...audiences, ...federated.map(([word]) => `an ${word}`.replace('an Google', 'a Google'))].join(', ')
  return {
    externalId: uid,
    kind: 'kubernetes.service-account',
    name: `${namespace}/${name}`,
    mints: `projected token for ${forWhom}`.slice(0, 200),
    mintedBinding: 'bearer',
    maxLifeSeconds: !projected || projected.mayBeExtended ? 'not-reported' : projected.longestSeconds,
    trusts: [...(projected?.workloads ?? [])].sort(),
    permissions: rights.of(namespace, name),
    lastUsed: 'not-reported',
    tags: {
      ...labelTags(labels),
      namespace,
      'service account': name,
      ...(audiences.length > 0 && { audiences: audiences.join(', ').slice(0, 1_000) }),
      ...(account.automountServiceAccountToken !== null &&
        account.automountServiceAccountToken !== undefined && { 'mounts its token': account.automountServiceAccountToken ? 'yes' : 'no' }),
      ...Object.fromEntries(federated),
    },
    evidence: {
      mints: 'GET /api/v1/pods: projected volumes with a serviceAccountToken; annotations of the service account',
      maxLifeSeconds: projected?.mayBeExtended
        ? 'GET /api/v1/pods: expirationSeconds 3607 for the API server itself, which makes a year of it unless it is told not to'
        : 'GET /api/v1/pods: expirationSeconds, the longest',
      permissions: 'RBAC: every role that is bound to the service account or a group of it',
    },
  }
}
