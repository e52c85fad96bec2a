import { describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, idsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'

const partial = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'
const lastUsed = 'kubernetes.io/legacy-token-last-used'

const secret = (name: string, more: object = {}, annotations: object = {}) => ({
  metadata: {
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    creationTimestamp: '2023-04-01T10:00:00Z',
    labels: {},
    annotations: {
      'kubernetes.io/service-account.name': 'ci',
      'kubernetes.io/service-account.uid': 'uid-ci',
      // Where somebody applied the Secret, all of it stands here again.
      'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"token":"${canary}"}}`,
      ...annotations,
    },
    ...more,
  },
})
type Row = { metadata: object }
const pageOf = (rows: readonly object[], query: URLSearchParams, kind: string) => {
  const from = Number(query.get('continue') ?? 0)
  const more = from + 2 < rows.length
  return { kind, apiVersion: 'v1', metadata: { resourceVersion: '7', ...(more && { continue: String(from + 2) }) }, items: rows.slice(from, from + 2) } // prettier-ignore
}
const listed =
  (rows: readonly object[], kind = 'List'): Route =>
  ({ query }) => ({ body: pageOf(rows, query, kind) })
/** As the API server does: metadata where it was asked for, whole Secrets where not. */
const secrets =
  (rows: readonly Row[]): Route =>
  ({ query, headers }) =>
    headers.accept === partial
      ? { body: pageOf(rows, query, 'PartialObjectMetadataList') }
      : { body: pageOf(rows.map((row) => ({ ...row, data: { token: canary } })), query, 'SecretList') } // prettier-ignore

const pod = (name: string, spec: object, more: object = {}) => ({ metadata: { name, namespace: 'shop', ...more }, spec: { containers: [], ...spec } }) // prettier-ignore
const given = (audience: string | undefined, expirationSeconds: number) => ({ volumes: [{ name: 't', projected: { sources: [{ serviceAccountToken: { audience, expirationSeconds, path: 'token' } }] } }] }) // prettier-ignore
const account = (name: string, annotations: object = {}, more: object = {}) => ({ metadata: { name, namespace: 'shop', uid: `uid-${name}`, annotations: { note: canary, ...annotations } }, secrets: [{ name: canary }], ...more }) // prettier-ignore
const binding = (name: string, role: string, subjects: object[], namespace?: string) => ({ metadata: { name, ...(namespace && { namespace }) }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: namespace ? 'Role' : 'ClusterRole', name: role }, subjects }) // prettier-ignore
const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }
const rbac = 'GET /apis/rbac.authorization.k8s.io/v1'
const ofCi = { kind: 'ServiceAccount', name: 'ci', namespace: 'shop' }

const routes: Readonly<Record<string, Route>> = {
  'GET /api/v1/secrets': secrets([secret('ci-token'), secret('old-token'), secret('third')]),
  'GET /api/v1/serviceaccounts': listed([
    account('ci'),
    account('checkout'),
    account('lake', { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/lake' }),
  ]),
  'GET /api/v1/pods': listed([
    pod('old', { containers: [{ name: 'c', env: [{ name: 'PASSWORD', value: canary }, { name: 'T', valueFrom: { secretKeyRef: { name: 'ci-token', key: 'token' } } }] }] }, { ownerReferences: [{ kind: 'Job', name: 'nightly-28000000' }] }),
    pod('checkout-7d9-x', { serviceAccountName: 'checkout', ...given('vault', 600) }, { ownerReferences: [{ kind: 'ReplicaSet', name: 'checkout-7d9' }], labels: { 'pod-template-hash': '7d9' } }),
    pod('over', { serviceAccountName: 'ci', ...given(undefined, 3607) }, {}),
  ]),
  [`${rbac}/clusterroles`]: listed([{ metadata: { name: 'cluster-admin' }, rules: [everything] }, { metadata: { name: 'nothing' }, rules: null }, { metadata: { name: 'discovery' }, rules: [{ nonResourceURLs: ['/version'], verbs: ['get'] }] }]),
  [`${rbac}/roles`]: listed([{ metadata: { name: 'reader', namespace: 'shop' }, rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] }]),
  [`${rbac}/clusterrolebindings`]: listed([binding('everybody', 'discovery', [{ kind: 'Group', name: 'system:authenticated' }]), binding('none', 'nothing', [])]),
  [`${rbac}/rolebindings`]: listed([binding('ci-reads', 'reader', [ofCi], 'shop')]),
  'GET /api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking': () => ({ body: { data: { since: '2024-01-01' } } }),
} // prettier-ignore

const settings = (base: string) => ({ cluster: 'test', baseUrl: base })
const credential = { token: `eyJ.${canary}` }
const forEver = (kind: string) => ({ body: { kind, metadata: { continue: 'same' }, items: [secret('again')] } })

conforms({
  kind: 'kubernetes',
  settings,
  credential,
  routes,
  tokens: ['uid-ci-token', 'uid-old-token', 'uid-third'],
  listings: [
    { route: 'GET /api/v1/secrets', object: 'Kubernetes service account token Secrets', kinds: ['kubernetes.service-account-token'], goesOn: () => forEver('PartialObjectMetadataList') },
    { route: 'GET /api/v1/serviceaccounts', object: 'Kubernetes service accounts', kinds: [] },
    { route: 'GET /api/v1/pods', object: 'Kubernetes pods', kinds: [] },
    { route: `${rbac}/clusterroles`, object: 'Kubernetes cluster roles', kinds: [] },
    { route: `${rbac}/rolebindings`, object: 'Kubernetes role bindings', kinds: [] },
  ],
}) // prettier-ignore

async function seen(changed: Readonly<Record<string, Route>> = {}): Promise<{ observations: Observation[]; text: string }> {
  const all = { ...routes, ...changed }
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '', 'http://x')
    const said = all[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: request.headers, body, base: '' })
    response.writeHead(said?.status ?? (said ? 200 : 404), { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const kubernetes = await connectorOf('kubernetes')
  const world = quietWorld()
  const observations = await gather(kubernetes.observe(kubernetes.settings.parse(settings(server.url)), credential, world, null))
  await server.close()
  return { observations, text: JSON.stringify([observations, world.lines]) }
}
const tokenOf = async (row: Row, changed: Readonly<Record<string, Route>> = {}): Promise<Sighting | undefined> =>
  (await seen({ 'GET /api/v1/secrets': secrets([row]), ...changed })).observations.flatMap((one) =>
    one.see === 'token' ? [one.token] : [],
  )[0]
const issuersOf = async (changed: Readonly<Record<string, Route>> = {}) =>
  (await seen(changed)).observations.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))

