import { z } from 'zod'
import type { LeakSighting } from '../../model/leak.ts'
import type { LastUsed, Permissions, Sighting } from '../../model/sighting.ts'
import { WireExpiry, WireInstant, wireText } from '../wire.ts'
import { ownerHintsOf, workloadOf } from './hints.ts'
import type { Project } from './projects.ts'

export const Account = z.object({
  email: z.string().regex(/^[\w.+-]{1,64}@[\w.-]{1,200}$/),
  displayName: wireText(200).nullish(),
  description: wireText(500).nullish(),
  disabled: z.boolean().nullish(),
})
export type Account = z.infer<typeof Account>

/** `privateKeyData` stands in the answer that made the key, and nowhere here. */
export const Key = z.object({
  name: z.string().regex(/^projects\/[\w.:-]{1,60}\/serviceAccounts\/[\w.@+-]{1,250}\/keys\/[\w-]{1,100}$/),
  keyType: z.string().max(50).nullish(),
  keyOrigin: z.string().max(50).nullish(),
  keyAlgorithm: z.string().max(50).nullish(),
  validAfterTime: WireInstant.nullish(),
  validBeforeTime: z.union([z.null(), WireExpiry]).optional(),
  disabled: z.boolean().nullish(),
  disableReason: z.string().max(100).nullish(),
  extendedStatus: z.array(z.object({ key: z.string().max(100).nullish(), value: wireText(1_000).nullish() })).max(50).nullish(),
}) // prettier-ignore
export type Key = z.infer<typeof Key>

export type KeyOf = { account: Account; project: Project; permissions: Permissions; lastUsed: LastUsed; now: Date }

const call = 'GET projects/{project}/serviceAccounts/{account}/keys'
const googleMade = 'GOOGLE_PROVIDED'

/** "0f561cc4…", which Google's console calls a key by. */
export function idOf({ name }: Pick<Key, 'name'>): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** Of an uploaded key whoever made its certificate chose the beginning; and one that is yet to come is none. */
export function issuedOf({ validAfterTime: from }: Key, now: Date): Date | null {
  return from && from <= now ? from : null
}

export function keySighting(wire: Key, { account, project, permissions, lastUsed, now }: KeyOf): Sighting {
  const id = idOf(wire)
  const said = { labels: project.labels, texts: { 'description of the service account': account.description, 'display name of the service account': account.displayName } }
  const expires = wire.validBeforeTime ?? 'not-reported'
  const isOver = typeof expires === 'object' && 'fixed' in expires && expires.fixed <= now
  const isOff = wire.disabled === true || account.disabled === true
  return {
    externalId: wire.name,
    kind: 'gcp.service-account-key',
    name: account.email,
    displayId: id,
    lifecycle: isOver ? 'expired' : isOff ? 'disabled' : 'active',
    issuedAt: issuedOf(wire, now) ?? 'not-reported',
    expires,
    lastUsed,
    rotationEnforcedSeconds: null,
    binding: 'keyed-asym',
    popVerified: false,
    permissions,
    ownerHints: ownerHintsOf(said),
    workloadHint: (workloadOf(said) ?? account.email.slice(0, account.email.indexOf('@'))).slice(0, 320),
    tags: {
      project: project.name,
      'project id': project.id,
      'service account': account.email,
      ...(account.disabled && { 'service account state': 'disabled' }),
      ...(wire.keyOrigin && { origin: wire.keyOrigin === googleMade ? 'made by Google' : 'uploaded' }),
      ...(wire.keyAlgorithm && { algorithm: wire.keyAlgorithm }),
      ...(wire.disabled && wire.disableReason && { 'disabled because': wire.disableReason.replace('SERVICE_ACCOUNT_KEY_DISABLE_REASON_', '').toLowerCase().replaceAll('_', ' ') }),
    },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: wire.keyOrigin && wire.keyOrigin !== googleMade ? `${call} validAfterTime, which whoever made the certificate chose` : `${call} validAfterTime`,
      expires: `${call} validBeforeTime`,
      lastUsed: 'serviceAccountKeyLastAuthentication: a day, not an hour, and some days late; use outside Google Cloud (Workspace by delegation) may be missing',
      lifecycle: `${call} disabled, validBeforeTime; GET projects/{project}/serviceAccounts disabled`,
      permissions: 'GET {scope}:searchAllIamPolicies',
      binding: 'Google documentation: the private key signs a statement, and can be copied',
    },
    disable: `POST ${wire.name}:disable`,
    revoke: `DELETE ${wire.name}`,
  }
} // prettier-ignore

const exposed = 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_EXPOSED'
const abused = 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_COMPROMISE_DETECTED'
const leakReasons: Readonly<Record<string, string>> = {
  SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED: exposed,
  SERVICE_ACCOUNT_KEY_DISABLE_REASON_COMPROMISE_DETECTED: abused,
}

/**
 * Google's notice that it found a key in public, or in the hands of somebody else: it stays with the key for as long as there is one, also when
 * it is switched on again. Google says where, and not when. Null where there is none.
 */
export function noticeOf(wire: Key, lifecycle: Sighting['lifecycle'], now: Date): LeakSighting | null {
  const told = (wire.extendedStatus ?? []).filter(({ key }) => key === exposed || key === abused)
  const reason = wire.disableReason ? leakReasons[wire.disableReason] : undefined
  if (told.length === 0 && !reason) return null
  const isAbused = reason === abused || told.some(({ key }) => key === abused)
  const places = [...new Set(told.flatMap(({ value }) => (value ? [value] : [])))].slice(0, 20).map((text) => ({ in: placeIn(text), at: null, url: urlIn(text) }))
  return {
    key: `google:${wire.name}`,
    detector: 'Google Cloud’s notice of an exposed key',
    kind: 'gcp.service-account-key',
    reference: wire.name,
    tail: null,
    fingerprint: null,
    repository: null,
    foundAt: now,
    stillValid: lifecycle === 'active' ? 'yes' : 'no',
    secretSeen: true,
    places: places.length > 0 ? places : [{ in: 'a place that Google does not name', at: null, url: null }],
    placeCount: Math.max(1, places.length),
    finderSays: `${isAbused ? 'Google says that the key was used in an attack.' : 'Google found the key in public.'} It does not say when.`,
    finderClosed: false,
  }
} // prettier-ignore

/** Google writes “exposed at: ” before the place, which our own words say already. */
function placeIn(text: string): string {
  return text.replace(/^exposed at:\s*(?=\S)/i, '')
}

function urlIn(text: string): string | null {
  return /https?:\/\/[^\s"'<>]{1,1900}/.exec(text)?.[0] ?? null
}
