import { z } from 'zod'
import type { Permissions, Sighting } from '../../model/sighting.ts'
import { isWideNetwork } from '../wide-network.ts'
import { WireInstant, wireText } from '../wire.ts'
import { ownerHintsOf, workloadOf } from './hints.ts'
import type { Project } from './projects.ts'

const limits = z.array(z.unknown()).nullish()

/** `keyString` is told by a call of its own, and stands nowhere here. */
export const ApiKey = z.object({
  name: z.string().regex(/^projects\/[\w.:-]{1,60}\/locations\/global\/keys\/[\w-]{1,100}$/),
  uid: z.string().max(100).nullish(),
  displayName: wireText(200).nullish(),
  createTime: WireInstant.nullish(),
  deleteTime: WireInstant.nullish(),
  serviceAccountEmail: z.string().max(300).nullish(),
  restrictions: z
    .object({
      apiTargets: z.array(z.object({ service: wireText(200).nullish(), methods: z.array(wireText(200)).max(500).nullish() })).max(500).nullish(),
      serverKeyRestrictions: z.object({ allowedIps: z.array(z.string().max(100)).max(5_000).nullish() }).nullish(),
      browserKeyRestrictions: z.object({ allowedReferrers: limits }).nullish(),
      androidKeyRestrictions: z.object({ allowedApplications: limits }).nullish(),
      iosKeyRestrictions: z.object({ allowedBundleIds: limits }).nullish(),
    })
    .nullish(),
}) // prettier-ignore
export type ApiKey = z.infer<typeof ApiKey>

const call = 'GET projects/{project}/locations/global/keys'

/** The interfaces that a key is limited to; none at all are all of them. */
export function targetsOf({ restrictions }: ApiKey): readonly string[] {
  const services = (restrictions?.apiTargets ?? []).map(({ service }) => service || 'an interface that is not named')
  return services.length > 0 ? [...new Set(services)].sort() : ['any API']
}

/** `account`: what the service account may do that the key is bound to; null where it is bound to none. */
export function apiKeySighting(wire: ApiKey, project: Project, account: Permissions | null): Sighting {
  const { serverKeyRestrictions: server, browserKeyRestrictions: browser, androidKeyRestrictions: android, iosKeyRestrictions: ios } = wire.restrictions ?? {}
  const addresses = server?.allowedIps ?? []
  const said = { labels: project.labels, texts: { 'display name of the key': wire.displayName } }
  const targets = targetsOf(wire)
  const limited = [browser?.allowedReferrers?.length && 'websites', android?.allowedApplications?.length && 'Android apps', ios?.allowedBundleIds?.length && 'iOS apps'].filter((one) => typeof one === 'string')
  return {
    externalId: wire.name,
    kind: 'gcp.api-key',
    name: wire.displayName || wire.uid || wire.name.slice(wire.name.lastIndexOf('/') + 1),
    displayId: wire.uid ?? wire.name.slice(wire.name.lastIndexOf('/') + 1),
    lifecycle: wire.deleteTime ? 'revoked' : 'active',
    issuedAt: wire.createTime ?? 'not-reported',
    expires: 'never',
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: account ?? { scheme: 'gcp.api-key', stated: { names: [...targets], within: 'project', resource: project.id } },
    ownerHints: ownerHintsOf(said),
    ...(workloadOf(said) && { workloadHint: workloadOf(said) }),
    tags: {
      project: project.name,
      'project id': project.id,
      'limited to interfaces': targets.join(', ').slice(0, 1_000),
      // Whoever copies the key sends the same headers: this confines an honest browser, and no thief.
      ...(limited.length > 0 && { 'limited by header to': limited.join(', ') }),
      ...(addresses.length > 0 && { 'limited to addresses': String(addresses.length) }),
      ...(wire.serviceAccountEmail && { 'service account': wire.serviceAccountEmail }),
    },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    ...(addresses.length > 0 && !addresses.some(isWideNetwork) && { controls: { networkConfined: true } }),
    evidence: {
      issuedAt: `${call} createTime`,
      expires: 'Google documentation: an API key does not end by itself',
      permissions: account ? `${call} serviceAccountEmail, GET {scope}:searchAllIamPolicies` : `${call} restrictions.apiTargets`,
      binding: 'Google documentation: sent with every request',
      ...(addresses.length > 0 && { controls: `${call} restrictions.serverKeyRestrictions.allowedIps` }),
    },
    revoke: `DELETE ${wire.name}; it can be undeleted for 30 days`,
  }
} // prettier-ignore
