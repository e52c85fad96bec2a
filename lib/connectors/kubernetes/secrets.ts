import { z } from 'zod'
import type { Gap, LastUsed, Observation, Sighting } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Reads } from '../rest/api.ts'
import type { Place } from '../rest/listing.ts'
import { WireInstant, wireText } from '../wire.ts'
import { emptyHas, nextOfMetadata, pageSize } from './api.ts'
import { labelTags, Labels, ownerHintsOf } from './labels.ts'
import { readCluster, type Reading } from './reading.ts'

export const secretsPath = '/api/v1/secrets'
export const tokenType = 'type=kubernetes.io/service-account-token'
export const secretsFix = 'It takes the right to list secrets in all namespaces.'
export const sincePath = '/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking'
export const sinceFix =
  'It takes the right to get the ConfigMap kube-apiserver-legacy-service-account-token-tracking in the namespace kube-system.'

export const lastUsedLabel = 'kubernetes.io/legacy-token-last-used'
export const invalidSinceLabel = 'kubernetes.io/legacy-token-invalid-since'

const Name = z.string().min(1).max(300)
/** A day, as labels have it. One that is none is no reason to leave the token out. */
const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform((day): string | Date => day)
  .pipe(WireInstant)

/**
 * What a Secret is called, and nothing of what is in it. Of its annotations two: `last-applied-configuration` stands beside them, which holds the
 * whole Secret where somebody applied one.
 */
export const SecretMetadata = z.object({
  metadata: z.object({
    uid: Name,
    name: Name,
    namespace: Name,
    creationTimestamp: WireInstant,
    deletionTimestamp: WireInstant.nullish(),
    labels: Labels,
    annotations: z
      .object({ 'kubernetes.io/service-account.name': wireText(300).optional(), 'kubernetes.io/service-account.uid': wireText(100).optional() })
      .nullish(),
  }),
}) // prettier-ignore
type SecretMetadata = z.infer<typeof SecretMetadata>

/** Since when the API server writes down that a token was used; null where it does not, 'unknown' where that cannot be told. */
type TrackedSince = Date | null | 'unknown'

/** Service account tokens that lie in Secrets, with what uses them and what they may do. */
export async function* secretTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  yield* reading.rights.once.ensure()
  yield* reading.pods.once.ensure()
  const { since, gap } = await trackedSince(reading.api)
  if (gap) yield { see: 'gap', gap }
  yield* readCluster({ ...reading, api: reading.metadata }, from, {
    object: 'Kubernetes service account token Secrets',
    path: secretsPath,
    query: { fieldSelector: tokenType, limit: pageSize },
    schema: SecretMetadata,
    field: 'items',
    emptyHas,
    next: nextOfMetadata,
    fix: secretsFix,
    kinds: ['kubernetes.service-account-token'],
    *observe(rows): Generator<Observation> {
      for (const { metadata } of rows) yield { see: 'token', token: sightingOf(metadata, since, reading) }
    },
  })
}

function sightingOf(secret: SecretMetadata['metadata'], since: TrackedSince, { rights, pods }: Reading): Sighting {
  const { uid, name, namespace, labels, annotations } = secret
  const account = annotations?.['kubernetes.io/service-account.name']
  const call = `GET ${secretsPath} (metadata)`
  const isOff = Boolean(labels[invalidSinceLabel])
  return {
    externalId: uid,
    kind: 'kubernetes.service-account-token',
    name: `${namespace}/${name}`,
    lifecycle: secret.deletionTimestamp ? 'revoked' : isOff ? 'disabled' : 'active',
    issuedAt: secret.creationTimestamp,
    expires: 'never',
    lastUsed: usedAt(labels[lastUsedLabel], secret.creationTimestamp, since),
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: account ? rights.of(namespace, account) : 'not-reported',
    ownerHints: ownerHintsOf(labels, call),
    ...(account && { workloadHint: account }),
    tags: {
      ...labelTags(labels),
      // After the labels: the Secret is addressed by these.
      namespace,
      secret: name,
      ...(account && { 'service account': account }),
      ...(isOff && { 'invalid since': labels[invalidSinceLabel] ?? '' }),
    },
    consumers: [...pods.consumersOf(namespace, name)],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: `${call} metadata.creationTimestamp`,
      expires: 'Kubernetes documentation: a token in a Secret has no expiry',
      lastUsed: `${call} label ${lastUsedLabel}, a day`,
      lifecycle: `${call} label ${invalidSinceLabel}`,
      permissions: 'RBAC: every role that is bound to the service account or a group of it',
      consumers: 'GET /api/v1/pods: volumes and environments that name the Secret',
      binding: 'Kubernetes documentation: sent as a bearer token',
    },
    disable: `label the Secret ${invalidSinceLabel}=DATE: the API server refuses its token as long as the label is there`,
    revoke: `DELETE /api/v1/namespaces/${namespace}/secrets/${name}`.slice(0, 300),
  }
}

const dayMs = 86_400_000

/**
 * A label that says when; else nothing was seen since the tracking began, which is never where the token is younger. The tracking began sometime on
 * its day: a token of that very day may have been used before.
 */
function usedAt(day: string | undefined, made: Date, since: TrackedSince): LastUsed {
  if (day !== undefined) {
    const at = Day.safeParse(day)
    return at.success ? { at: at.data } : 'not-reported'
  }
  if (since === null || since === 'unknown') return 'not-reported'
  return made.getTime() >= since.getTime() + dayMs ? 'never' : { notSince: since }
}

const Tracking = z.object({ data: z.object({ since: Day }) })

async function trackedSince(api: Reads): Promise<{ since: TrackedSince; gap: Gap | null }> {
  try {
    const { data } = Tracking.safeParse((await api.get(sincePath)).data)
    return { since: data?.data.since ?? 'unknown', gap: null }
  } catch (error) {
    // Before 1.27 nothing is written down, and there is no such ConfigMap.
    if (error instanceof CallError && error.status === 404) return { since: null, gap: null }
    return { since: 'unknown', gap: gapOf(error, 'since when Kubernetes notes the use of tokens', sinceFix) }
  }
}
