import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/core'
import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { askedWaitMs, withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { createCaller, type Caller } from '../http/caller.ts'
import { nextLink } from '../http/pages.ts'
import { beforeSending } from '../not-sent.ts'
import type { Credential, Settings } from './settings.ts'

export type Answer = { data: unknown; headers: Readonly<Record<string, string | number | undefined>> }

export type GitHub = {
  /** One read. `path` is under the base address ("/orgs/acme"), or a whole address that an earlier page named. Throws CallError. */
  get(path: string, query?: Readonly<Record<string, string | number>>): Promise<Answer>
  /** One change: sent once, whatever comes of it. Throws CallError. */
  send(method: 'POST' | 'DELETE', path: string, body?: Readonly<Record<string, string>>): Promise<void>
  /** What the credential may do, as GitHub says when it signs in; null where it says nothing. */
  granted(org: string): Promise<Granted | null>
  /** One GraphQL query; errors that GitHub reports inside the answer are thrown as CallError too. */
  graphql(query: string, variables: Readonly<Record<string, string | null>>): Promise<unknown>
  /** The next page's address from an answer's headers, checked to stay where the credential may go. */
  next(answer: Answer, call: string): string | null
  base: URL
}

/** An App's permissions by name ("administration": "write"), or a classic token's scopes. */
export type Granted = { permissions: Readonly<Record<string, string>> } | { scopes: readonly string[] }

/** GitHub asks for at least a minute after a secondary limit that names no time (its REST best practices). */
const secondaryPauseMs = 60_000
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/**
 * Octokit over the guarded fetch, with our own patience in place of its retry and throttling plugins: those cannot be cancelled nor
 * held to a total (docs/decisions). An App's installation token is minted when needed and kept in memory only.
 */
export function openGitHub(settings: Settings, credential: Credential, world: ConnectorWorld): GitHub {
  const base = new URL(settings.baseUrl)
  const wire = { fetch: world.fetch, signal: world.signal }
  const octokit = new Octokit({ baseUrl: settings.baseUrl, request: wire, userAgent: 'standdown', log: silent })
  const signIn = authorizer(credential, octokit)
  const call = createCaller({ signal: world.signal, log: world.log, patience: world.patience })
  const callOnce = createCaller({ signal: world.signal, log: world.log, patience: { ...world.patience, attempts: 1 } })

  async function ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body: Readonly<Record<string, unknown>> = {},
    caller: Caller = call,
  ): Promise<Answer> {
    const name = `${method} ${nameOf(url, base)}`
    return caller(
      async () => {
        // Plain JSON is asked for: GitHub answers it as it does its own media type, and so does every stand-in of its description.
        const headers = {
          accept: 'application/json',
          'x-github-api-version': '2022-11-28',
          authorization: `Bearer ${(await signIn()).token}`,
        }
        const { data, headers: answered } = await octokit.request({ method, url, headers, ...body })
        return { data: data as unknown, headers: answered }
      },
      (error) => judge(error, name, Date.now()),
    )
  }

  return {
    base,
    get: (path, query = {}) => ask('GET', path, query),
    async send(method, path, body = {}) {
      // An App signs in before anything is sent, so that what fails there is told apart.
      await beforeSending(() => call(signIn, (error) => judge(error, 'the App’s sign-in', Date.now())))
      await ask(method, path, body, callOnce)
    },
    async granted(org) {
      const { permissions } = await call(signIn, (error) => judge(error, 'the App’s sign-in', Date.now()))
      if (permissions) return { permissions }
      const scopes = text((await ask('GET', `/orgs/${org}`)).headers['x-oauth-scopes'])
      return scopes === undefined ? null : { scopes: scopes.split(',').map((scope) => scope.trim()) }
    },
    graphql: async (query, variables) => graphqlData(await ask('POST', graphqlUrl(base), { query, variables })),
    next: (answer, name) => nextLink(text(answer.headers.link), base, name),
  }
}

type SignedIn = { token: string; permissions: Readonly<Record<string, string>> | null }

/** Gives the token for a call. For an App it mints an installation token, which lives an hour. */
function authorizer(credential: Credential, octokit: Octokit): () => Promise<SignedIn> {
  if ('token' in credential) return async () => ({ token: credential.token, permissions: null })
  const app = createAppAuth({ ...credential, request: octokit.request, log: silent })
  return async () => {
    try {
      const { token, permissions } = await app({ type: 'installation' })
      return { token, permissions: permissions as Record<string, string> }
    } catch (error) {
      if (error instanceof RequestError) throw error
      const call = 'the App’s sign-in'
      throw new CallError('provider', 'The App’s private key cannot be used to sign: paste the whole PEM file that GitHub gave.', {
        call,
        status: 401,
        why: 'not-permitted',
      })
    }
  }
}

/** GraphQL lives beside the REST address: /graphql on github.com, /api/graphql on GitHub Enterprise Server (whose REST is /api/v3). */
function graphqlUrl(base: URL): string {
  return base.pathname.endsWith('/api/v3') ? `${base.origin}/api/graphql` : `${base.href.replace(/\/$/, '')}/graphql`
}

const GraphqlAnswer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ type: z.string().max(100).optional() })).optional(),
})

function graphqlData(answer: Answer): unknown {
  const call = 'POST /graphql'
  const parsed = GraphqlAnswer.safeParse(answer.data)
  if (!parsed.success) throw new CallError('provider', `${call} answered something that is not GraphQL.`, { call, why: 'malformed' })
  const type = parsed.data.errors?.[0]?.type
  if (!parsed.data.errors?.length) return parsed.data.data
  if (type === 'NOT_FOUND') throw statusError(call, 404)
  if (type === 'RATE_LIMITED') throw new CallError('unavailable', `${call} is throttled.`, { call, why: 'throttled' })
  throw statusError(call, 403)
}

/** What a failed call was. Only headers, status and a known phrase are looked at; GitHub's message is never passed on. */
export function judge(error: unknown, call: string, nowMs: number): CallError {
  if (error instanceof CallError) return error
  if (!(error instanceof RequestError)) {
    return new CallError('provider', `${call}: the answer could not be read.`, { call, why: 'malformed' })
  }
  if (error.cause instanceof CallError) return error.cause
  const headers = error.response?.headers ?? {}
  const header = (name: string) => text(headers[name])
  const asked = askedWaitMs(header, nowMs)
  if (isThrottled(error, asked)) {
    const facts = { call, status: error.status, why: 'throttled', retry: true, retryAfterMs: asked ?? secondaryPauseMs } as const
    return new CallError('unavailable', `${call} is throttled (${error.status}).`, facts)
  }
  return withAskedWait(statusError(call, error.status), header, nowMs)
}

/** GitHub throttles with 429, or with 403 and: nothing remaining, a Retry-After, or words about a rate limit. */
function isThrottled(error: RequestError, asked: number | null): boolean {
  if (error.status === 429) return true
  return error.status === 403 && (asked !== null || /secondary rate limit|rate limit exceeded|abuse detection/i.test(error.message))
}

function nameOf(url: string, base: URL): string {
  return URL.canParse(url) ? new URL(url).pathname.replace(base.pathname.replace(/\/$/, ''), '') : url
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
