import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken, turned } from '../further/rows.ts'
import { minute } from '../habit.ts'
import type { View } from '../view.ts'
import * as rows from './rows.ts'
import { privateKeyOf, scopesOf, tokenAnswer } from './sign-in.ts'

const perMinute = 600

/** Okta's errors, with a text that nobody may repeat. */
function refusal({ seed }: View, status: number, errorCode: string, headers: Record<string, string> = {}): Answer {
  return json(status, { errorCode, errorSummary: canary(seed, 'okta-error', errorCode), errorLink: errorCode, errorId: 'oae0', errorCauses: [] }, headers)
} // prettier-ignore
const missing = (view: View) => refusal(view, 404, 'E0000007')

/** Okta's management interface of the company's organisation. */
export const okta: FurtherProvider = {
  name: 'okta',
  source: (seed, url) => {
    const app = (clientId: '0oafhstanddownreads' | '0oafhstanddownacts') => ({ clientId, privateKey: privateKeyOf(seed, clientId) })
    return {
      kind: 'okta',
      name: `Okta ${company.name}`,
      settings: { orgUrl: url },
      credential: app('0oafhstanddownreads'),
      action: app('0oafhstanddownacts'),
      everyMinutes: 60,
    }
  },
  answer(view, asked) {
    const { path, method } = asked
    if (path === '/oauth2/v1/token' && method === 'POST') return tokenAnswer(view.seed, asked)
    const scopes = scopesOf(view.seed, asked)
    if (!scopes) return refusal(view, 401, 'E0000011', { 'www-authenticate': 'DPoP error="invalid_token"' })
    const answer = routed(view, asked, scopes)
    const reset = String(Math.ceil(Date.now() / minute) * 60)
    return { ...answer, headers: { ...answer.headers, 'x-rate-limit-limit': String(perMinute), 'x-rate-limit-remaining': String(perMinute - 1), 'x-rate-limit-reset': reset } }
  },
} // prettier-ignore

function routed(view: View, asked: Asked, scopes: readonly string[]): Changed {
  const parts = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
  const [scope, answer] = routeOf(view, asked, parts)
  if (!scope || !answer) return missing(view)
  if (!scopes.includes(`${scope}.${asked.method === 'GET' ? 'read' : 'manage'}`))
    return refusal(view, 403, 'E0000006', { 'www-authenticate': 'Bearer error="insufficient_scope"' })
  return answer()
}

type Route = readonly [scope?: string, answer?: () => Changed]

function routeOf(view: View, asked: Asked, parts: readonly string[]): Route {
  const [first, , what = '', id, under, ...more] = parts
  const reads = asked.method === 'GET'
  if (first === 'oauth2' && what === 'clients' && under === 'roles' && reads) return ['okta.roles', () => rolesOfClient(view, id ?? '')]
  if (first !== 'api') return []
  if (what === 'api-tokens') return ['okta.apiTokens', () => apiTokens(view, asked, id)]
  if (what === 'zones' && reads) return ['okta.networkZones', () => json(200, [{ id: rows.zone, name: 'Warehouse', type: 'IP', status: 'ACTIVE', usage: 'POLICY', gateways: [{ type: 'CIDR', value: '203.0.113.0/24' }] }])]
  if (what === 'iam' && reads) return ['okta.roles', () => json(200, more[0] === 'permissions' ? { permissions: rows.customPermissions.map((label) => ({ label })) } : { roles: [] })]
  if (what === 'users' && reads) return under === 'roles' ? ['okta.roles', () => rolesOfUser(view, id ?? '')] : ['okta.users', () => users(view, id)]
  if (what !== 'apps') return []
  const app = rows.appRows(view).find((one) => one.id === id)
  if (id === undefined) return ['okta.apps', () => listed(asked, rows.appRows(view).map((one) => rows.appJson(view, one)))]
  if (!app) return []
  if (under === 'grants' && reads) return ['okta.appGrants', () => listed(asked, (app.scopes ?? []).map((scopeId) => ({ id: `oag-${app.id}-${scopeId}`, scopeId, status: 'ACTIVE', source: 'ADMIN', clientId: app.id })))]
  const kind = under === 'tokens' ? 'okta.refresh-tokens' : more[0] === 'secrets' ? 'okta.secrets' : more[0] === 'jwks' ? 'okta.keys' : null
  return kind ? ['okta.apps', () => held(view, asked, { app, kind, rest: under === 'tokens' ? more : more.slice(1) })] : []
} // prettier-ignore

