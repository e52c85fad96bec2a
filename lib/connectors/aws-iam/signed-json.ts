import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Caller } from '../http/caller.ts'
import { CallError } from '../http/call-error.ts'
import type { ConnectorWorld } from '../contract.ts'
import { judge } from './judge.ts'

type Identity = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined }

/** A service of AWS that speaks JSON: how its requests are signed, and where it stands. */
export type JsonService = { signedAs: string; region: string; endpoint: string }

/** One question: an action of the JSON protocol by its target, or a path of the REST protocol. Both only read. */
export type JsonAsk = { name: string } & ({ target: string; body: object } | { path: string; query: Readonly<Record<string, string>> })

/** Asks services that the SDK is not needed for. Each try is signed anew. Throws CallError. */
export type JsonCall = (service: JsonService, ask: JsonAsk) => Promise<unknown>

export function jsonCaller(world: ConnectorWorld, call: Caller, credentials: () => Promise<Identity>): JsonCall {
  return (service, ask) =>
    call(
      () => send(world, service, ask, credentials),
      (error) => judge(error, ask.name),
    )
}

async function send(world: ConnectorWorld, service: JsonService, ask: JsonAsk, credentials: () => Promise<Identity>): Promise<unknown> {
  const at = new URL(service.endpoint + ('path' in ask ? ask.path : '/'))
  const body = 'target' in ask ? JSON.stringify(ask.body) : undefined
  const method = body === undefined ? 'GET' : 'POST'
  const signer = new SignatureV4({ service: service.signedAs, region: service.region, credentials, sha256: Sha256 })
  const { headers } = await signer.sign({
    method,
    protocol: at.protocol,
    hostname: at.hostname,
    ...(at.port && { port: Number(at.port) }),
    path: at.pathname,
    query: 'query' in ask ? { ...ask.query } : {},
    headers: {
      host: at.host,
      'user-agent': 'standdown',
      ...('target' in ask && { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': ask.target }),
    },
    ...(body !== undefined && { body }),
  })
  if ('query' in ask) for (const [name, value] of Object.entries(ask.query)) at.searchParams.set(name, value)
  // As it was signed: a space of a query is %20 there.
  at.search = at.search.replaceAll('+', '%20')
  const { host: _, ...rest } = headers
  const response = await world.fetch(at, { method, headers: rest, ...(body !== undefined && { body }), signal: world.signal })
  const text = await response.text()
  if (response.ok) return parsed(text, ask.name)
  throw refused(response, text)
}

function parsed(text: string, call: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new CallError('provider', `${call} answered something that is not JSON.`, { call, why: 'malformed' })
  }
}

/** In the form in which the SDK throws, so that one judge knows both; of the body only the code is taken. */
function refused({ status, headers }: Response, text: string): Error {
  return Object.assign(new Error(), {
    name: codeOf(headers.get('x-amzn-errortype') ?? typeIn(text)),
    $metadata: { httpStatusCode: status },
    $response: { headers: Object.fromEntries(headers) },
  })
}

function typeIn(text: string): string {
  try {
    const body = JSON.parse(text) as { __type?: unknown; code?: unknown } | null
    return typeof body?.__type === 'string' ? body.__type : typeof body?.code === 'string' ? body.code : ''
  } catch {
    return ''
  }
}

/** "AccessDeniedException" of "com.amazonaws.x#AccessDeniedException:http://…". */
function codeOf(type: string): string {
  return /^(?:[^#:]*#)?([A-Za-z]{1,80})(?:$|:)/.exec(type)?.[1] ?? ''
}

class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', typeof secret === 'string' ? secret : bytes(secret))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytes(data))
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()))
  }

  reset(): void {
    throw new Error('A hash is used once here.')
  }
}

function bytes(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}
