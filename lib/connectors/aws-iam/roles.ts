import { ListRolesCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { foreignGap, gapOf } from '../gaps.ts'
import { readRows, WireHandle } from '../wire.ts'
import { detailPages, detailsFix, WireRole, type Policies } from './authorization-details.ts'
import type { Aws } from './client.ts'
import type { Cursor } from './cursor.ts'
import { markerPages, pageOf } from './paged.ts'
import { decode, type PolicyDocuments } from './policy-documents.ts'
import { readTrust } from './trust.ts'

const object = 'AWS roles'

/** Roles that somebody outside the account's own users may assume, as issuers of short-lived sessions. */
export async function* roles(aws: Aws, policies: Policies, documents: PolicyDocuments, from: Cursor): AsyncGenerator<Observation> {
  const longest = new Map<string, number>()
  yield* readSessionLengths(aws, longest)
  let { seen } = from
  try {
    for await (const page of detailPages(aws, 'Role', from)) {
      const { good, gap } = readRows(WireRole, page.rows, { object, call: page.call })
      if (gap) yield { see: 'gap', gap }
      const ours = good.filter(({ Arn }) => Arn.split(':')[4] === aws.account)
      if (ours.length < good.length) yield { see: 'gap', gap: foreignGap(object, page.call, good.length - ours.length, aws.account) }
      for (const role of ours) {
        const issuer = issuerOf(role, aws, policies, longest.get(role.RoleName))
        yield* documents.takeFresh()
        if (issuer) yield { see: 'issuer', issuer }
      }
      seen += page.rows.length
      if (page.next !== null) yield { see: 'mark', cursor: { phase: 'roles', marker: page.next, page: page.number, seen, refused: false } }
    }
    yield { see: 'covered', object, seen }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, detailsFix) }
  }
}

const Length = z.object({ RoleName: WireHandle, MaxSessionDuration: z.number().int().positive().optional() })

/** The details do not say how long a role's sessions may live; the plain listing does. */
async function* readSessionLengths(aws: Aws, longest: Map<string, number>): AsyncGenerator<Observation> {
  const call = 'iam:ListRoles'
  try {
    const listing = markerPages(call, async (marker) => {
      const command = new ListRolesCommand({ MaxItems: 1_000, ...(marker && { Marker: marker }) })
      const output = await aws.iam('ListRoles', (client, options) => client.send(command, options))
      return pageOf(output, output.Roles, call)
    })
    for await (const page of listing) {
      const { good, gap } = readRows(Length, page.rows, { object: 'session lengths of AWS roles', call: page.call })
      if (gap) yield { see: 'gap', gap }
      for (const { RoleName, MaxSessionDuration } of good) if (MaxSessionDuration) longest.set(RoleName, MaxSessionDuration)
    }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, 'session lengths of AWS roles', 'It takes iam:ListRoles.') }
  }
}

function issuerOf(role: WireRole, aws: Aws, policies: Policies, maxSession: number | undefined): IssuerSighting | null {
  // Service-linked roles belong to AWS services, cannot be changed, and replace nobody's token.
  if (role.Path.startsWith('/aws-service-role/')) return null
  const trust = readTrust(decode(role.AssumeRolePolicyDocument), aws.account)
  if (trust && !trust.fromOutside) return null
  const details = 'iam:GetAccountAuthorizationDetails'
  const used = role.RoleLastUsed?.LastUsedDate
  const region = role.RoleLastUsed?.Region
  return {
    externalId: role.Arn,
    kind: 'aws.role',
    name: role.RoleName,
    mints: 'STS session',
    mintedBinding: 'keyed-hmac',
    maxLifeSeconds: maxSession ?? 'not-reported',
    trusts: trust?.trusts ?? ['a trust policy that could not be read'],
    permissions: policies.ofRole(role),
    // IAM keeps role use for 400 days only: nothing reported may mean never, or longer ago.
    lastUsed: used ? { at: used, ...(region && { region }) } : 'not-reported',
    tags: { ...role.Tags, ...(trust && trust.weak.length > 0 && { weak: trust.weak.join('; ').slice(0, 1_000) }) },
    evidence: {
      maxLifeSeconds: 'iam:ListRoles MaxSessionDuration',
      trusts: `${details} AssumeRolePolicyDocument`,
      permissions: `${details} RolePolicyList, AttachedManagedPolicies`,
      lastUsed: `${details} RoleLastUsed`,
    },
  }
}
