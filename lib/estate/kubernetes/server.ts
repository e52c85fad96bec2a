import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, bodyOf, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken, turned } from '../further/rows.ts'
import type { View } from '../view.ts'
import { bindingJson, clusterRoleBindings, clusterRoles, roleBindings, roles } from './rbac.ts'
import { accountsJson, podsJson, secretJson, secretKind, secretRows, trackedSince } from './rows.ts'

type Caller = 'reads' | 'acts'
const tokenOf = (seed: number, caller: Caller) => canary(seed, 'kubernetes-token', caller)
const userOf = (caller: Caller) => `system:serviceaccount:standdown:standdown${caller === 'acts' ? '-actor' : ''}`

/** A Status as the API server answers it. Its message is nobody's to repeat. */
function status(view: View, code: number, reason: string): Answer {
  const message = canary(view.seed, 'kubernetes-status', reason)
  return json(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code })
}

/** The API server of the company's cluster. */
export const kubernetes: FurtherProvider = {
  name: 'kubernetes',
  source: (seed, url) => ({
    kind: 'kubernetes',
    name: `Kubernetes ${company.org}`,
    settings: { cluster: `${company.org} production`, baseUrl: url },
    credential: { token: tokenOf(seed, 'reads') },
    action: { token: tokenOf(seed, 'acts') },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const caller = (['reads', 'acts'] as const).find((one) => isSame(bearer(asked), tokenOf(view.seed, one)))
    if (!caller) return status(view, 401, 'Unauthorized')
    if (asked.method === 'POST') return reviewed(view, asked, caller)
    if (asked.method === 'GET') return caller === 'reads' ? read(view, asked) : status(view, 403, 'Forbidden')
    return change(view, asked, caller)
  },
}

/** Every list that there is, by its path. */
const lists: Readonly<Record<string, (view: View) => readonly object[]>> = {
  '/api/v1/serviceaccounts': accountsJson,
  '/api/v1/pods': podsJson,
  '/apis/rbac.authorization.k8s.io/v1/clusterroles': () => clusterRoles.map(({ name, rules }) => ({ metadata: { name }, rules })),
  '/apis/rbac.authorization.k8s.io/v1/roles': () => roles.map(({ name, namespace, rules }) => ({ metadata: { name, namespace }, rules })),
  '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings': () => clusterRoleBindings.map(bindingJson),
  '/apis/rbac.authorization.k8s.io/v1/rolebindings': () => roleBindings.map(bindingJson),
}

const tracking = '/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking'

function read(view: View, asked: Asked): Changed {
  const rows = lists[asked.path]
  if (rows) return listed(view, asked, rows(view), 'List')
  if (asked.path === tracking) return json(200, { kind: 'ConfigMap', data: { since: trackedSince(view) } })
  const of = /^\/api\/v1\/(?:namespaces\/([^/]+)\/)?secrets$/.exec(asked.path)
  if (!of) return status(view, 404, 'NotFound')
  // Metadata alone for whoever asks for it by that name; whole Secrets for everybody else.
  const whole = !String(asked.headers.accept).includes('as=PartialObjectMetadataList')
  const name = /metadata\.name=([^,]+)/.exec(asked.query.get('fieldSelector') ?? '')?.[1]
  const found = secretRows(view).filter((row) => (of[1] === undefined || row.namespace === of[1]) && (name === undefined || row.name === name))
  return listed(view, asked, found.map((row) => secretJson(view, row, whole)), whole ? 'SecretList' : 'PartialObjectMetadataList')
} // prettier-ignore

/** No page is as long as the most that may be asked for. */
const mostRows = 4

function listed(view: View, { query }: Asked, rows: readonly object[], kind: string): Changed {
  const token = query.get('continue')
  const from = token === null ? 0 : Number(/^\{"v":"meta.k8s.io\/v1","from":(\d+)\}$/.exec(Buffer.from(token, 'base64url').toString())?.[1])
  if (!Number.isInteger(from)) return status(view, 410, 'Expired')
  const size = Math.min(mostRows, Math.max(1, Number(query.get('limit') ?? mostRows) || mostRows))
  const rest = rows.length - from - size
  const next = Buffer.from(`{"v":"meta.k8s.io/v1","from":${from + size}}`).toString('base64url')
  return json(200, {
    kind,
    apiVersion: kind.startsWith('Partial') ? 'meta.k8s.io/v1' : 'v1',
    metadata: { resourceVersion: '1000', ...(rest > 0 && { continue: next, remainingItemCount: rest }) },
    // A list of nothing is written so.
    items: rows.length === 0 ? null : rows.slice(from, from + size),
  })
}

function reviewed(view: View, asked: Asked, caller: Caller): Changed {
  if (asked.path === '/apis/authentication.k8s.io/v1/selfsubjectreviews')
    return json(201, { kind: 'SelfSubjectReview', status: { userInfo: { username: userOf(caller), groups: ['system:serviceaccounts', 'system:authenticated'] } } })
  if (asked.path !== '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') return status(view, 404, 'NotFound')
  const { spec } = (bodyOf(asked) ?? {}) as { spec?: { resourceAttributes?: { verb?: string } } }
  const verb = spec?.resourceAttributes?.verb ?? ''
  return json(201, { kind: 'SelfSubjectAccessReview', status: { allowed: (caller === 'acts' ? ['delete', 'patch'] : ['list']).includes(verb) } })
} // prettier-ignore

function change(view: View, asked: Asked, caller: Caller): Changed {
  const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/.exec(decodeURIComponent(asked.path)) ?? []
  if (caller !== 'acts') return status(view, 403, 'Forbidden')
  const row = secretRows(view).find((one) => one.namespace === namespace && one.name === name)
  if (!row) return status(view, 404, 'NotFound')
  const { metadata } = secretJson(view, row, false)
  const body = (bodyOf(asked) ?? {}) as { preconditions?: { uid?: string }; metadata?: { uid?: string; labels?: Record<string, string | null> } } // prettier-ignore
  if ((body.preconditions?.uid ?? metadata.uid) !== metadata.uid) return status(view, 409, 'Conflict')
  if ((body.metadata?.uid ?? metadata.uid) !== metadata.uid) return status(view, 422, 'Invalid')
  if (asked.method === 'DELETE')
    return { ...json(200, { kind: 'Status', status: 'Success', details: { name, kind: 'secrets', uid: metadata.uid } }), next: taken(view.state, secretKind, row.row) } // prettier-ignore
  const label = body.metadata?.labels?.['kubernetes.io/legacy-token-invalid-since']
  if (asked.method !== 'PATCH' || label === undefined) return status(view, 405, 'MethodNotAllowed')
  const next = turned(view.state, secretKind, row.row, label === null, view.now)
  return { ...json(200, { kind: 'PartialObjectMetadata', metadata }), next }
}
