import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bodyOf, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken, turned } from '../further/rows.ts'
import { bytesOf, failed, forbidden, listed, missing, unsigned } from '../google/answers.ts'
import { callerOf, keyFileOf, tokenAnswer } from '../google/sign-in.ts'
import { day, lastUse } from '../habit.ts'
import type { View } from '../view.ts'
import {
  accountRows,
  apiKeyRows,
  callersOf,
  organisation,
  ownRoles,
  poolRows,
  projectRows,
  type AccountRow,
  type ApiKeyRow,
  type KeyRow,
} from './rows.ts'

type Json = Record<string, unknown>
const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')

/** Google Cloud over the company's organisation: the services stand under the names that they have before ".googleapis.com". */
export const gcp: FurtherProvider = {
  name: 'gcp',
  source: (seed, url) => {
    const { reads, acts } = callersOf(seed)
    return {
      kind: 'gcp',
      name: `Google Cloud ${company.name}`,
      settings: { scope: `organizations/${organisation}`, address: `${url}/{service}` },
      credential: { serviceAccountKey: keyFileOf(seed, reads) },
      action: { serviceAccountKey: keyFileOf(seed, acts) },
      everyMinutes: 60,
    }
  },
  answer(view, asked) {
    const { reads, acts } = callersOf(view.seed)
    const [service = '', version = '', ...path] = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (service === 'oauth2') return tokenAnswer(view.seed, asked, [reads, acts])
    const caller = callerOf(view.seed, asked, [reads, acts])
    if (!caller) return unsigned
    const mayAct = caller.email === acts.email
    if (service === 'cloudresourcemanager') return permissionsOf(asked, `${version}/${path.join('/')}`, mayAct)
    if (asked.method !== 'GET') return mayAct ? change(view, asked, service, path) : forbidden
    if (mayAct) return forbidden
    return services.get(service)?.(view, asked, path) ?? missing
  },
} // prettier-ignore

const services = new Map([['cloudasset', assets], ['iam', iam], ['apikeys', apikeys], ['policyanalyzer', activity]]) // prettier-ignore

/** What whoever asks may do, of what was asked for. */
function permissionsOf(asked: Asked, path: string, mayAct: boolean): Answer {
  if (asked.method !== 'POST' || path !== `v3/organizations/${organisation}:testIamPermissions`) return missing
  const wanted = bodyOf(asked)?.permissions
  const has = ownRoles[`organizations/${organisation}/roles/standdown${mayAct ? 'Acts' : ''}`] ?? []
  return json(200, { permissions: Array.isArray(wanted) ? wanted.filter((one) => has.includes(String(one))) : [] })
}

function assets(view: View, asked: Asked, path: readonly string[]): Answer | null {
  if (path.join('/') === `organizations/${organisation}:searchAllResources`) return listed(projectRows.map(projectJson), asked, { field: 'results', most: 3 })
  if (path.join('/') !== `organizations/${organisation}:searchAllIamPolicies`) return null
  const rows = asked.query.get('query') === 'policy:workloadIdentityPools' ? poolPolicies() : policies(view)
  return listed(rows, asked, { field: 'results', most: 5 })
} // prettier-ignore

function projectJson({ id, number, name, labels }: (typeof projectRows)[number]): Json {
  return {
    name: `//cloudresourcemanager.googleapis.com/projects/${id}`,
    assetType: 'cloudresourcemanager.googleapis.com/Project',
    project: `projects/${number}`,
    organization: `organizations/${organisation}`,
    displayName: name,
    labels,
    state: 'ACTIVE',
    additionalAttributes: { projectId: id },
  }
}

/** The policies of all that somebody was given a role on, each with the bindings of service accounts alone. */
function policies(view: View): Json[] {
  const byResource = new Map<string, { role: string; members: string[] }[]>()
  for (const { roles, email } of accountRows(view))
    for (const [role, resource] of roles) {
      const bindings = byResource.get(resource) ?? []
      const bound = bindings.find((one) => one.role === role)
      if (bound) bound.members.push(`serviceAccount:${email}`)
      else bindings.push({ role, members: [`serviceAccount:${email}`, 'deleted:serviceAccount:gone@fernhollow-prod.iam.gserviceaccount.com?uid=1', `group:staff@${company.domain}`] })
      byResource.set(resource, bindings)
    }
  return [...byResource].map(([resource, bindings]) => ({ resource, organization: `organizations/${organisation}`, policy: { etag: bytesOf(view.seed, 'gcp-etag', resource), bindings } }))
} // prettier-ignore

