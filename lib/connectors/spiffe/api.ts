import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { createCaller } from '../http/caller.ts'
import type { GrpcLine } from '../http/guarded-grpc.ts'
import { addressOf, type Reads } from '../rest/api.ts'
import { byCursor } from '../rest/paging.ts'
import { readEndpoint, type TrustBundle } from './bundle.ts'
import { identityOf, type Identity } from './identity.ts'
import {
  Bundle,
  decode,
  listEntriesRequest,
  listRelationshipsRequest,
  ListEntriesResponse,
  ListRelationshipsResponse,
  type Message,
} from './messages.ts'
import { certificatesOf, serverId, type Credential, type Settings } from './settings.ts'

export const entriesPath = '/spire.api.server.entry.v1.Entry/ListEntries'
export const relationshipsPath = '/spire.api.server.trustdomain.v1.TrustDomain/ListFederationRelationships'
export const bundlePath = '/spire.api.server.bundle.v1.Bundle/GetBundle'

type Page = { token: string; size: number }
type Method = { request(page: Page): Uint8Array; response: Message }

const methods: Readonly<Record<string, Method>> = {
  [entriesPath]: { request: listEntriesRequest, response: ListEntriesResponse },
  [relationshipsPath]: { request: listRelationshipsRequest, response: ListRelationshipsResponse },
  [bundlePath]: { request: () => new Uint8Array(), response: Bundle },
}

/** Its lists go on by a token, until there is none. */
export const next = byCursor({ field: 'next_page_token', param: 'page_token' })
export const pageSize = 500

/** What Standdown is let in with, and by whom it believes: both made once a run, when they are first wanted. */
export type Trust = {
  identity(): Promise<Identity>
  /** The bundle of the endpoint. Throws CallError. */
  endpoint(): Promise<TrustBundle>
}

export function openTrust(settings: Settings, credential: Credential, world: ConnectorWorld): Trust {
  const identity = once(() => identityOf(settings, credential, world))
  const endpoint = once(async () => readEndpoint(settings, (await identity()).authorities ?? known(settings), world))
  return { identity, endpoint }
}

/**
 * SPIRE Server's API as the listings of the kit read it: a path is a method, its query a page. The server is believed by its SPIFFE id under the
 * authorities that came with the own SVID; else those of the bundle endpoint; else those that were pasted. Whoever opens it closes it.
 */
export function openServer(settings: Settings, trust: Trust, world: ConnectorWorld): Reads & { close(): void } {
  const { server = '' } = settings
  const base = new URL(`https://${server || 'localhost'}`)
  const call = createCaller({ signal: world.signal, log: world.log, patience: world.patience })
  let opened: GrpcLine | null = null
  const line = once(async () => {
    const { client, authorities } = await trust.identity()
    const believed = authorities ?? (settings.bundleUrl === undefined ? known(settings) : (await trust.endpoint()).x509)
    const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(server) ?? []
    opened = world.peers.grpc({
      host,
      port: Number(port),
      peer: { id: serverId(settings), authorities: believed, ...(client && { client }) },
    })
    return opened
  })

  async function get(path: string, query = {}): ReturnType<Reads['get']> {
    const url = addressOf(base, path, query)
    const method = Object.hasOwn(methods, url.pathname) ? methods[url.pathname] : undefined
    const name = callNameOf(url.pathname)
    if (!method) throw new CallError('provider', `${name} is nothing that is asked.`, { call: name, why: 'failed' })
    const message = method.request({
      token: url.searchParams.get('page_token') ?? '',
      size: Number(url.searchParams.get('page_size') ?? pageSize),
    })
    return call(
      async () => {
        const answer = await (await line()).ask({ path: url.pathname, message, callName: name, signal: world.signal })
        return { data: decoded(method.response, answer, name), headers: {} }
      },
      (error) => (error instanceof CallError ? error : malformed(name)),
    )
  }
  return { base, get, close: () => opened?.close() }
}

/** "entry.v1.Entry/ListEntries" */
export function callNameOf(path: string): string {
  return path.replace(/^\/spire\.api\.server\./, '')
}

function decoded(response: Message, answer: Uint8Array, name: string): unknown {
  try {
    return decode(response, answer)
  } catch {
    throw malformed(name)
  }
}

function malformed(call: string): CallError {
  return new CallError('provider', `${call} answered something that is not its message.`, { call, why: 'malformed' })
}

function known({ knownBundle = '' }: Settings): string[] {
  return certificatesOf(knownBundle)
}

/** Asked for once; a failure is no answer to keep, as the next try may do better. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}
