import type { ConnectorWorld } from '../contract.ts'
import { withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { createCaller, type Caller } from '../http/caller.ts'
import type { NamedInit } from '../http/guarded-fetch.ts'
import { beforeSending } from '../not-sent.ts'

export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** What a provider answered: its JSON (null where it sent none), and its headers by their names in lower case. */
export type Answer = { data: unknown; headers: Readonly<Record<string, string | number | undefined>> }

/** A provider's JSON interface, read only. `path` is under the base address ("/orgs/acme"), or a whole address that an earlier page named. */
export type Reads = {
  base: URL
  /** Throws CallError. */
  get(path: string, query?: Query): Promise<Answer>
}

export type Api = Reads & {
  /** A read that the provider wants as a POST (a search, a query in a language of its own). Throws CallError. */
  ask(path: string, body: unknown): Promise<Answer>
  /** One change: sent once, whatever comes of it. Throws NotSent where it did not come so far, else CallError. */
  send(method: Change, path: string, body?: unknown): Promise<Answer>
}
export type Change = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * A status of a provider that does not mean what it says: the error it is, or null for its ordinary meaning. Asked of what was refused; of
 * what was not as well where `judges` says so.
 */
export type Judge = (refused: { call: string; status: number; data: unknown; header(name: string): string | null }) => CallError | null

export type ApiOptions = {
  /** Under which every path stands: "https://api.example.com/v1". */
  baseUrl: string
  /** Headers that carry the credential, asked before every call, so that what is minted can be minted anew. They are of one call. */
  authorize(call: { method: string; url: URL }): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>
  world: ConnectorWorld
  judge?: Judge
  /** 'every-answer' for a provider that refuses with status 200 and says so in the body. Left out: what has a status of an error. */
  judges?: 'every-answer'
  headers?: Readonly<Record<string, string>>
  /** The authority (PEM) that the provider's own certificate is signed by, where it is none that everybody believes. */
  ca?: string | undefined
}

/**
 * A provider's JSON interface over the guarded fetch, with our patience: throttling is waited out, what is broken is tried again, and a
 * body is never passed on in an error. A number beyond 2^53 comes as bigint, so that an identifier stays what it is.
 */
export function openApi({ baseUrl, authorize, world, judge, judges, headers = {}, ca }: ApiOptions): Api {
  const base = new URL(baseUrl)
  const call = createCaller({ signal: world.signal, log: world.log, patience: world.patience })
  const callOnce = createCaller({ signal: world.signal, log: world.log, patience: { ...world.patience, attempts: 1 } })

  async function ask(
    method: string,
    path: string,
    { query = {}, body }: { query?: Query; body?: unknown },
    caller: Caller,
  ): Promise<Answer> {
    const url = addressOf(base, path, query)
    const name = `${method} ${pathUnder(base, url)}`
    return caller(
      async () => {
        const sent: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
        const init: NamedInit = {
          method,
          headers: { accept: 'application/json', 'user-agent': 'standdown', ...sent, ...headers, ...(await authorize({ method, url })) },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          signal: world.signal,
          ...(ca !== undefined && { ca }),
        }
        const response = await world.fetch(url, init)
        const header = (field: string) => response.headers.get(field)
        const text = await response.text()
        const data = readJson(text)
        const answered = { call: name, status: response.status, data, header }
        if (!response.ok) throw withAskedWait(judge?.(answered) ?? statusError(name, response.status), header)
        if (data === undefined)
          throw new CallError('provider', `${name} answered something that is not JSON.`, { call: name, why: 'malformed' })
        const meant = judges === 'every-answer' ? judge?.(answered) : null
        if (meant) throw withAskedWait(meant, header)
        return { data, headers: Object.fromEntries(response.headers) }
      },
      (error) =>
        error instanceof CallError
          ? error
          : new CallError('provider', `${name}: the answer could not be read.`, { call: name, why: 'malformed' }),
    )
  }

  return {
    base,
    get: (path, query) => ask('GET', path, { ...(query && { query }) }, call),
    ask: (path, body) => ask('POST', path, { body }, call),
    async send(method, path, body) {
      const url = addressOf(base, path)
      // What signing in fails by is told apart from what the change fails by.
      await beforeSending(async () => await authorize({ method, url }))
      return ask(method, path, { body }, callOnce)
    },
  }
}

/** A path under the base address, or a whole address of the same origin. Throws CallError for any other: the credential would be sent there. */
export function addressOf(base: URL, path: string, query: Query = {}): URL {
  const url = URL.canParse(path) ? new URL(path) : new URL(base.href.replace(/\/$/, '') + path)
  if (url.origin !== base.origin || url.username || url.password) {
    const call = `GET ${url.pathname.slice(0, 300)}`
    throw new CallError('provider', `${call} is on another address than the configured one; it was not called.`, {
      call,
      why: 'inconsistent',
    })
  }
  for (const [name, value] of Object.entries(query))
    for (const one of typeof value === 'object' ? value : [value]) url.searchParams.append(name, String(one))
  return url
}

/** What a call is called to people: without address, query and fragment. */
export function pathUnder(base: URL, url: URL): string {
  const under = base.pathname.replace(/\/$/, '')
  return (url.pathname.startsWith(`${under}/`) ? url.pathname.slice(under.length) : url.pathname).slice(0, 300)
}

/** JSON, null for nothing at all, undefined for what is no JSON. */
function readJson(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text, wholeNumber) as unknown
  } catch {
    return undefined
  }
}

function wholeNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  const exact =
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
  return exact ? BigInt(context?.source ?? '') : value
}
