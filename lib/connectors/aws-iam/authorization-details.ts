import { GetAccountAuthorizationDetailsCommand, type EntityType } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { AwsIamStated, AwsPolicyUse } from '../../model/permission-statement.ts'
import type { Observation, Permissions } from '../../model/sighting.ts'
import type { Json } from '../../model/json.ts'
import { gapOf } from '../gaps.ts'
import { readRows, WireHandle, WireInstant, WireTags, wireText } from '../wire.ts'
import type { Page } from '../http/pages.ts'
import type { Aws } from './client.ts'
import { markerPages, pageOf } from './paged.ts'
import type { PolicyDocuments } from './policy-documents.ts'

const Arn = z.string().min(20).max(2_048)
const Inline = z.array(z.object({ PolicyName: wireText(128), PolicyDocument: z.unknown() }))
const Attached = z.array(z.object({ PolicyName: wireText(128), PolicyArn: Arn }))
const Boundary = z.object({ PermissionsBoundaryArn: Arn }).nullish()

export const WireUser = z.object({
  UserName: WireHandle,
  Arn,
  UserPolicyList: Inline.default([]),
  GroupList: z.array(z.string().max(200)).default([]),
  AttachedManagedPolicies: Attached.default([]),
  PermissionsBoundary: Boundary,
  Tags: WireTags.default({}),
})
export type WireUser = z.infer<typeof WireUser>

export const WireRole = z.object({
  RoleName: WireHandle,
  Arn,
  Path: z.string().max(600).default('/'),
  AssumeRolePolicyDocument: z.unknown(),
  RolePolicyList: Inline.default([]),
  AttachedManagedPolicies: Attached.default([]),
  PermissionsBoundary: Boundary,
  Tags: WireTags.default({}),
  RoleLastUsed: z.object({ LastUsedDate: WireInstant.optional(), Region: z.string().max(200).optional() }).nullish(),
})
export type WireRole = z.infer<typeof WireRole>

const WireGroup = z.object({
  GroupName: WireHandle,
  Arn,
  GroupPolicyList: Inline.default([]),
  AttachedManagedPolicies: Attached.default([]),
})
const WirePolicy = z.object({
  Arn,
  PolicyVersionList: z.array(z.object({ IsDefaultVersion: z.boolean(), Document: z.unknown() })).default([]),
})

const lists = {
  User: 'UserDetailList',
  Role: 'RoleDetailList',
  Group: 'GroupDetailList',
  LocalManagedPolicy: 'Policies',
  AWSManagedPolicy: 'Policies',
} as const satisfies Record<EntityType, string>

/** One kind of entity with its policies, page by page. */
export function detailPages(aws: Aws, filter: EntityType, from?: { marker: string | null; page: number }): AsyncGenerator<Page> {
  const call = `iam:GetAccountAuthorizationDetails (${filter})`
  return markerPages(
    call,
    async (marker) => {
      const command = new GetAccountAuthorizationDetailsCommand({ Filter: [filter], MaxItems: 100, ...(marker && { Marker: marker }) })
      const output = await aws.iam('GetAccountAuthorizationDetails', (client, options) => client.send(command, options))
      return pageOf(output, output[lists[filter]], call)
    },
    from,
  )
}

/** What may be done by whom: groups' and managed policies, read first and kept by name, so that users and roles can point at them. */
export class Policies {
  readonly #documents: PolicyDocuments
  readonly #managed = new Map<string, string | null>()
  readonly #groups = new Map<string, readonly AwsPolicyUse[]>()
  readonly #missing = new Set<string>()

  constructor(documents: PolicyDocuments) {
    this.#documents = documents
  }

  /** Reads managed policies and groups; what cannot be read is a gap, and whoever uses it is rated as unknown. */
  async *read(aws: Aws): AsyncGenerator<Observation> {
    for (const filter of ['LocalManagedPolicy', 'AWSManagedPolicy', 'Group'] as const) {
      const object = filter === 'Group' ? 'AWS groups' : 'AWS managed policies'
      try {
        for await (const page of detailPages(aws, filter)) {
          yield* filter === 'Group' ? this.#groupPage(page) : this.#policyPage(page)
          yield* this.#documents.takeFresh()
        }
      } catch (error) {
        yield { see: 'gap', gap: gapOf(error, object, detailsFix) }
      }
    }
  }

