import { GetAccessKeyLastUsedCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { LastUsed, Observation, OwnerHint, Permissions, Sighting } from '../../model/sighting.ts'
import { Failures } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { readRows, WireHandle, WireInstant } from '../wire.ts'
import type { Aws } from './client.ts'
import { lastUseTrackedSince, spoken, type ReportedKey } from './credential-report.ts'
import { agentOf, consumersOf, workloadHintOf } from './hints.ts'
import { markerPages, pageOf } from './paged.ts'

export const Wire = z.object({
  AccessKeyId: z.string().regex(/^[A-Z0-9]{16,128}$/),
  Status: z.enum(['Active', 'Inactive', 'Expired']),
  CreateDate: WireInstant,
  UserName: WireHandle,
})
type Wire = z.infer<typeof Wire>

const lifecycles = { Active: 'active', Inactive: 'disabled', Expired: 'expired' } as const

/** What is known of a user before the keys are asked for. */
export type KeyHolder = {
  user: string
  permissions: Permissions
  /** A policy denies everything from outside known networks. */
  confined: boolean
  ownerHints: OwnerHint[]
  tags: Record<string, string>
  reported: readonly ReportedKey[]
}

/** The access keys of users, with when each active one was last used. Failures of single users are gathered into few gaps. */
export class AccessKeys {
  readonly #aws: Aws
  readonly #listing = new Failures('AWS access keys', 'It takes iam:ListAccessKeys.')
  readonly #lastUse = new Failures('last use of AWS access keys', 'It takes iam:GetAccessKeyLastUsed.')
  seen = 0

  constructor(aws: Aws) {
    this.#aws = aws
  }

  async of(holder: KeyHolder): Promise<Observation[]> {
    if (this.#listing.hopeless) return []
    const call = `iam:ListAccessKeys (user ${holder.user})`
    const found: Observation[] = []
    try {
      const listing = markerPages(call, async (marker) => {
        const command = new ListAccessKeysCommand({ UserName: holder.user, ...(marker && { Marker: marker }) })
        const output = await this.#aws.iam('ListAccessKeys', (client, options) => client.send(command, options))
        return pageOf(output, output.AccessKeyMetadata, call)
      })
      for await (const page of listing) {
        const { good, gap } = readRows(Wire, page.rows, { object: 'AWS access keys', call: page.call })
        if (gap) found.push({ see: 'gap', gap })
        const ours = good.filter((key) => key.UserName === holder.user)
        if (ours.length < good.length) found.push(foreign(page.call, good.length - ours.length, holder.user))
        for (const key of ours) found.push({ see: 'token', token: sightingOf(key, holder, await this.#lastUsed(key, holder)) })
        this.seen += page.rows.length
      }
      this.#listing.worked()
    } catch (error) {
      this.#listing.failed(error)
    }
    return found
  }

  /** Asked for active keys only; of an inactive one the report, where it has it, is enough. */
  async #lastUsed(key: Wire, holder: KeyHolder): Promise<Known> {
    const reported = holder.reported.find((one) => Math.abs(one.rotated.getTime() - key.CreateDate.getTime()) < 1_000)
    const fallback: Known = { lastUsed: reported?.lastUsed ?? 'not-reported', evidence: 'iam:GetCredentialReport, at most 4 hours old' }
    if (key.Status !== 'Active' || this.#lastUse.hopeless) return fallback
    const call = 'iam:GetAccessKeyLastUsed'
    try {
      const command = new GetAccessKeyLastUsedCommand({ AccessKeyId: key.AccessKeyId })
      const parsed = LastUsedAnswer.safeParse(
        await this.#aws.iam('GetAccessKeyLastUsed', (client, options) => client.send(command, options)),
      )
      if (!parsed.success || (parsed.data.UserName !== undefined && parsed.data.UserName !== holder.user)) {
        throw new CallError('provider', `${call} answered something else than the last use of this user’s key.`, { call, why: 'malformed' })
      }
      this.#lastUse.worked()
      return { lastUsed: lastUseOf(parsed.data.AccessKeyLastUsed, key.CreateDate), evidence: call }
    } catch (error) {
      this.#lastUse.failed(error)
      return fallback
    }
  }

  get any(): boolean {
    return this.#listing.any
  }

  /** What could not be seen and was not told yet, to be told before a mark. */
  *pending(): Generator<Observation> {
    for (const failures of [this.#listing, this.#lastUse]) yield* failures.pending()
  }

  /** The rest of it, at the end. */
  *rest(): Generator<Observation> {
    for (const failures of [this.#listing, this.#lastUse]) yield* failures.rest()
  }
}

type Known = { lastUsed: LastUsed; evidence: string }

const LastUsedAnswer = z.object({
  UserName: z.string().optional(),
  AccessKeyLastUsed: z.object({ LastUsedDate: WireInstant.optional(), ServiceName: z.string().optional(), Region: z.string().optional() }),
})

function lastUseOf({ LastUsedDate, ServiceName, Region }: z.infer<typeof LastUsedAnswer>['AccessKeyLastUsed'], created: Date): LastUsed {
  const service = spoken(ServiceName)
  const region = spoken(Region)
  if (LastUsedDate) return { at: LastUsedDate, ...(service && { service }), ...(region && { region }) }
  // Without a date and with "N/A" it was not used since tracking began; an answer without either word says nothing.
  return ServiceName === 'N/A' && created >= lastUseTrackedSince ? 'never' : 'not-reported'
}

function foreign(call: string, count: number, user: string): Observation {
  const says = `${count} of the keys belong to another user than ${user}; they were left out.`
  return { see: 'gap', gap: { object: 'AWS access keys', call: call.slice(0, 500), why: 'inconsistent', says: says.slice(0, 1_000) } }
}

function sightingOf(key: Wire, holder: KeyHolder, { lastUsed, evidence }: Known): Sighting {
  const workloadHint = workloadHintOf(holder.tags)
  const agent = agentOf(holder.tags)
  return {
    externalId: key.AccessKeyId,
    kind: 'aws.access-key',
    name: holder.user,
    displayId: `${key.AccessKeyId.slice(0, 4)}…${key.AccessKeyId.slice(-4)}`,
    lifecycle: lifecycles[key.Status],
    issuedAt: key.CreateDate,
    expires: 'never',
    lastUsed,
    rotationEnforcedSeconds: null,
    binding: 'keyed-hmac',
    popVerified: false,
    permissions: holder.permissions,
    ownerHints: holder.ownerHints,
    ...(workloadHint && { workloadHint }),
    tags: holder.tags,
    consumers: consumersOf(holder.tags),
    storage: 'not-reported',
    prohibited: false,
    ...(agent && { agent }),
    ...(holder.confined && { controls: { networkConfined: true } }),
    evidence: {
      ...(agent && { agent: 'the tag “agent” of its user' }),
      ...(holder.confined && { controls: 'iam:GetAccountAuthorizationDetails: a policy denies everything from outside known networks' }),
      lifecycle: 'iam:ListAccessKeys Status',
      issuedAt: 'iam:ListAccessKeys CreateDate',
      expires: 'AWS documentation: access keys of users do not expire',
      lastUsed: evidence,
      binding: 'AWS documentation: requests are signed with the secret (Signature Version 4)',
      permissions: 'iam:GetAccountAuthorizationDetails',
    },
    disable: `UpdateAccessKey ${key.AccessKeyId} Status=Inactive (reversible)`,
    revoke: `DeleteAccessKey ${key.AccessKeyId}`,
  }
}
