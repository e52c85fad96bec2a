import { GetAccessKeyLastUsedCommand, ListAccessKeysCommand, ListServiceSpecificCredentialsCommand } from '@aws-sdk/client-iam'
import { z } from 'zod'
import type { Shown } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { readRows, WireHandle } from '../wire.ts'
import { Wire as KeyWire } from './access-keys.ts'
import type { Aws } from './client.ts'
import { markerPages, pageOf } from './paged.ts'
import { Wire as ServiceWire } from './service-credentials.ts'

/** An expired one cannot be used either, and is still there to be deleted. */
const shownAs: Readonly<Record<'Active' | 'Inactive' | 'Expired', Shown>> = { Active: 'live', Inactive: 'disabled', Expired: 'disabled' }

/** What IAM shows of an access key: its holder first, by the key's id, as users can be renamed; then among that user's keys. */
export async function lookAtKey(aws: Aws, target: Sighting): Promise<Look> {
  const userName = (await holderOf(aws, target.externalId)) ?? target.name
  const call = `iam:ListAccessKeys (user ${userName})`
  const listing = markerPages(call, async (marker) => {
    const command = new ListAccessKeysCommand({ UserName: userName, ...(marker && { Marker: marker }) })
    const output = await aws.iam('ListAccessKeys', (client, options) => client.send(command, options))
    return pageOf(output, output.AccessKeyMetadata, call)
  })
  let whole = true
  try {
    for await (const page of listing) {
      const { good, gap } = readRows(KeyWire, page.rows, { object: 'AWS access keys', call: page.call })
      whole &&= gap === null
      const found = good.find(({ AccessKeyId }) => AccessKeyId === target.externalId)
      if (found) return { shown: shownAs[found.Status], place: { userName: found.UserName }, says: null }
    }
  } catch (error) {
    if (!(error instanceof CallError) || error.why !== 'not-found') throw error
    // Whoever was renamed or deleted takes the key along; which of both cannot be told from here.
    return untold(`There is no user ${userName} any more. The next sync shows whether the key went along.`)
  }
  return whole ? { shown: 'gone', place: { userName }, says: null } : untold(`${call}: a key of this user could not be read.`)
}

const Holder = z.object({ UserName: WireHandle })

/** Null where IAM does not tell: it also refuses to for a key that is not there. */
async function holderOf(aws: Aws, accessKeyId: string): Promise<string | null> {
  try {
    const command = new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId })
    const answer = await aws.iam('GetAccessKeyLastUsed', (client, options) => client.send(command, options))
    return Holder.safeParse(answer).data?.UserName ?? null
  } catch (error) {
    if (error instanceof CallError && (error.status === 403 || error.status === 404)) return null
    throw error
  }
}

/** What IAM shows of a service-specific credential, among those of all users. */
export async function lookAtServiceCredential(aws: Aws, target: Sighting): Promise<Look> {
  const call = 'iam:ListServiceSpecificCredentials'
  const listing = markerPages(call, async (marker) => {
    const command = new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 1_000, ...(marker && { Marker: marker }) })
    const output = await aws.iam('ListServiceSpecificCredentials', (client, options) => client.send(command, options))
    return pageOf(output, output.ServiceSpecificCredentials, call)
  })
  let whole = true
  for await (const page of listing) {
    const { good, gap } = readRows(ServiceWire, page.rows, { object: 'AWS service-specific credentials', call: page.call })
    whole &&= gap === null
    const found = good.find(({ ServiceSpecificCredentialId: id }) => id === target.externalId)
    if (found) return { shown: shownAs[found.Status], place: { userName: found.UserName }, says: null }
  }
  return whole ? { shown: 'gone', place: null, says: null } : untold(`${call}: one of them could not be read.`)
}

function untold(says: string): Look {
  return { shown: 'cannot-tell', place: null, says }
}
