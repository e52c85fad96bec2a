import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { openApi, type Api } from '../rest/api.ts'
import { byCursor, valueAt, type Next } from '../rest/paging.ts'
import { openTokenFile } from '../rest/token-file.ts'
import type { ActionCredential, Credential, Settings } from './settings.ts'

/** The API server, asked as it is; and asked for what objects are called alone, so that what is in a Secret never comes along. */
export type Cluster = { api: Api; metadata: Api; patches: Api; applies: Api }

const partial = (kind: string) => `application/json;as=${kind};g=meta.k8s.io;v=v1`

export function openCluster(settings: Settings, credential: Credential | ActionCredential, world: ConnectorWorld): Cluster {
  const token = tokenOf(settings, credential)
  const authorize = async () => ({ authorization: `Bearer ${await token()}` })
  const open = (headers: Readonly<Record<string, string>>) =>
    openApi({ baseUrl: settings.baseUrl, ca: settings.authority, authorize, world, headers })
  return {
    api: open({}),
    metadata: open({ accept: partial('PartialObjectMetadataList') }),
    // What a change answers is the object as it is afterwards: of a Secret, with what is in it.
    patches: open({ accept: partial('PartialObjectMetadata'), 'content-type': 'application/merge-patch+json' }),
    // JSON is YAML too.
    applies: open({ accept: partial('PartialObjectMetadata'), 'content-type': 'application/apply-patch+yaml' }),
  }
}

function tokenOf({ tokenFile, baseUrl }: Settings, credential: Credential | ActionCredential): () => Promise<string> {
  if ('token' in credential) return async () => credential.token
  return openTokenFile('tokenFile' in credential ? credential.tokenFile : tokenFile, baseUrl)
}

const afterToken = byCursor({ field: 'metadata.continue', param: 'continue' })

/**
 * Its lists go on after a token, for as long as they have one. A list of nothing may have null for its rows, so that what it calls itself is what
 * shows that it is a list.
 */
export const next: Next = (page) => {
  const { answer, call } = page
  if (/List$/.test(String(valueAt(answer.data, 'kind')))) return afterToken(page)
  throw new CallError('provider', `${call} answered something that is not a list.`, { call, why: 'malformed' })
}

/** The same, of a list that must hold nothing but metadata. A server that answers whole objects all the same is not read. */
export const nextOfMetadata: Next = (page) => {
  const { answer, call } = page
  if (valueAt(answer.data, 'kind') === 'PartialObjectMetadataList') return afterToken(page)
  throw new CallError(
    'provider',
    `${call} answered whole objects, though only their metadata was asked for. They were dropped unread, with all that was in them. Is a proxy in the way that changes the Accept header?`,
    { call, why: 'inconsistent' },
  )
}

export const pageSize = 500
/** A page of pods is read whole, and one pod can be tens of kilobytes. */
export const podPageSize = 200

/** What a list of Kubernetes has beside its rows, which are null where there are none. */
export const emptyHas: readonly string[] = ['kind', 'apiVersion', 'metadata', 'items']