function poolPolicies(): Json[] {
  return poolRows.map(({ id, project }) => ({
    resource: `//iam.googleapis.com/projects/${project.id}/serviceAccounts/ci-deploy@${project.id}.iam.gserviceaccount.com`,
    policy: { bindings: [{ role: 'roles/iam.workloadIdentityUser', members: [`principalSet://iam.googleapis.com/projects/${project.number}/locations/global/workloadIdentityPools/${id}/*`] }] },
  }))
} // prettier-ignore

function iam(view: View, asked: Asked, path: readonly string[]): Answer | null {
  const role = ownRoles[path.join('/')]
  if (role) return json(200, { name: path.join('/'), title: 'Our own', includedPermissions: role, stage: 'GA', etag: bytesOf(view.seed, 'gcp-etag', path.join('/')) })
  const project = projectRows.find((one) => path[0] === 'projects' && one.id === path[1])
  if (project && path[2] === 'serviceAccounts') return accounts(view, asked, path)
  if (project && path[2] === 'locations' && path[4] === 'workloadIdentityPools') return pools(asked, project.id, path.slice(5))
  return null
} // prettier-ignore

function accounts(view: View, asked: Asked, [, project, , email, under, id]: readonly string[]): Answer | null {
  const rows = accountRows(view).filter((one) => one.project.id === project)
  if (email === undefined) return listed(rows.map((one) => accountJson(view, one)), asked, { field: 'accounts', most: 4 }) // prettier-ignore
  const account = rows.find((one) => one.email === email)
  if (!account) return null
  if (under === undefined) return json(200, accountJson(view, account))
  if (id === undefined) {
    const system = { ...keyJson(view, account, { row: -1, id: 'a'.repeat(40), ageMs: 5 * day, lifeMs: 12 * day, origin: 'GOOGLE_PROVIDED', disabled: false, habit: { everyMs: null, phase: 0 } }), keyType: 'SYSTEM_MANAGED' }
    const keys = [...account.keys.map((key) => keyJson(view, account, key)), ...(asked.query.get('keyTypes') === 'USER_MANAGED' ? [] : [system])]
    return json(200, keys.length > 0 ? { keys } : {})
  }
  const key = account.keys.find((one) => one.id === id)
  return key ? json(200, keyJson(view, account, key)) : null
} // prettier-ignore

function accountJson({ seed }: View, { project, email, uniqueId, displayName, description, disabled }: AccountRow): Json {
  return { name: `projects/${project.id}/serviceAccounts/${email}`, projectId: project.id, uniqueId, email, displayName, ...(description && { description }), ...(disabled && { disabled }), etag: bytesOf(seed, 'gcp-etag', email), oauth2ClientId: uniqueId }
} // prettier-ignore

