import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import type { View } from '../view.ts'
import { identityJson, identityRows, kinds, secretJson, secretRows, tokenJson, tokenRows } from './rows.ts'

const failed = (status: number, code: string, message: string) => json(status, { error_code: code, message })
const missing = failed(404, 'ENDPOINT_NOT_FOUND', 'No API found for that path')
const forbidden = failed(403, 'PERMISSION_DENIED', 'Only admins may do that')
const clients = { reads: '3e1f0c52-9d4c-4a5a-8f10-5f2c8d6b7a01', acts: '3e1f0c52-9d4c-4a5a-8f10-5f2c8d6b7a02' }

const secrets = (seed: number) => ({
  reads: { clientId: clients.reads, clientSecret: canary(seed, 'databricks-secret', 'reader') },
  acts: { clientId: clients.acts, clientSecret: canary(seed, 'databricks-secret', 'actor') },
})
const accessToken = (seed: number, who: keyof typeof clients) => canary(seed, 'databricks-access', who)

/** The company's Databricks workspace: its sign-in, tokens, and service principals with their secrets. */
export const databricks: FurtherProvider = {
  name: 'databricks',
  source: (seed, url) => ({
    kind: 'databricks',
    name: `Databricks ${company.name}`,
    settings: { workspaceUrl: url },
    credential: secrets(seed).reads,
    action: secrets(seed).acts,
    everyMinutes: 60,
  }),
  answer(view, asked) {
    if (asked.method === 'POST' && asked.path === '/oidc/v1/token') return signIn(view, asked)
    const mayAct = isSame(bearer(asked), accessToken(view.seed, 'acts'))
    if (!mayAct && !isSame(bearer(asked), accessToken(view.seed, 'reads'))) return failed(401, 'UNAUTHENTICATED', 'Credential was not sent or was of an unsupported type') // prettier-ignore
    return answer(view, asked, mayAct)
  },
}

function signIn(view: View, asked: Asked): Changed {
  const basic = /^Basic (.+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? ''
  const given = Buffer.from(basic, 'base64').toString('utf8')
  const who = (['reads', 'acts'] as const).find((one) => {
    const { clientId, clientSecret } = secrets(view.seed)[one]
    return isSame(given, `${clientId}:${clientSecret}`)
  })
  if (!who) return json(401, { error: 'invalid_client', error_description: 'Client authentication failed' })
  return json(200, { access_token: accessToken(view.seed, who), token_type: 'Bearer', expires_in: 3_600, scope: 'all-apis' })
}

function answer(view: View, asked: Asked, mayAct: boolean): Changed {
  const { method, path } = asked
  if (method === 'DELETE' && !mayAct) return forbidden
  const token = /^\/api\/2\.0\/token-management\/tokens(?:\/(\w+))?$/.exec(path)
  if (token) {
    const rows = tokenRows(view)
    if (method === 'GET' && !token[1]) return json(200, { token_infos: rows.map((row) => tokenJson(view, row)) })
    const row = rows.find(({ id }) => id === token[1])
    if (method !== 'DELETE' || !row) return failed(404, 'RESOURCE_DOES_NOT_EXIST', 'Token does not exist')
    return { ...json(200, {}), next: taken(view.state, kinds.tokens, row.row) }
  }
  const secret = /^\/api\/2\.0\/accounts\/servicePrincipals\/(\d+)\/credentials\/secrets(?:\/([\w-]+))?$/.exec(path)
  if (secret) {
    const rows = secretRows(view).filter(({ principal }) => principal.id === secret[1])
    if (method === 'GET' && !secret[2]) return json(200, rows.length > 0 ? { secrets: rows.map((row) => secretJson(view, row)) } : {})
    const row = rows.find(({ id }) => id === secret[2])
    if (method !== 'DELETE' || !row) return failed(404, 'RESOURCE_DOES_NOT_EXIST', 'Secret does not exist')
    return { ...json(200, {}), next: taken(view.state, kinds.secrets, row.row) }
  }
  if (method !== 'GET') return missing
  const identities = identityRows(view.seed)
  if (path === '/api/2.0/preview/scim/v2/Users') return scim(identities.filter(({ principal }) => !principal), asked) // prettier-ignore
  if (path === '/api/2.0/preview/scim/v2/ServicePrincipals') return scim(identities.filter(({ principal }) => principal), asked) // prettier-ignore
  if (path === '/api/2.0/workspace-conf') return json(200, { enableIpAccessLists: 'false' })
  if (path === '/api/2.0/ip-access-lists')
    return json(200, { ip_access_lists: [{ list_id: 'office', label: 'office', enabled: true, list_type: 'ALLOW', ip_addresses: ['198.51.100.0/24'], address_count: 1 }] }) // prettier-ignore
  return missing
}

function scim(rows: ReturnType<typeof identityRows>, { query }: Asked): Changed {
  const start = Math.max(1, Number(query.get('startIndex') ?? 1) || 1)
  const page = rows.slice(start - 1, start - 1 + (Number(query.get('count') ?? 100) || 100))
  return json(200, { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: rows.length, startIndex: start, itemsPerPage: page.length, Resources: page.map(identityJson) }) // prettier-ignore
}
