import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, bodyOf, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken, turned } from '../further/rows.ts'
import { isNow, keyOf, opened, pemOf } from '../further/signing.ts'
import type { View } from '../view.ts'
import * as rows from './rows.ts'

const organisationId = '7c1f0c52-7a3e-4c0b-9f57-fe12110aa001'

function refusal({ seed }: View, status: number, type: string): Changed {
  return json(status, { type: 'error', error: { type, message: canary(seed, 'anthropic-error', type) }, request_id: 'req_fh' })
}
const missing = (view: View) => refusal(view, 404, 'not_found_error')

const clients = ['standdown', 'standdown-acts'] as const
const ownKey = (seed: number) => keyOf(seed, 'anthropic issuer key')
const tokenOf = (seed: number, rule: string) => canary(seed, 'anthropic-access', rule)
const adminKey = (seed: number) => canary(seed, 'anthropic-admin-key', 'reader')

/** Anthropic's administration interface of the company's organisation. */
export const anthropic: FurtherProvider = {
  name: 'anthropic',
  source: (seed, url) => {
    const privateKey = pemOf(ownKey(seed))
    const as = (name: (typeof clients)[number]) => ({ federationRule: rows.ruleId(seed, name), serviceAccount: rows.accountId(seed, name) })
    return {
      kind: 'anthropic',
      name: `Anthropic ${company.name}`,
      settings: { organisation: company.name, baseUrl: url, organisationId, issuer: rows.ownIssuer, ...as('standdown') },
      credential: { privateKey },
      action: { privateKey, ...as('standdown-acts') },
      everyMinutes: 60,
    }
  },
  answer(view, asked) {
    if (asked.path === '/v1/oauth/token' && asked.method === 'POST') return exchanged(view, asked)
    const signedIn = signedInAs(view, asked)
    if (!signedIn) return refusal(view, 401, 'authentication_error')
    const [, organisations, what = '', id, ...more] = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (organisations !== 'organizations' || more.length > 0) return missing(view)
    if (what === 'api_keys') return keys(view, asked, { id, mayAct: signedIn === 'standdown-acts' })
    if (asked.method !== 'GET' || id !== undefined) return missing(view)
    if (what === 'me') return json(200, { id: organisationId, type: 'organization', name: company.name })
    if (what === 'users') return byLast(asked, rows.memberRows(view))
    if (what === 'workspaces') return byLast(asked, live(asked, rows.workspaceRows(view)))
    // Admin API keys are not taken for federation.
    if (signedIn === 'admin key') return refusal(view, 403, 'permission_error')
    if (what === 'service_accounts') return byPage(asked, live(asked, rows.serviceAccountRows(view)))
    if (what === 'federation_issuers') return byPage(asked, live(asked, rows.issuerRows(view)))
    return what === 'federation_rules' ? byPage(asked, rows.ruleRows(view)) : missing(view)
  },
}

/** The exchange: an assertion by the issuer's key, of now, for the audience and the subject that the rule names. */
function exchanged(view: View, asked: Asked): Changed {
  const { seed } = view
  const form = bodyOf(asked) ?? {}
  const client = clients.find((name) => rows.ruleId(seed, name) === form.federation_rule_id)
  const claims = opened(typeof form.assertion === 'string' ? form.assertion : undefined, () => ownKey(seed))?.claims
  const fits =
    claims?.iss === rows.ownIssuer && claims.aud === 'https://api.anthropic.com' && claims.sub === 'standdown' && isNow(claims.iat) && typeof claims.exp === 'number' && claims.exp > Date.now() / 1_000
  const named = client && form.organization_id === organisationId && form.service_account_id === rows.accountId(seed, client)
  if (!String(asked.headers['anthropic-beta']).includes('oidc-federation') || !fits || !named) return refusal(view, 401, 'authentication_error')
  return json(200, { token_type: 'Bearer', expires_in: 600, scope: 'org:admin', access_token: tokenOf(seed, client) })
} // prettier-ignore

function signedInAs({ seed }: View, asked: Asked): (typeof clients)[number] | 'admin key' | null {
  const key = asked.headers['x-api-key']
  if (isSame(typeof key === 'string' ? key : null, adminKey(seed))) return 'admin key'
  return clients.find((name) => isSame(bearer(asked), tokenOf(seed, name))) ?? null
}

function keys(view: View, asked: Asked, { id, mayAct }: { id: string | undefined; mayAct: boolean }): Changed {
  const all = rows.keyRows(view)
  if (id === undefined) return asked.method === 'GET' ? byLast(asked, all.map((row) => rows.keyJson(view, row))) : missing(view)
  const row = all.find((one) => one.id === id)
  if (!row) return missing(view)
  const shown = rows.keyJson(view, row)
  if (asked.method === 'GET') return json(200, shown)
  if (asked.method !== 'POST') return missing(view)
  if (!mayAct) return refusal(view, 403, 'permission_error')
  const status = bodyOf(asked)?.status
  if (shown.status === 'archived' || !(status === 'active' || status === 'inactive' || status === 'archived')) return refusal(view, 400, 'invalid_request_error')
  const next = status === 'archived' ? taken(view.state, 'anthropic.archived', row.row) : turned(view.state, 'anthropic.keys', row.row, status === 'active', view.now)
  return { ...json(200, { ...shown, status }), next }
} // prettier-ignore

function live<Row extends { archived_at: string | null }>({ query }: Asked, all: readonly Row[]): readonly Row[] {
  return query.get('include_archived') === 'true' ? all : all.filter((row) => row.archived_at === null)
}

/** No page is as long as the most that may be asked for. */
const page = 4
const sizeOf = ({ query }: Asked) => Math.min(page, Number(query.get('limit') ?? page) || page)

function byLast(asked: Asked, all: readonly { id: string }[]): Changed {
  const from = all.findIndex(({ id }) => id === asked.query.get('after_id')) + 1
  const data = all.slice(from, from + sizeOf(asked))
  return json(200, { data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null, has_more: from + data.length < all.length })
}

function byPage(asked: Asked, all: readonly { id: string }[]): Changed {
  const from = Number(Buffer.from(asked.query.get('page') ?? '', 'base64url').toString() || 0)
  const to = from + sizeOf(asked)
  return json(200, { data: all.slice(from, to), next_page: to < all.length ? Buffer.from(String(to)).toString('base64url') : null })
}
