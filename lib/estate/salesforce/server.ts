import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'
import * as rows from './rows.ts'

const clients = ['reads', 'acts'] as const
type Client = (typeof clients)[number]
const clientId = (seed: number, client: Client) => `3MVG9.fh${hex(20, seed, 'salesforce client', client)}`
const clientSecret = (seed: number, client: Client) => canary(seed, 'salesforce-client-secret', client)
const sessionOf = (seed: number, client: Client) => `00Dfh!${canary(seed, 'salesforce-session', client)}`

function refusal({ seed }: View, status: number, errorCode: string): Changed {
  return json(status, [{ errorCode, message: canary(seed, 'salesforce-error', errorCode) }])
}

/** Salesforce's REST interface of the company's org, as far as these queries go. */
export const salesforce: FurtherProvider = {
  name: 'salesforce',
  source: (seed, url) => ({
    kind: 'salesforce',
    name: `Salesforce ${company.name}`,
    settings: { instanceUrl: url },
    credential: { clientId: clientId(seed, 'reads'), clientSecret: clientSecret(seed, 'reads') },
    action: { clientId: clientId(seed, 'acts'), clientSecret: clientSecret(seed, 'acts') },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const form = () => new URLSearchParams(asked.body.toString('utf8'))
    if (asked.method === 'POST' && asked.path === '/services/oauth2/token') return signIn(view, asked, form())
    if (asked.method === 'POST' && asked.path === '/services/oauth2/revoke') return revoked(view, form().get('token'))
    const client = clients.find((one) => isSame(bearer(asked), sessionOf(view.seed, one)))
    if (!client) return refusal(view, 401, 'INVALID_SESSION_ID')
    if (asked.method === 'GET' && /^\/services\/data\/v\d+\.0\/sobjects\/PermissionSet\/describe$/.test(asked.path))
      return json(200, { name: 'PermissionSet', fields: ['Id', 'Name', ...rows.rightFields].map((name) => ({ name, type: 'boolean' })) })
    const at = /^\/services\/data\/v\d+\.0\/query(?:\/([\w-]+))?$/.exec(asked.path)
    if (asked.method !== 'GET' || !at) return refusal(view, 404, 'NOT_FOUND')
    const q = at[1] === undefined ? asked.query.get('q') : Buffer.from(at[1].split('-')[0] ?? '', 'hex').toString()
    return queried(view, asked, { q: q ?? '', from: Number(at[1]?.split('-').at(-1) ?? 0), client })
  },
} // prettier-ignore

function signIn({ seed }: View, { base }: Asked, form: URLSearchParams): Changed {
  const client = clients.find((one) => form.get('client_id') === clientId(seed, one))
  if (form.get('grant_type') !== 'client_credentials' || !client || !isSame(form.get('client_secret'), clientSecret(seed, client)))
    return json(400, { error: 'invalid_client', error_description: canary(seed, 'salesforce-error', 'sign-in') })
  return json(200, { access_token: sessionOf(seed, client), scope: 'api', instance_url: base, token_type: 'Bearer', id: `${base}/id` })
}

/** By the token's own secret; nobody signs in for it. */
function revoked(view: View, token: string | null): Changed {
  const row = rows.tokenRows(view).find((one) => isSame(token, String(rows.tokenFields(view, one).DeleteToken)))
  if (!row) return json(400, { error: 'unsupported_token_type', error_description: 'this token type is not supported' })
  return { status: 200, headers: {}, body: '', next: taken(view.state, 'salesforce.tokens', row.row) }
}

/** No page is as long as Salesforce's own. */
const page = 4

type Query = { q: string; from: number; client: Client }

function queried(view: View, asked: Asked, { q, from, client }: Query): Changed {
  const [, select = '', object = '', where = ''] = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY \w+)?(?: LIMIT \d+)?$/.exec(q) ?? []
  // The session that reads may not be given what revokes a token, whatever it asks for.
  if (/Token\b/.test(select) && client !== 'acts') return refusal(view, 400, 'INVALID_FIELD')
  const found = rowsOf(view, object)?.filter((row) => fits(row, where))
  if (!found) return refusal(view, 400, 'INVALID_TYPE')
  if (select === 'COUNT()') return json(200, { totalSize: found.length, done: true, records: [] })
  const names = select.split(', ')
  if (object === 'PermissionSet' && names.some((name) => name !== 'Id' && !rows.rightFields.includes(name))) return refusal(view, 400, 'INVALID_FIELD')
  const records = found.slice(from, from + page).map((row) => ({ attributes: { type: object }, ...Object.fromEntries(names.map((name) => [name.split('.')[0], row[name.split('.')[0] ?? '']])) }))
  const next = from + page < found.length ? { nextRecordsUrl: `${new URL(asked.base).pathname}/services/data/v62.0/query/${Buffer.from(q).toString('hex')}-${from + page}` } : {}
  return json(200, { totalSize: found.length, done: !('nextRecordsUrl' in next), ...next, records })
} // prettier-ignore

function rowsOf(view: View, object: string): readonly Record<string, unknown>[] | null {
  switch (object) {
    case 'OauthToken':
      return rows.tokenRows(view).map((row) => rows.tokenFields(view, row))
    case 'UserPermissionAccess':
      return [{ PermissionsCustomizeApplication: true }]
    case 'User':
      return rows.userRows(view).map(({ id, name, login, email, active, profile }) => ({ Id: id, Username: `${login}@${company.domain}.prod`, Email: email, Name: name, IsActive: active, Profile: { attributes: {}, Name: profile } })) // prettier-ignore
    case 'PermissionSet':
      return rows.permissionSetRows(view)
    case 'PermissionSetAssignment':
      return rows.assignmentRows(view)
    case 'ConnectedApplication':
      return rows.appRows(view)
    case 'AppMenuItem':
      return rows.menuRows(view)
    default:
      return null
  }
}

/** "A = 'x' AND B >= 2026-01-01T00:00:00Z AND C IN ('y', 'z')", and nothing cleverer. */
function fits(row: Readonly<Record<string, unknown>>, where: string): boolean {
  return where === '' || where.split(' AND ').every((part) => {
    const [, field = '', operator = '', value = ''] = /^(\w+) (=|>=|<|IN) (.+)$/.exec(part) ?? []
    const is = row[field]
    if (operator === 'IN') return value.includes(`'${String(is)}'`)
    if (value === 'null') return is === null
    if (value.startsWith("'")) return is === value.slice(1, -1)
    const [left, right] = [Date.parse(String(is)), Date.parse(value)]
    return operator === '=' ? left === right : operator === '<' ? left < right : left >= right
  })
} // prettier-ignore