describe('a token in a Secret', () => {
  const since = 'GET /api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking'
  test.each<[string, Row, object, Record<string, Route>?]>([
    ['used on a day', secret('a', { labels: { [lastUsed]: '2026-11-20', team: 'shop', secret: 'another', namespace: 'another' } }), { lastUsed: { at: new Date('2026-11-20') }, expires: 'never', issuedAt: new Date('2023-04-01T10:00:00Z'), lifecycle: 'active', binding: 'bearer', tags: { namespace: 'shop', secret: 'a', 'service account': 'ci', team: 'shop' }, workloadHint: 'ci', ownerHints: [{ how: 'name', value: 'shop' }] }],
    ['older than the tracking, and not used since', secret('a'), { lastUsed: { notSince: new Date('2024-01-01') } }],
    ['of the day on which the tracking began', secret('a', { creationTimestamp: '2024-01-01T08:00:00Z' }), { lastUsed: { notSince: new Date('2024-01-01') } }],
    ['younger than the tracking, and never used', secret('a', { creationTimestamp: '2025-01-01T00:00:00Z' }), { lastUsed: 'never' }],
    ['of a cluster that does not track use', secret('a'), { lastUsed: 'not-reported' }, { [since]: () => ({ status: 404 }) }],
    ['of a cluster that does not say since when', secret('a'), { lastUsed: 'not-reported' }, { [since]: () => ({ body: { data: { since: 'once' } } }) }],
    ['used on no day of the calendar', secret('a', { labels: { [lastUsed]: 'yesterday' } }), { lastUsed: 'not-reported' }],
    ['marked as invalid', secret('a', { labels: { 'kubernetes.io/legacy-token-invalid-since': '2026-10-01' } }), { lifecycle: 'disabled', tags: { 'invalid since': '2026-10-01' } }],
    ['on its way out', secret('a', { deletionTimestamp: '2026-11-23T00:00:00Z' }), { lifecycle: 'revoked' }],
    ['of no service account that is named', secret('a', {}, { 'kubernetes.io/service-account.name': undefined }), { permissions: 'not-reported' }],
    ['that a job reads', secret('ci-token'), { consumers: ['job nightly in shop'] }],
    ['with labels and annotations that nobody knows', secret('a', { labels: null, managedFields: [canary], generateName: 'x' }), { tags: { namespace: 'shop', secret: 'a', 'service account': 'ci' } }],
  ])('%s', async (_, row, wanted, changed) => expect(await tokenOf(row, changed)).toMatchObject(wanted)) // prettier-ignore

  test('may do what is bound to its account and to everybody', async () => {
    const token = await tokenOf(secret('a'))
    expect(token?.permissions).toMatchObject({ scheme: 'kubernetes.rbac', stated: { rules: [{ namespace: 'shop', resources: ['configmaps'], from: 'RoleBinding shop/ci-reads → Role reader' }, { namespace: null, urls: ['/version'] }] } }) // prettier-ignore
  })

  test.each([
    ['by its namespace', [{ kind: 'Group', name: 'system:serviceaccounts:shop' }]],
    ['as a user', [{ kind: 'User', name: 'system:serviceaccount:shop:ci' }]],
    ['without a namespace, in that of the binding', [{ kind: 'ServiceAccount', name: 'ci' }]],
  ])('is bound %s', async (_, subjects) => {
    const bound = { [`${rbac}/rolebindings`]: listed([binding('b', 'reader', subjects, 'shop')]) }
    expect(JSON.stringify((await tokenOf(secret('a'), bound))?.permissions)).toContain('configmaps')
  })

  test('of which a part of RBAC could not be read has rights that nobody knows', async () => {
    const { observations } = await seen({ [`${rbac}/roles`]: () => ({ status: 403 }) })
    expect(observations.flatMap((one) => (one.see === 'token' ? [one.token.permissions] : []))).toEqual(['not-reported', 'not-reported', 'not-reported']) // prettier-ignore
    expect(gapsOf(observations)).toMatchObject([{ object: 'Kubernetes roles', why: 'not-permitted' }])
  })
})

