import { canary } from '../canary.ts'
import { company } from '../company.ts'
import type { Answer } from '../answer.ts'
import { bearer, bodyOf, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import type { View } from '../view.ts'
import { applicationRows, callers, guid, type ApplicationRow } from './applications.ts'
import { azure } from './azure.ts'
import {
  activity,
  applicationJson,
  assignments,
  grants,
  groupMembers,
  principals,
  roleAssignments,
  roleDefinitions,
  tenantId,
} from './objects.ts'

const failed = (status: number, code: string, message: string): Answer =>
  json(status, { error: { code, message, innerError: { 'request-id': 'estate' } } })
const unsigned = failed(401, 'InvalidAuthenticationToken', 'Access token is empty or invalid.')
const forbidden = failed(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
const missing = failed(
  404,
  'Request_ResourceNotFound',
  'Resource does not exist or one of its queried reference-property objects are not present.',
)

type Caller = keyof typeof callers

const secretOf = (seed: number, caller: Caller) => canary(seed, 'entra-client-secret', caller)
const tokenOf = (seed: number, caller: Caller) => canary(seed, 'entra-access-token', caller)
/** The applications of both stand in the same rows at every start. */
const clientOf = (seed: number, caller: Caller) => guid(seed, 'client', caller === 'reads' ? 15 : 16)

/** Microsoft's sign-in and Graph over the company's tenant, and Azure over its subscriptions. */
export const entra: FurtherProvider = {
  name: 'entra',
  source: (seed, url) => ({
    kind: 'entra',
    name: `Entra ID ${company.name}`,
    settings: { tenant: tenantId(seed), clientId: clientOf(seed, 'reads'), loginUrl: `${url}/login`, graphUrl: `${url}/graph`, armUrl: `${url}/arm` },
    credential: { clientSecret: secretOf(seed, 'reads') },
    action: { clientId: clientOf(seed, 'acts'), clientSecret: secretOf(seed, 'acts') },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const parts = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (parts[0] === 'login') return signIn(view, asked, parts.slice(1))
    const mayAct = isSame(bearer(asked), tokenOf(view.seed, 'acts'))
    if (!mayAct && !isSame(bearer(asked), tokenOf(view.seed, 'reads'))) return unsigned
    if (parts[0] === 'arm') return mayAct || asked.method !== 'GET' ? json(403, { error: { code: 'AuthorizationFailed', message: 'The client has no role there.' } }) : azure(view, asked, parts.slice(1))
    const [, version, ...path] = parts
    if (parts[0] !== 'graph') return missing
    if (asked.method === 'POST') return change(view, asked, path, mayAct)
    if (asked.method !== 'GET') return missing
    if (version === 'beta') return path.join('/') === 'reports/appCredentialSignInActivities' && !mayAct ? listed(activity(view), asked) : mayAct ? forbidden : missing
    return version === 'v1.0' ? read(view, asked, path, mayAct) : missing
  },
} // prettier-ignore

function signIn({ seed }: View, { method, body }: Asked, [tenant, ...path]: readonly string[]): Answer {
  const form = new URLSearchParams(body.toString('utf8'))
  const says = (status: number, error: string, code: number) => json(status, { error, error_description: `AADSTS${code}: refused.`, error_codes: [code], trace_id: 'estate' })
  if (method !== 'POST' || path.join('/') !== 'oauth2/v2.0/token') return json(404, {})
  if (tenant !== tenantId(seed)) return says(400, 'invalid_request', 90002)
  if (form.get('grant_type') !== 'client_credentials') return says(400, 'unsupported_grant_type', 70003)
  const caller = (['reads', 'acts'] as const).find((one) => form.get('client_id') === clientOf(seed, one))
  if (!caller) return says(400, 'unauthorized_client', 700016)
  if (!isSame(form.get('client_secret'), secretOf(seed, caller))) return says(401, 'invalid_client', 7000215)
  return json(200, { token_type: 'Bearer', expires_in: 3_599, ext_expires_in: 3_599, access_token: tokenOf(seed, caller) })
} // prettier-ignore

/** What reads may see all of, and what acts (Application.ReadWrite.OwnedBy) only applications of. */
function read(view: View, asked: Asked, path: readonly string[], mayAct: boolean): Answer {
  const [collection, id, ...under] = path
  const expand = asked.query.get('$expand')
  if (collection === 'applications') {
    const apps = applicationRows(view)
    if (id === undefined) return listed(apps.map((app) => applicationJson(view, app, expand)), asked) // prettier-ignore
    const app = apps.find((one) => one.id === id)
    return app && under.length === 0 ? json(200, applicationJson(view, app, expand)) : missing
  }
  if (mayAct) return forbidden
  const rows = rowsAt(view, path)
  return rows ? listed(rows, asked) : missing
}

function rowsAt(view: View, path: readonly string[]): readonly Record<string, unknown>[] | null {
  const [collection, id = '', under] = path
  if (path.length === 1 && collection === 'servicePrincipals') return principals(view)
  if (path.length === 1 && collection === 'oauth2PermissionGrants') return grants(view)
  if (path.length === 3 && collection === 'servicePrincipals' && under === 'appRoleAssignments') return assignments(view, id)
  if (path.length === 3 && collection === 'groups' && under === 'transitiveMembers') return groupMembers(view, id)
  if (path.join('/') === 'roleManagement/directory/roleDefinitions') return roleDefinitions()
  return path.join('/') === 'roleManagement/directory/roleAssignments' ? roleAssignments(view) : null
}

function change(view: View, asked: Asked, path: readonly string[], mayAct: boolean): Changed {
  const [collection, id, verb] = path
  if (!mayAct) return forbidden
  if (path.length !== 3 || collection !== 'applications' || verb !== 'removePassword') return missing
  const app: ApplicationRow | undefined = applicationRows(view).find((one) => one.id === id)
  const secret = app?.held.find((one) => one.is === 'passwordCredentials' && one.keyId === bodyOf(asked)?.keyId)
  if (!app) return missing
  if (!secret) return failed(400, 'Request_BadRequest', 'No password credential found with keyId.')
  return { status: 204, headers: {}, body: '', next: taken(view.state, 'entra.credentials', secret.row) }
}

/** Graph may give fewer rows than asked for, and names the next page by its whole address. */
const mostRows = 8

function listed(rows: readonly Record<string, unknown>[], { query, base, path }: Asked): Answer {
  const size = Math.min(mostRows, Math.max(1, Number(query.get('$top') ?? 100) || 100))
  const from = Number(/^at(\d{1,6})$/.exec(query.get('$skiptoken') ?? '')?.[1] ?? 0)
  const onward = new URLSearchParams([...query].filter(([name]) => name !== '$skiptoken'))
  onward.set('$skiptoken', `at${from + size}`)
  const more = from + size < rows.length && { '@odata.nextLink': `${base}${path}?${onward}` }
  return json(200, { '@odata.context': `${base}/graph/$metadata`, ...more, value: rows.slice(from, from + size) })
}