function users(view: View, id: string | undefined): Changed {
  const all = rows.holders(view).map((one) => ({ id: one.id, status: 'ACTIVE', profile: { login: one.login, email: one.login, displayName: one.name }, credentials: { provider: { type: 'OKTA' }, password: { value: canary(view.seed, 'okta-user', one.id) } } }))
  const user = all.find((one) => one.id === id)
  return id === undefined ? json(200, all) : user ? json(200, user) : missing(view)
} // prettier-ignore

function rolesOfUser(view: View, id: string): Changed {
  const holder = rows.holders(view).find((one) => one.id === id)
  return holder ? json(200, [{ id: `ra-${holder.row}`, status: 'ACTIVE', assignmentType: 'USER', ...holder.role }]) : missing(view)
}

function rolesOfClient(view: View, id: string): Changed {
  const app = rows.appRows(view).find((one) => one.id === id)
  if (!app) return missing(view)
  return json(200, app.role ? [{ id: `ra-${id}`, status: 'ACTIVE', assignmentType: 'CLIENT', type: app.role, label: app.role }] : [])
}

function apiTokens(view: View, { method }: Asked, id: string | undefined): Changed {
  const all = rows.apiTokenRows(view)
  if (id === undefined) return method === 'GET' ? json(200, all.map((row) => rows.apiTokenJson(view, row))) : missing(view)
  const row = all.find((one) => one.id === id)
  if (!row) return missing(view)
  if (method === 'GET') return json(200, rows.apiTokenJson(view, row))
  return method === 'DELETE' ? { ...nothing, next: taken(view.state, 'okta.api-tokens', row.row) } : missing(view)
} // prettier-ignore

const nothing: Answer = { status: 204, headers: {}, body: '' }

type HeldAsked = { app: rows.AppRow; kind: rows.HeldKind; rest: readonly string[] }

/** Secrets, keys and refresh tokens of one app: looked at, switched, and taken away as Okta allows it. */
function held(view: View, asked: Asked, { app, kind, rest: [id, lifecycle, change] }: HeldAsked): Changed {
  const { method } = asked
  const all = rows.heldBy(view, app, kind)
  const told = (one: rows.Held) => rows.heldJson(view, app, one)
  if (id === undefined && method === 'GET') return kind === 'okta.keys' ? json(200, { keys: all.map(told) }) : listed(asked, all.map(told))
  const one = all.find((row) => row.id === id)
  if (!one) return missing(view)
  if (method === 'GET') return json(200, told(one))
  const isLast = !all.some((other) => other.id !== id && other.isOn)
  if (method === 'DELETE') {
    if (kind !== 'okta.refresh-tokens' && (one.isOn || (kind === 'okta.secrets' && isLast))) return refusal(view, 400, 'E0000001')
    return { ...nothing, next: taken(view.state, kind, one.row) }
  }
  if (method !== 'POST' || lifecycle !== 'lifecycle' || kind === 'okta.refresh-tokens') return missing(view)
  if (change === 'deactivate' && kind === 'okta.secrets' && isLast) return refusal(view, 400, 'E0000001')
  const next = turned(view.state, kind, one.row, change === 'activate', view.now)
  return { ...json(200, { ...told(one), status: change === 'activate' ? 'ACTIVE' : 'INACTIVE' }), next }
} // prettier-ignore

/** No page is as long as the most that may be asked for. */
const page = 4

/** A list with links as Okta gives them: `after` is nobody’s to read. */
function listed({ query, base, path }: Asked, all: readonly { id: string }[]): Changed {
  const after = query.get('after')
  const from = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString().split(':')[1])
  const size = Math.min(page, Number(query.get('limit') ?? page) || page)
  const link = (cursor: string | null, rel: string) => {
    const next = new URLSearchParams(query)
    if (cursor !== null) next.set('after', cursor)
    return `<${base}${path}?${next}>; rel="${rel}"`
  }
  const more = from + size < all.length ? [link(Buffer.from(`okta:${from + size}`).toString('base64url'), 'next')] : []
  return json(200, all.slice(from, from + size), { link: [link(after, 'self'), ...more].join(', ') })
}
