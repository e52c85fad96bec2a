import { z } from 'zod'
import type { Observation, Permissions } from '../../model/sighting.ts'
import { foreignGap, gapOf } from '../gaps.ts'
import { readRows, WireInstant, wireText } from '../wire.ts'
import { detailPages, detailsFix, WireRole, type Policies } from './authorization-details.ts'
import type { Aws } from './client.ts'
import { jsonPages, ofRegion } from './json-pages.ts'
import { decode, type PolicyDocuments } from './policy-documents.ts'
import { rolesAnywhere } from './services.ts'
import type { Settings } from './settings.ts'
import { anchorsLetIn, readTrust } from './trust.ts'
import { issuersIn, type Anchor, type AnywhereRole, type Profile, type Region, type Subject } from './way-by-certificate.ts'

export type Reading = { aws: Aws; settings: Settings; policies: Policies; documents: PolicyDocuments }

const Arn = z.string().min(20).max(1_011)

/** Of the certificate authority only where it is; the certificates themselves are not needed. */
const WireAnchor = z
  .object({
    trustAnchorArn: Arn,
    name: wireText(255).pipe(z.string().min(1)),
    enabled: z.boolean(),
    source: z.object({
      sourceType: z.string().max(100),
      sourceData: z.object({ acmPcaArn: z.string().max(2_048).optional() }).nullish(),
    }),
  })
  .transform(({ trustAnchorArn: arn, name, enabled, source }): Anchor => ({
    arn,
    name,
    enabled,
    authority: source.sourceData?.acmPcaArn ?? (source.sourceType === 'CERTIFICATE_BUNDLE' ? 'a certificate bundle' : source.sourceType),
  }))

const WireProfile = z
  .object({
    profileArn: Arn,
    name: wireText(255).pipe(z.string().min(1)),
    enabled: z.boolean(),
    durationSeconds: z.number().int().positive().nullish(),
    roleArns: z.array(z.string().min(20).max(2_048)).max(1_000).default([]),
    managedPolicyArns: z.array(z.string().max(2_048)).nullish(),
    sessionPolicy: z.string().max(100_000).nullish(),
  })
  .transform(({ profileArn: arn, name, enabled, durationSeconds, roleArns, managedPolicyArns, sessionPolicy }): Profile => ({
    arn,
    name,
    enabled,
    seconds: durationSeconds ?? defaultSeconds,
    roleArns,
    sessionPolicy: sessionPolicy || null,
    isCappedFurther: (managedPolicyArns ?? []).length > 0,
  }))

/** CreateProfile, durationSeconds: an hour where none is given. */
const defaultSeconds = 3_600

const WireSubject = z
  .object({
    subjectArn: Arn,
    enabled: z.boolean(),
    x509Subject: wireText(1_000).pipe(z.string().min(1)),
    lastSeenAt: WireInstant.nullish(),
  })
  .transform(({ subjectArn: arn, enabled, x509Subject: name, lastSeenAt }): Subject => ({
    arn,
    enabled,
    name,
    lastSeenAt: lastSeenAt ?? null,
  }))

const fix = 'It takes rolesanywhere:ListTrustAnchors, rolesanywhere:ListProfiles and rolesanywhere:ListSubjects.'

/** How certificates sign in, region by region: trust anchors, profiles with their roles, and who did. */
export async function* rolesAnywhereIn(regions: readonly string[], reading: Reading): AsyncGenerator<Observation> {
  let seen = 0
  const found: Region[] = []
  for (const region of regions) {
    const anchors = yield* listed(reading, region, 'trust anchors', 'ListTrustAnchors', '/trustanchors', 'trustAnchors', WireAnchor)
    const profiles = yield* listed(reading, region, 'profiles', 'ListProfiles', '/profiles', 'profiles', WireProfile)
    const subjects = yield* listed(reading, region, 'subjects', 'ListSubjects', '/subjects', 'subjects', WireSubject)
    seen += anchors.length + profiles.length + subjects.length
    found.push({ region, anchors, profiles, subjects })
  }
  const wanted = new Set(found.flatMap(({ profiles }) => profiles.filter(({ enabled }) => enabled).flatMap(({ roleArns }) => roleArns)))
  const roles =
    wanted.size > 0
      ? yield* rolesOf(
          reading,
          wanted,
          found.flatMap(({ anchors }) => anchors),
        )
      : new Map<string, AnywhereRole>()
  for (const region of found) {
    const issuers = issuersIn(region, roles, (permissions, profile) => capped(permissions, profile, reading.documents))
    yield* reading.documents.takeFresh()
    for (const issuer of issuers) yield { see: 'issuer', issuer }
  }
  yield { see: 'covered', object: 'IAM Roles Anywhere', seen }
}