test('a server that answers whole Secrets is not read, and what was in them is nowhere', async () => {
  const whole: Route = ({ query }) => ({ body: pageOf([{ ...secret('a'), data: { token: canary } }], query, 'SecretList') })
  const { observations, text } = await seen({ 'GET /api/v1/secrets': whole })
  expect(idsOf(observations)).toEqual([])
  expect(gapsOf(observations)).toMatchObject([{ object: 'Kubernetes service account token Secrets', why: 'inconsistent', says: expect.stringContaining('dropped unread') as string }]) // prettier-ignore
  expect(text).not.toContain(canary)
})

test('a list of nothing, whose rows are null, is whole', async () => {
  const { observations } = await seen({ 'GET /api/v1/secrets': () => ({ body: { kind: 'PartialObjectMetadataList', metadata: {}, items: null } }) })
  expect([idsOf(observations), gapsOf(observations)]).toEqual([[], []])
  expect(observations).toContainEqual({ see: 'covered', object: 'Kubernetes service account token Secrets', seen: 0, kinds: ['kubernetes.service-account-token'] })
}) // prettier-ignore

describe('a list whose place the server has forgotten (410)', () => {
  const rows = [secret('a'), secret('b'), secret('c')]
  const forgetting = (times: number): Route => {
    let forgotten = 0
    return (asked) =>
      asked.query.has('continue') && forgotten++ < times ? { status: 410, body: { reason: 'Expired' } } : secrets(rows)(asked)
  }
  test('is read from its beginning, and is whole', async () => {
    const { observations } = await seen({ 'GET /api/v1/secrets': forgetting(2) })
    expect([...new Set(idsOf(observations))]).toEqual(['uid-a', 'uid-b', 'uid-c'])
    expect(gapsOf(observations)).toEqual([])
    expect(observations).toContainEqual(expect.objectContaining({ see: 'covered', kinds: ['kubernetes.service-account-token'] }))
  })
  test('again and again is a gap', async () => {
    const { observations } = await seen({ 'GET /api/v1/secrets': forgetting(99) })
    expect(gapsOf(observations)).toMatchObject([{ why: 'inconsistent', says: expect.stringContaining('410') as string }])
    expect(JSON.stringify(observations)).not.toContain('"kinds":["kubernetes.service-account-token"]')
  })
})

describe('what pods are given', () => {
  test('is an issuer of its service account', async () => {
    expect(await issuersOf()).toMatchObject([
      { name: 'shop/ci', mints: 'projected token for the API server', maxLifeSeconds: 'not-reported' },
      { name: 'shop/checkout', mints: 'projected token for vault', maxLifeSeconds: 600, trusts: ['deployment checkout in shop'], tags: { audiences: 'vault' } },
      { name: 'shop/lake', mints: 'projected token for an AWS role', maxLifeSeconds: 'not-reported', tags: { 'AWS role': 'arn:aws:iam::1:role/lake' } },
    ])
  }) // prettier-ignore
  test('counts by its longest life, and not where the pod is over', async () => {
    const pods = listed([
      pod('a', { serviceAccountName: 'checkout', ...given('x', 600) }),
      pod('b', { serviceAccountName: 'checkout', ...given('y', 7_200) }),
      { ...pod('c', { serviceAccountName: 'ci', ...given('z', 600) }), status: { phase: 'Succeeded' } },
    ])
    expect((await issuersOf({ 'GET /api/v1/pods': pods })).filter(({ name }) => name !== 'shop/lake')).toMatchObject([{ name: 'shop/checkout', maxLifeSeconds: 7_200, tags: { audiences: 'x, y' } }]) // prettier-ignore
  })
})
