import { ListUsersCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { Gap, Observation, Permissions } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { foreignGap, gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Page } from '../http/pages.ts'
import { readRows, WireHandle } from '../wire.ts'
import { AccessKeys } from './access-keys.ts'
import { detailPages, detailsFix, WireUser, type Policies } from './authorization-details.ts'
import type { Aws } from './client.ts'
import type { CredentialReport } from './credential-report.ts'
import type { Cursor } from './cursor.ts'
import { ownerHintsOf } from './hints.ts'
import { markerPages, pageOf } from './paged.ts'
import type { PolicyDocuments } from './policy-documents.ts'
import { serviceCredentialSighting, type ServiceCredentials } from './service-credentials.ts'

const object = 'AWS users'

export type Gathered = {
  aws: Aws
  world: ConnectorWorld
  report: CredentialReport | null
  documents: PolicyDocuments
  policies: Policies
  services: ServiceCredentials
  expectedUsers: number | null
}

type Someone = { user: string; tags: Record<string, string>; permissions(only?: string): Permissions }

/** Every user with its access keys and service-specific credentials, a page of users at a time, with a mark after each. */
export async function* users(gathered: Gathered, from: Cursor): AsyncGenerator<Observation> {
  const { aws, services, expectedUsers } = gathered
  const keys = new AccessKeys(aws)
  const resumed = from.page > 0
  let { seen, refused } = from
  let whole = false
  try {
    for await (const { page, people, gaps } of userPages(gathered, from)) {
      for (const gap of gaps) yield { see: 'gap', gap }
      refused ||= gaps.length > 0
      const found = await Promise.all(people.map((someone) => credentialsOf(someone, keys, gathered)))
      yield* gathered.documents.takeFresh() // before the keys that point at them
      yield* found.flat()
      seen += page.rows.length
      const expected = expectedUsers ?? undefined
      if (page.next !== null) {
        // Before the mark: a run that is killed after it knows nothing of them any more.
        yield* keys.pending()
        yield* missingPolicies(gathered.policies)
        yield {
          see: 'mark',
          cursor: { phase: 'users', marker: page.next, page: page.number, seen, refused },
          ...(expected && { expected }),
        }
      }
    }
    whole = true
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, 'It takes iam:GetAccountAuthorizationDetails or iam:ListUsers.') }
  }
  yield* keys.rest()
  yield* missingPolicies(gathered.policies)
  if (!whole) return
  // A resumed run has met only the later users, so what is left over then says nothing.
  if (!resumed)
    for (const wire of services.rest())
      yield { see: 'token', token: serviceCredentialSighting(wire, 'not-reported', ownerHintsOf(wire.UserName, {}), {}) }
  const short = expectedUsers !== null && seen < expectedUsers
  if (short) yield { see: 'gap', gap: countGap(expectedUsers, seen) }
  const sure = !refused && !short && !keys.any
  yield {
    see: 'covered',
    object,
    seen,
    ...(sure && { kinds: services.whole ? ['aws.access-key', 'aws.service-credential'] : ['aws.access-key'] }),
  }
}

async function credentialsOf(someone: Someone, keys: AccessKeys, { report, services, policies }: Gathered): Promise<Observation[]> {
  const { user, tags } = someone
  const ownerHints = ownerHintsOf(user, tags)
  const permissions = someone.permissions()
  const holder = { user, tags, ownerHints, permissions, confined: policies.isConfined(permissions), reported: report?.keys.get(user) ?? [] }
  const special = services.take(user).map((wire): Observation => ({
    see: 'token',
    token: serviceCredentialSighting(wire, someone.permissions(wire.ServiceName), ownerHints, tags),
  }))
  return [...(await keys.of(holder)), ...special]
}

type UserPage = { page: Page; people: Someone[]; gaps: Gap[] }

/** Users with what they may do; where the details may not be read, their bare names, so that their keys are still seen. */
async function* userPages(gathered: Gathered, from: Cursor): AsyncGenerator<UserPage> {
  const { aws, policies } = gathered
  const denied: Gap[] = []
  try {
    for await (const page of detailPages(aws, 'User', from)) {
      const { good, gap } = readRows(WireUser, page.rows, { object, call: page.call })
      const ours = good.filter(({ Arn }) => Arn.split(':')[4] === aws.account)
      const gaps = [gap, ours.length < good.length ? foreignGap(object, page.call, good.length - ours.length, aws.account) : null]
      const people = ours.map((user): Someone => ({
        user: user.UserName,
        tags: user.Tags,
        permissions: (only) => policies.ofUser(user, only),
      }))
      yield { page, people, gaps: gaps.filter((one) => one !== null) }
    }
    return
  } catch (error) {
    if (!(error instanceof CallError) || error.why !== 'not-permitted' || error.status === 401 || from.page > 0) throw error
    denied.push(gapOf(error, 'what AWS users may do', detailsFix))
  }
  for await (const page of plainUserPages(aws)) {
    const { good, gap } = readRows(z.object({ UserName: WireHandle }), page.rows, { object, call: page.call })
    const people = good.map(({ UserName }): Someone => ({ user: UserName, tags: {}, permissions: () => 'not-reported' }))
    yield { page, people, gaps: [...denied.splice(0), ...(gap ? [gap] : [])] }
  }
}

function plainUserPages(aws: Aws): AsyncGenerator<Page> {
  const call = 'iam:ListUsers'
  return markerPages(call, async (marker) => {
    const command = new ListUsersCommand({ MaxItems: 100, ...(marker && { Marker: marker }) })
    const output = await aws.iam('ListUsers', (client, options) => client.send(command, options))
    return pageOf(output, output.Users, call)
  })
}

function* missingPolicies(policies: Policies): Generator<Observation> {
  const missing = policies.takeMissing()
  const [first] = missing
  if (first === undefined) return
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : ''
  const says = `${first}${more} is in use but was not listed or could not be read. What it allows is unknown and counts as everything.`
  yield {
    see: 'gap',
    gap: { object: 'AWS policies', call: 'iam:GetAccountAuthorizationDetails', why: 'inconsistent', says: says.slice(0, 1_000) },
  }
}

function countGap(said: number, seen: number): Gap {
  const says = `iam:GetAccountSummary says that there are ${said} users, but ${seen} were listed. Nothing is taken as gone.`
  return { object, call: 'iam:GetAccountAuthorizationDetails (User)', why: 'inconsistent', says }
}