/** A listing of one region; what cannot be read of it is a gap, and the rest is there. */
async function* listed<Row extends { arn: string }>(
  { aws, settings }: Reading,
  region: string,
  what: string,
  action: string,
  path: string,
  rows: string,
  schema: z.ZodType<Row>,
): AsyncGenerator<Observation, Row[]> {
  const object = `IAM Roles Anywhere ${what} in ${region}`
  const kept: Row[] = []
  try {
    const listing = jsonPages(aws, rolesAnywhere(settings, region), { rows, next: 'nextToken' }, (next) => ({
      name: `rolesanywhere:${action} (${region})`,
      path,
      query: { pageSize: '100', ...(next !== null && { nextToken: next }) },
    }))
    for await (const page of listing) {
      const { good, gap } = readRows(schema, page.rows, { object, call: page.call })
      const ours = good.filter(({ arn }) => arn.startsWith(`arn:${aws.partition}:rolesanywhere:${region}:${aws.account}:`))
      if (gap) yield { see: 'gap', gap }
      if (ours.length < good.length) yield { see: 'gap', gap: foreignGap(object, page.call, good.length - ours.length, aws.account) }
      kept.push(...ours)
    }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(ofRegion(error, region), object, fix) }
  }
  return kept
}

/** What the roles that profiles name may do, and which trust anchors they let in. Read again here, as a run may have been killed in between. */
async function* rolesOf(
  { aws, policies, documents }: Reading,
  wanted: ReadonlySet<string>,
  anchors: readonly Anchor[],
): AsyncGenerator<Observation, Map<string, AnywhereRole>> {
  const roles = new Map<string, AnywhereRole>()
  try {
    for await (const page of detailPages(aws, 'Role')) {
      // A row that does not fit was told where roles are read.
      for (const role of readRows(WireRole, page.rows, { object: 'AWS roles', call: page.call }).good) {
        if (!wanted.has(role.Arn)) continue
        const trust = decode(role.AssumeRolePolicyDocument)
        const says = (readTrust(trust, aws.account)?.trusts ?? []).filter((words) =>
          words.startsWith('service rolesanywhere.amazonaws.com'),
        )
        const letsIn = anchorsLetIn(
          trust,
          anchors.map(({ arn }) => arn),
        )
        roles.set(role.Arn, { name: role.RoleName, permissions: policies.ofRole(role), says, letsIn })
      }
      yield* documents.takeFresh()
    }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, 'what roles behind IAM Roles Anywhere may do', detailsFix) }
  }
  return roles
}

/**
 * A role's rights within a profile's session policy, which lowers them as a boundary does. Where the role has a boundary already, or the
 * profile has managed policies too, the role's own rights stand: wider, and never less than they are.
 */
function capped(permissions: Permissions, profile: Profile, documents: PolicyDocuments): Permissions {
  if (permissions === 'not-reported' || profile.sessionPolicy === null || profile.isCappedFurther) return permissions
  const stated = permissions.stated as { boundary: unknown }
  const document = stated.boundary === null ? documents.add(encodeURIComponent(profile.sessionPolicy)) : null
  if (document === null) return permissions
  const boundary = { arn: `session policy of ${profile.arn}`, document }
  return {
    ...permissions,
    stated: { ...stated, boundary },
    documents: [...new Set([...(permissions.documents ?? []), document])].slice(0, 2_000),
  }
}