  *#policyPage(page: Page): Generator<Observation> {
    const { good, gap } = readRows(WirePolicy, page.rows, { object: 'AWS managed policies', call: page.call })
    if (gap) yield { see: 'gap', gap }
    for (const policy of good) {
      const version = policy.PolicyVersionList.find((one) => one.IsDefaultVersion)
      this.#managed.set(policy.Arn, version ? this.#documents.add(version.Document) : null)
    }
  }

  *#groupPage(page: Page): Generator<Observation> {
    const { good, gap } = readRows(WireGroup, page.rows, { object: 'AWS groups', call: page.call })
    if (gap) yield { see: 'gap', gap }
    for (const group of good) {
      const how = { group: group.GroupName }
      this.#groups.set(group.GroupName, [
        ...group.GroupPolicyList.map((policy) => this.#inline(policy, { how: 'group-inline', ...how })),
        ...group.AttachedManagedPolicies.map((policy) => this.#attached(policy, { how: 'group-managed', ...how })),
      ])
    }
  }

  /** Everything that applies to a user. */
  ofUser(user: WireUser, only?: string): Permissions {
    const groups = user.GroupList.flatMap((name) => this.#groups.get(name) ?? [this.#unknownGroup(name)])
    const policies = [
      ...user.UserPolicyList.map((policy) => this.#inline(policy, { how: 'inline' })),
      ...user.AttachedManagedPolicies.map((policy) => this.#attached(policy, { how: 'managed' })),
      ...groups,
    ]
    return this.#stated({ type: 'user', name: user.UserName, arn: user.Arn }, policies, user.PermissionsBoundary, only)
  }

  ofRole(role: WireRole): Permissions {
    const policies = [
      ...role.RolePolicyList.map((policy) => this.#inline(policy, { how: 'inline' })),
      ...role.AttachedManagedPolicies.map((policy) => this.#attached(policy, { how: 'managed' })),
    ]
    return this.#stated({ type: 'role', name: role.RoleName, arn: role.Arn }, policies, role.PermissionsBoundary)
  }

  /** Whether any of these permissions' policies denies everything from outside known networks. */
  isConfined(permissions: Permissions): boolean {
    return permissions !== 'not-reported' && (permissions.documents ?? []).some((hash) => this.#documents.isConfining(hash))
  }

  /** Policies and groups that are used but were not listed, since the last time. */
  takeMissing(): string[] {
    const names = [...this.#missing]
    this.#missing.clear()
    return names
  }

  #stated(
    principal: AwsIamStated['principal'],
    policies: readonly AwsPolicyUse[],
    boundary: z.infer<typeof Boundary>,
    only?: string,
  ): Permissions {
    const boundaryArn = boundary?.PermissionsBoundaryArn
    const boundaryHash = boundaryArn === undefined ? null : this.#managedHash(boundaryArn)
    const hashes = new Set([...policies.map(({ document }) => document), boundaryHash].filter((hash) => hash !== null))
    const stated = {
      principal,
      policies: policies.slice(0, 2_000),
      boundary: boundaryArn === undefined ? null : { arn: boundaryArn, document: boundaryHash },
      ...(only && { onlyService: only }),
    } satisfies AwsIamStated
    return { scheme: 'aws.iam', stated: stated as Json, documents: [...hashes].slice(0, 2_000) }
  }

  #inline({ PolicyName, PolicyDocument }: z.infer<typeof Inline>[number], how: Pick<AwsPolicyUse, 'how' | 'group'>): AwsPolicyUse {
    const document = this.#documents.add(PolicyDocument)
    if (document === null) this.#missing.add(`inline policy ${PolicyName}`)
    return { name: PolicyName, ...how, document }
  }

  #attached({ PolicyName, PolicyArn }: z.infer<typeof Attached>[number], how: Pick<AwsPolicyUse, 'how' | 'group'>): AwsPolicyUse {
    return { name: PolicyName, arn: PolicyArn, ...how, document: this.#managedHash(PolicyArn) }
  }

  #managedHash(arn: string): string | null {
    const document = this.#managed.get(arn) ?? null
    if (document === null) this.#missing.add(arn)
    return document
  }

  #unknownGroup(name: string): AwsPolicyUse {
    this.#missing.add(`group ${name}`)
    return { name: `policies of group ${name}`.slice(0, 2_048), how: 'group-managed', group: name, document: null }
  }
}

export const detailsFix = 'It takes iam:GetAccountAuthorizationDetails; without it what a key may do is unknown and counts as everything.'