/** A key as Google lists it; the canary stands where the answer that made it has the private half. */
function keyJson({ seed, epoch }: View, { project, email }: AccountRow, key: KeyRow): Json {
  const born = epoch - key.ageMs
  return {
    name: `projects/${project.id}/serviceAccounts/${email}/keys/${key.id}`,
    validAfterTime: iso(born),
    validBeforeTime: key.lifeMs === null ? '9999-12-31T23:59:59Z' : iso(born + key.lifeMs),
    keyAlgorithm: 'KEY_ALG_RSA_2048',
    keyOrigin: key.origin,
    keyType: 'USER_MANAGED',
    privateKeyData: bytesOf(seed, 'gcp-private-key', key.id),
    ...(key.disabled && { disabled: true, disableReason: key.disableReason ?? 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED' }),
    ...(key.exposedAt && { extendedStatus: [{ key: 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_EXPOSED', value: `exposed at: ${key.exposedAt}` }] }),
  }
} // prettier-ignore

function pools(asked: Asked, project: string, [id, , ...more]: readonly string[]): Answer | null {
  const rows = poolRows.filter((one) => one.project.id === project)
  const nameOf = (pool: (typeof poolRows)[number]) => `projects/${pool.project.number}/locations/global/workloadIdentityPools/${pool.id}`
  if (id === undefined) return listed(rows.map((pool) => ({ name: nameOf(pool), displayName: pool.name, state: 'ACTIVE', mode: 'FEDERATION_ONLY' })), asked, { field: 'workloadIdentityPools', most: 50 })
  const pool = rows.find((one) => one.id === id)
  if (!pool || more.length > 0) return null
  const providers = pool.providers.map((one) => ({ name: `${nameOf(pool)}/providers/${one.id}`, state: 'ACTIVE', attributeMapping: { 'google.subject': 'assertion.sub' }, ...(one.condition && { attributeCondition: one.condition }), oidc: { issuerUri: one.issuer } }))
  return listed(providers, asked, { field: 'workloadIdentityPoolProviders', most: 50 })
} // prettier-ignore

function apikeys(view: View, asked: Asked, path: readonly string[]): Answer | null {
  const [first, project, , , , uid] = path
  const rows = apiKeyRows(view).filter((one) => first === 'projects' && (one.project.id === project || one.project.number === project))
  if (!projectRows.some((one) => one.id === project || one.number === project)) return null
  if (uid === undefined) return listed(rows.map((row) => apiKeyJson(view, row)), asked, { field: 'keys', most: 2 }) // prettier-ignore
  const key = rows.find((one) => one.uid === uid)
  return key ? json(200, apiKeyJson(view, key)) : null
}

function apiKeyJson({ seed, epoch }: View, { project, uid, name, ageMs, restrictions, account }: ApiKeyRow): Json {
  return {
    name: `projects/${project.number}/locations/global/keys/${uid}`,
    uid,
    displayName: name,
    keyString: canary(seed, 'gcp-api-key', uid),
    createTime: iso(epoch - ageMs),
    updateTime: iso(epoch - ageMs),
    ...(restrictions && { restrictions }),
    ...(account && { serviceAccountEmail: account }),
    etag: canary(seed, 'gcp-etag', uid),
  }
}

/** Google's report of the last day: it is of whole days, some days late, and has nothing of a key that was not used in its window. */
function activity(view: View, asked: Asked, [, project, , , , type]: readonly string[]): Answer | null {
  if (!projectRows.some((one) => one.id === project) || type !== 'serviceAccountKeyLastAuthentication') return null
  const [from, to] = [view.now - 400 * day, view.now - 2 * day]
  const rows = accountRows(view).filter((one) => one.project.id === project).flatMap(({ email, keys }) =>
    keys.flatMap((key) => {
      const used = lastUse(key.habit, view.epoch - key.ageMs, to)
      if (used === null || used < from) return []
      const fullResourceName = `//iam.googleapis.com/projects/${project}/serviceAccounts/${email}/keys/${key.id}`
      const dayOf = (ms: number) => iso(Math.floor(ms / day) * day + 7 * 3_600_000)
      return [{ fullResourceName, activityType: type, observationPeriod: { startTime: dayOf(from), endTime: dayOf(to) }, activity: { lastAuthenticatedTime: dayOf(used - day), serviceAccountKey: { fullResourceName, projectNumber: '1' } } }]
    }),
  )
  return listed(rows, asked, { field: 'activities', most: 1_000 })
} // prettier-ignore

function change(view: View, { method }: Asked, service: string, path: readonly string[]): Changed {
  const [, project, , , last = ''] = path
  if (service === 'apikeys') {
    const key = apiKeyRows(view).find((one) => (one.project.number === project || one.project.id === project) && path[5] === one.uid)
    if (!key || method !== 'DELETE') return missing
    return { ...json(200, { name: `operations/akmf.${key.uid}`, done: false }), next: taken(view.state, 'gcp.api-keys', key.row) }
  }
  const [id = '', verb] = (path[5] ?? '').split(':')
  const account = accountRows(view).find((one) => one.project.id === project && one.email === path[3])
  const key = account?.keys.find((one) => one.id === id)
  if (service !== 'iam' || last !== 'keys' || !key) return missing
  if (method === 'DELETE' && verb === undefined) return { ...json(200, {}), next: taken(view.state, 'gcp.keys', key.row) }
  if (method !== 'POST' || (verb !== 'disable' && verb !== 'enable')) return failed(400, 'INVALID_ARGUMENT', 'Unknown verb.')
  return { ...json(200, {}), next: turned(view.state, 'gcp.keys', key.row, verb === 'enable', view.now) }
}
