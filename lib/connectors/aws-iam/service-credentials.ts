import { ListServiceSpecificCredentialsCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { Binding } from '../../model/facts.ts'
import type { Observation, OwnerHint, Permissions, Sighting } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { agentOf, consumersOf, isMadeForBedrock, workloadHintOf } from './hints.ts'
import { readRows, WireExpiry, WireHandle, WireId, WireInstant, wireText } from '../wire.ts'
import type { Aws } from './client.ts'
import { markerPages, pageOf } from './paged.ts'

const object = 'AWS service-specific credentials'

/** `ServiceUserName` is half of a password pair for some services and is not picked; secrets are never in this listing. */
export const Wire = z.object({
  UserName: WireHandle,
  Status: z.enum(['Active', 'Inactive', 'Expired']),
  CreateDate: WireInstant,
  ExpirationDate: WireExpiry,
  ServiceSpecificCredentialId: WireId,
  ServiceName: z.string().regex(/^[a-z0-9.-]{1,100}$/i),
  ServiceCredentialAlias: wireText(200).nullish(),
})
export type ServiceCredential = z.infer<typeof Wire>

/** Credentials for one service each (Bedrock API keys, CodeCommit and Keyspaces passwords), of all users, by user name. */
export class ServiceCredentials {
  readonly #byUser = new Map<string, ServiceCredential[]>()
  #seen = 0
  #whole = false

  async *read(aws: Aws): AsyncGenerator<Observation> {
    const call = 'iam:ListServiceSpecificCredentials'
    let refused = false
    try {
      const listing = markerPages(call, async (marker) => {
        const command = new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 1_000, ...(marker && { Marker: marker }) })
        const output = await aws.iam('ListServiceSpecificCredentials', (client, options) => client.send(command, options))
        return pageOf(output, output.ServiceSpecificCredentials, call)
      })
      for await (const page of listing) {
        const { good, gap } = readRows(Wire, page.rows, { object, call: page.call })
        if (gap) yield { see: 'gap', gap }
        refused ||= gap !== null
        for (const row of good) this.#byUser.set(row.UserName, [...(this.#byUser.get(row.UserName) ?? []), row])
        this.#seen += page.rows.length
      }
      this.#whole = !refused
      yield { see: 'covered', object, seen: this.#seen }
    } catch (error) {
      yield { see: 'gap', gap: gapOf(error, object, 'It takes iam:ListServiceSpecificCredentials.') }
    }
  }

  get whole(): boolean {
    return this.#whole
  }

  /** The credentials of a user, once. */
  take(user: string): readonly ServiceCredential[] {
    const found = this.#byUser.get(user) ?? []
    this.#byUser.delete(user)
    return found
  }

  /** Those whose user was not listed. */
  rest(): ServiceCredential[] {
    return [...this.#byUser.values()].flat()
  }
}

/** How the service takes it. Keys of Bedrock and of CloudWatch Logs are bearer tokens; CodeCommit and Keyspaces take a user name and password. */
const bindings: Readonly<Record<string, Binding>> = { bedrock: 'bearer', logs: 'bearer', codecommit: 'bearer-url', cassandra: 'bearer-url' }
const lifecycles = { Active: 'active', Inactive: 'disabled', Expired: 'expired' } as const

export function serviceCredentialSighting(
  wire: ServiceCredential,
  permissions: Permissions,
  ownerHints: OwnerHint[],
  tags: Record<string, string>,
): Sighting {
  const call = 'iam:ListServiceSpecificCredentials'
  const service = (wire.ServiceName.split('.')[0] ?? wire.ServiceName).toLowerCase()
  const workloadHint = workloadHintOf(tags)
  const agent = agentOf(tags)
  const alone = isMadeForBedrock(wire.UserName) ? `, and its user ${wire.UserName}, which the console made for it` : ''
  return {
    externalId: wire.ServiceSpecificCredentialId,
    kind: `aws.service-credential.${service}`,
    name: wire.ServiceCredentialAlias || `${service} credential of ${wire.UserName}`,
    lifecycle: lifecycles[wire.Status],
    issuedAt: wire.CreateDate,
    expires: wire.ExpirationDate,
    lastUsed: 'not-reported', // IAM does not track it for these
    rotationEnforcedSeconds: null,
    binding: bindings[service] ?? 'not-reported',
    popVerified: false,
    permissions,
    ownerHints,
    ...(workloadHint && { workloadHint }),
    tags,
    consumers: consumersOf(tags),
    storage: 'not-reported',
    prohibited: false,
    ...(agent && { agent }),
    evidence: {
      ...(agent && { agent: 'the tag “agent” of its user' }),
      lifecycle: `${call} Status`,
      issuedAt: `${call} CreateDate`,
      expires: wire.ExpirationDate === 'never' ? `${call} without an ExpirationDate` : `${call} ExpirationDate`,
      binding: 'AWS documentation of the service',
      permissions: `iam:GetAccountAuthorizationDetails, limited to ${wire.ServiceName}`,
    },
    disable: `UpdateServiceSpecificCredential ${wire.ServiceSpecificCredentialId} Status=Inactive (reversible)`,
    revoke: `DeleteServiceSpecificCredential ${wire.ServiceSpecificCredentialId}${alone}`,
  }
}
