import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { hour } from '../habit.ts'
import type { EstateState } from '../state.ts'
import type { View } from '../view.ts'
import { isAppSignIn } from './app-sign-in.ts'
import { GitHubError, routes, type Caller } from './routes.ts'

export type GitHubPrincipals = {
  /** Sees everything, as an App's installation token with every read permission does. */
  token: string
  /** The same for an App that may write. */
  actionToken: string
  /** An owner's personal token: everything but fine-grained tokens, which GitHub shows to Apps only. */
  ownerToken: string
  /** A member's token that may see the organisation and nothing of it. */
  memberToken: string
  /** The Apps that are installed, by what they may. A key is made when it is first asked for. */
  apps: Readonly<Record<'read' | 'write', { appId: string; installationId: string; privateKey(): string }>>
}

export type GitHubOptions = {
  principals: GitHubPrincipals
  /** Requests an hour; GitHub Enterprise Cloud gives an App 15,000. */
  hourly: number
  /** Refuses beyond `hourly`, as GitHub does; else the count starts anew. */
  enforce: boolean
  /** Is told of the state that a change makes. */
  keep(next: EstateState): void
}

const docs = 'https://docs.github.com/rest'

/** GitHub's REST and GraphQL over one estate. Keeps what GitHub keeps between calls: minted tokens and the hour's count. */
export function githubServer({ principals, hourly, enforce, keep }: GitHubOptions) {
  const callers = new Map<string, Caller>([
    [principals.token, { kind: 'installation', may: 'read' }],
    [principals.actionToken, { kind: 'installation', may: 'write' }],
    [principals.ownerToken, { kind: 'owner', scopes: 'admin:org, repo' }],
    [principals.memberToken, { kind: 'member', scopes: 'read:user' }],
  ])
  const minted = new Map<string, { endsMs: number; may: 'read' | 'write' }>()
  let window = { endsMs: 0, used: 0 }

  function answer(view: View, request: IncomingMessage, body: Buffer, base: string): Answer {
    const wallMs = Date.now()
    if (wallMs >= window.endsMs) window = { endsMs: wallMs + hour, used: 0 }
    const url = new URL(request.url ?? '/', base)
    const caller = callerOf(request.headers.authorization, wallMs)
    const limited = url.pathname.endsWith('/rate_limit') ? 0 : 1
    if (enforce && caller !== null && window.used + limited > hourly) return refused(403, 'API rate limit exceeded for installation.', view)
    window.used = enforce ? window.used + limited : (window.used + limited) % hourly
    if (caller === null) return refused(401, 'Bad credentials', view)
    try {
      return found(view, request, url, body, base, caller)
    } catch (error) {
      if (error instanceof GitHubError) return refused(error.status, error.message, view)
      throw error
    }
  }

  function found(view: View, request: IncomingMessage, url: URL, body: Buffer, base: string, caller: Caller): Answer {
    const path = url.pathname.slice(new URL(base).pathname.length)
    const method = request.method ?? 'GET'
    const found = routes(view, { method, path, url, body, base, caller, rate: rate(), mint: (may) => mint(view, may) })
    if ('next' in found) {
      keep(found.next)
      return { status: 204, headers: common(caller), body: '' }
    }
    const { status = 200, json, link } = found
    const text = JSON.stringify(json)
    const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`
    const headers = { ...common(caller), etag, ...(link ? { link } : {}) }
    if (method === 'GET' && request.headers['if-none-match'] === etag) {
      window.used -= 1 // GitHub does not count what has not changed.
      return { status: 304, headers: { ...headers, ...rateHeaders() }, body: '' }
    }
    return { status, headers, body: text, value: json, write: JSON.stringify }
  }

  function callerOf(header: string | undefined, wallMs: number): Caller | null {
    const token = /^(?:bearer|token) +(.+)$/i.exec(header ?? '')?.[1]
    if (!token) return null
    const known = callers.get(token)
    if (known) return known
    const made = minted.get(token)
    if (made && made.endsMs > wallMs) return { kind: 'installation', may: made.may }
    if (token.split('.').length !== 3) return null
    const { apps } = principals
    const may = (['read', 'write'] as const).find((one) => isAppSignIn(token, apps[one].appId, apps[one].privateKey(), wallMs))
    return may ? { kind: 'app', may, installationId: apps[may].installationId } : null
  }

  function mint(view: View, may: 'read' | 'write'): { token: string; expiresMs: number } {
    const token = `${canary(view.seed, 'github-installation', randomUUID())}`
    const expiresMs = Date.now() + hour
    minted.set(token, { endsMs: expiresMs, may })
    return { token, expiresMs }
  }

  const rate = () => ({
    limit: hourly,
    used: window.used,
    remaining: Math.max(0, hourly - window.used),
    reset: Math.ceil(window.endsMs / 1_000),
  })

  function rateHeaders(): Record<string, string> {
    const { limit, used, remaining, reset } = rate()
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-used': String(used),
      'x-ratelimit-resource': 'core',
    }
  }

  function common(caller: Caller | null): Record<string, string> {
    return {
      'content-type': 'application/json; charset=utf-8',
      'x-github-media-type': 'github.v3; format=json',
      'x-github-request-id': randomBytes(12).toString('hex').toUpperCase(),
      ...(caller && 'scopes' in caller ? { 'x-oauth-scopes': caller.scopes } : {}),
      ...rateHeaders(),
    }
  }

  /** GitHub's error body; its cookie stands for whatever a proxy before a server of one's own may set. */
  function refused(status: number, message: string, view: View): Answer {
    return {
      status,
      headers: { ...common(null), 'set-cookie': `_session=${canary(view.seed, 'github-cookie', status)}; HttpOnly` },
      body: JSON.stringify({ message, documentation_url: docs, status: String(status) }),
    }
  }

  return { answer }
}
