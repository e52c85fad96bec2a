import type { IssuerSighting, Permissions } from '../../model/sighting.ts'
import { storableText } from '../storable-text.ts'

/** Parts of IAM Roles Anywhere, in the words of their own listing. */
export type Anchor = { arn: string; name: string; enabled: boolean; authority: string }
export type Profile = {
  arn: string
  name: string
  enabled: boolean
  seconds: number
  roleArns: readonly string[]
  sessionPolicy: string | null
  isCappedFurther: boolean
}
export type Subject = { arn: string; enabled: boolean; name: string; lastSeenAt: Date | null }
export type Region = { region: string; anchors: readonly Anchor[]; profiles: readonly Profile[]; subjects: readonly Subject[] }

/** A role that a profile names: how its trust says so, and the trust anchors that it lets in; null where it lets none in at all. */
export type AnywhereRole = { name: string; permissions: Permissions; says: readonly string[]; letsIn: readonly string[] | null }

type Pair = { profile: Profile; arn: string; role: AnywhereRole | undefined; anchors: readonly Anchor[] }

/** CreateSession takes no longer duration than this, whatever a profile says. */
const longestSession = 43_200

/**
 * What mints sessions for certificates in one region. A profile's every role is one way in, with the rights of that role; a trust anchor and a
 * certificate that has signed in have them too where there is but one way that they can have come, else what they may do is not told.
 */
export function issuersIn(
  region: Region,
  roles: ReadonlyMap<string, AnywhereRole>,
  capped: (permissions: Permissions, profile: Profile) => Permissions,
): IssuerSighting[] {
  const on = region.anchors.filter(({ enabled }) => enabled)
  const pairs = region.profiles
    .filter(({ enabled }) => enabled)
    .flatMap((profile) =>
      profile.roleArns.map((arn): Pair => {
        const role = roles.get(arn)
        const { letsIn = null } = role ?? { letsIn: on.map((anchor) => anchor.arn) }
        return { profile, arn, role, anchors: on.filter((anchor) => letsIn?.includes(anchor.arn)) }
      }),
    )
    // A role whose trust lets no enabled trust anchor in mints nothing, whoever names it.
    .filter(({ anchors }) => anchors.length > 0)
  const rights = ({ role, profile }: Pair) => (role ? capped(role.permissions, profile) : 'not-reported')
  const only = (some: readonly Pair[]) => (some.length === 1 && some[0] ? rights(some[0]) : 'not-reported')
  return [
    ...on.map((anchor) => {
      const open = pairs.filter(({ anchors }) => anchors.includes(anchor))
      return anchorIssuer(anchor, open, only(open))
    }),
    ...pairs.map((pair) => pairIssuer(pair, rights(pair))),
    ...region.subjects.filter(({ enabled }) => enabled).map((subject) => subjectIssuer(subject, pairs, only(pairs))),
  ]
}

const plain = { mintedBinding: 'keyed-hmac', tags: {} } as const
const several = 'several roles, or none, so that it is not told which'

function anchorIssuer({ arn, name, authority }: Anchor, open: readonly Pair[], permissions: Permissions): IssuerSighting {
  return {
    ...plain,
    externalId: arn,
    kind: 'aws.trust-anchor',
    name,
    mints: 'STS session, for certificates, of the roles that profiles name',
    maxLifeSeconds: longestOf(open),
    trusts: [
      storableText(`certificates issued by ${authority}`, 1_000),
      ...open.map((pair) => storableText(`for ${wayOf(pair)}`, 1_000)).slice(0, 199),
    ],
    permissions,
    lastUsed: 'not-reported',
    evidence: {
      trusts: 'rolesanywhere:ListTrustAnchors source, with the trust policies of the roles',
      maxLifeSeconds: 'rolesanywhere:ListProfiles durationSeconds',
      permissions: permissions === 'not-reported' ? several : 'the one role behind it',
    },
  }
}

function pairIssuer(pair: Pair, permissions: Permissions): IssuerSighting {
  const { profile, arn, role, anchors } = pair
  return {
    ...plain,
    externalId: `${profile.arn} ${arn}`.slice(0, 1_024),
    kind: 'aws.roles-anywhere-profile',
    name: storableText(wayOf(pair), 1_000),
    mints: 'STS session, for certificates',
    maxLifeSeconds: Math.min(profile.seconds, longestSession),
    trusts: [
      ...anchors.map((anchor) => `certificates of trust anchor ${anchor.name}`),
      ...(role?.says ?? ['a role that could not be read']),
    ]
      .map((words) => storableText(words, 1_000))
      .slice(0, 200),
    permissions,
    lastUsed: 'not-reported',
    evidence: {
      trusts: 'rolesanywhere:ListTrustAnchors, with iam:GetAccountAuthorizationDetails AssumeRolePolicyDocument',
      maxLifeSeconds: 'rolesanywhere:ListProfiles durationSeconds',
      permissions: profile.isCappedFurther
        ? 'the role’s; the profile’s managed session policies, which lower them, are not counted'
        : 'the role’s, within the profile’s session policy',
    },
  }
}

function subjectIssuer({ arn, name, lastSeenAt }: Subject, pairs: readonly Pair[], permissions: Permissions): IssuerSighting {
  return {
    ...plain,
    externalId: arn,
    kind: 'aws.roles-anywhere-subject',
    name,
    mints: 'STS session, for this certificate’s holder',
    maxLifeSeconds: longestOf(pairs),
    trusts: [storableText(`the certificate ${name}`, 1_000)],
    permissions,
    // Nothing is not never here: a subject is made by its first sign-in, and how long it is kept is not told.
    lastUsed: lastSeenAt ? { at: lastSeenAt, service: 'rolesanywhere' } : 'not-reported',
    evidence: {
      lastUsed: 'rolesanywhere:ListSubjects lastSeenAt',
      maxLifeSeconds: 'rolesanywhere:ListProfiles durationSeconds, the longest of this region',
      permissions: permissions === 'not-reported' ? several : 'the one role of this region',
    },
  }
}

const wayOf = ({ profile, arn, role }: Pair) => `${profile.name} to ${role?.name ?? arn.replace(/^.*\//, '')}`

function longestOf(pairs: readonly Pair[]): number {
  return pairs.length === 0 ? longestSession : Math.min(longestSession, Math.max(...pairs.map(({ profile }) => profile.seconds)))
}
