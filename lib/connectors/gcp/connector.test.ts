import { describe, expect, test } from 'vitest'
import type { IssuerSighting, Observation, Sighting } from '../../model/sighting.ts'
import { keyFile } from '../google/testing/key-file.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'

const email = (name: string) => `${name}@acme-prod.iam.gserviceaccount.com`
const keyName = (account: string, id: string) => `projects/acme-prod/serviceAccounts/${email(account)}/keys/${id}`
const account = (name: string, more: object = {}) => ({
  name: `projects/acme-prod/serviceAccounts/${email(name)}`,
  projectId: 'acme-prod',
  email: email(name),
  etag: canary,
  ...more,
})
const key = (name: string, more: object = {}) => ({
  name, keyType: 'USER_MANAGED', keyOrigin: 'GOOGLE_PROVIDED', keyAlgorithm: 'KEY_ALG_RSA_2048',
  validAfterTime: '2026-01-01T00:00:00Z', validBeforeTime: '9999-12-31T23:59:59Z', privateKeyData: canary, publicKeyData: canary, ...more,
}) // prettier-ignore
const apiKey = (uid: string, more: object = {}) => ({ name: `projects/111/locations/global/keys/${uid}`, uid, displayName: uid, keyString: canary, createTime: '2026-02-01T00:00:00Z', ...more }) // prettier-ignore
const bound = (resource: string, role: string, member: string, more: object = {}) => ({ resource, policy: { etag: canary, bindings: [{ role, members: [member, 'user:ana@acme.example'], ...more }] } }) // prettier-ignore
const used = (id: string, at: string | null) => ({
  fullResourceName: `//iam.googleapis.com/${keyName('ci', id)}`,
  activityType: 'serviceAccountKeyLastAuthentication',
  observationPeriod: { startTime: '2025-11-20T07:00:00Z', endTime: '2026-11-21T07:00:00Z' },
  activity: at === null ? {} : { lastAuthenticatedTime: at },
})

/** A list in pages of two, as Google's go on; an empty one leaves its field out. */
const listed =
  (field: string, rows: readonly unknown[]): Route =>
  ({ query }) => {
    const from = Number(query.get('pageToken') ?? 0)
    const page = rows.slice(from, from + 2)
    return { body: { ...(page.length > 0 && { [field]: page }), ...(from + 2 < rows.length && { nextPageToken: String(from + 2) }) } }
  }

type Cloud = { accounts: readonly object[]; keys: readonly object[]; apiKeys: readonly object[]; activities: readonly object[]; policies: readonly object[]; pools: readonly object[]; providers: readonly object[]; role: object } // prettier-ignore
const usual: Cloud = {
  accounts: [account('ci'), account('idle'), account('bot')],
  keys: [key(keyName('ci', 'aa01')), key(keyName('ci', 'aa02')), key(keyName('ci', 'aa03'))],
  apiKeys: [apiKey('k1'), apiKey('k2'), apiKey('k3')],
  activities: [used('aa01', '2026-11-01T07:00:00Z')],
  policies: [bound('//cloudresourcemanager.googleapis.com/projects/acme-prod', 'roles/owner', `serviceAccount:${email('ci')}`), bound('//storage.googleapis.com/raw', 'organizations/9/roles/own', `serviceAccount:${email('ci')}`)],
  pools: [{ name: 'projects/111/locations/global/workloadIdentityPools/ci', state: 'ACTIVE' }],
  providers: [{ name: 'projects/111/locations/global/workloadIdentityPools/ci/providers/github', oidc: { issuerUri: 'https://issuer.example', jwksJson: canary } }],
  role: { name: 'organizations/9/roles/own', includedPermissions: ['storage.objects.get'] },
} // prettier-ignore

function routesOf(changed: Partial<Cloud> = {}): Record<string, Route> {
  const { accounts, keys, apiKeys, activities, policies, pools, providers, role } = { ...usual, ...changed }
  const found = ['acme-prod'].map((id) => ({ name: `//cloudresourcemanager.googleapis.com/projects/${id}`, project: 'projects/111', displayName: 'Production', labels: { owner: 'payments', workload: 'ledger' } }))
  return {
    'POST /oauth2/token': () => ({ body: { access_token: canary, expires_in: 3_599, token_type: 'Bearer' } }),
    'GET /cloudasset/v1/organizations/9:searchAllResources': listed('results', found),
    'GET /cloudasset/v1/organizations/9:searchAllIamPolicies': (asked) => listed('results', asked.query.get('query') === 'memberTypes:serviceAccount' ? policies : [bound('//iam.googleapis.com/projects/acme-prod/serviceAccounts/1', 'roles/iam.workloadIdentityUser', 'principalSet://iam.googleapis.com/projects/111/locations/global/workloadIdentityPools/ci/attribute.repository/acme/web')])(asked),
    'GET /iam/v1/organizations/9/roles/own': () => ({ body: role }),
    'GET /iam/v1/projects/acme-prod/serviceAccounts': listed('accounts', accounts),
    [`GET /iam/v1/projects/acme-prod/serviceAccounts/${email('ci')}/keys`]: () => ({ body: keys.length > 0 ? { keys } : {} }),
    [`GET /iam/v1/projects/acme-prod/serviceAccounts/${email('idle')}/keys`]: () => ({ body: {} }),
    [`GET /iam/v1/projects/acme-prod/serviceAccounts/${email('bot')}/keys`]: () => ({ body: { keys: [key(keyName('bot', 'bb01')), key(keyName('bot', 'bb02'), { keyType: 'SYSTEM_MANAGED' })] } }),
    'GET /policyanalyzer/v1/projects/acme-prod/locations/global/activityTypes/serviceAccountKeyLastAuthentication/activities:query': listed('activities', activities),
    'GET /apikeys/v2/projects/acme-prod/locations/global/keys': listed('keys', apiKeys),
    'GET /iam/v1/projects/acme-prod/locations/global/workloadIdentityPools': listed('workloadIdentityPools', pools),
    'GET /iam/v1/projects/acme-prod/locations/global/workloadIdentityPools/ci/providers': listed('workloadIdentityPoolProviders', providers),
  }
} // prettier-ignore

const settings = (base: string) => ({ scope: 'organizations/9', address: `${base}/{service}` })
const credential = { serviceAccountKey: keyFile() }
const kinds = ['gcp.service-account-key', 'gcp.api-key']
const endless = (path: string, object: string, of: readonly string[] = []) => ({
  route: `GET ${path}`,
  object,
  kinds: of,
  goesOn: (n: number) => ({ body: { nextPageToken: `p${n}` } }),
})

conforms({
  kind: 'gcp',
  settings,
  credential,
  routes: routesOf(),
  tokens: [
    ...['k1', 'k2', 'k3'].map((uid) => `projects/111/locations/global/keys/${uid}`),
    keyName('bot', 'bb01'),
    ...['aa01', 'aa02', 'aa03'].map((id) => keyName('ci', id)),
  ],
  listings: [
    endless('/cloudasset/v1/organizations/9:searchAllResources', 'Google Cloud projects', kinds),
    endless('/cloudasset/v1/organizations/9:searchAllIamPolicies', 'Google Cloud role bindings'),
    endless('/iam/v1/projects/acme-prod/serviceAccounts', 'Google Cloud service accounts', ['gcp.service-account-key']),
    { route: `GET /iam/v1/projects/acme-prod/serviceAccounts/${email('ci')}/keys`, object: 'Google Cloud service account keys', kinds: ['gcp.service-account-key'] },
    endless('/apikeys/v2/projects/acme-prod/locations/global/keys', 'Google Cloud API keys', ['gcp.api-key']),
    endless('/policyanalyzer/v1/projects/acme-prod/locations/global/activityTypes/serviceAccountKeyLastAuthentication/activities:query', 'Last authentication of service account keys'),
    endless('/iam/v1/projects/acme-prod/locations/global/workloadIdentityPools', 'Google Cloud workload identity pools'),
    endless('/iam/v1/projects/acme-prod/locations/global/workloadIdentityPools/ci/providers', 'Google Cloud workload identity providers'),
  ],
}) // prettier-ignore

async function read(changed: Partial<Cloud> = {}, { routes = {}, scope = 'organizations/9' }: { routes?: Record<string, Route>; scope?: string } = {}): Promise<Observation[]> {
  const all = { ...routesOf(changed), ...routes }
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', server.url)
    const said = all[`${request.method} ${url.pathname.replace(scope, 'organizations/9')}`]?.({ query: url.searchParams, headers: {}, body: '', base: server.url })
    response.writeHead(said ? (said.status ?? 200) : 404, { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? {}))
  })
  const gcp = await connectorOf('gcp')
  try {
    return await gather(gcp.observe(gcp.settings.parse({ ...settings(server.url), scope }), gcp.credential.parse(credential), quietWorld(), null))
  } finally {
    await server.close()
  }
} // prettier-ignore
const tokenOf = (seen: readonly Observation[], id: string): Sighting | undefined => seen.flatMap((one) => (one.see === 'token' && one.token.externalId.endsWith(id) ? [one.token] : []))[0] // prettier-ignore
const issuersOf = (seen: readonly Observation[]): IssuerSighting[] => seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))
const leaksOf = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'leak' ? [one.leak] : []))

describe('a key of a service account', () => {
  const one = (more: object, of: object = {}): Partial<Cloud> => ({ accounts: [account('ci', of)], keys: [key(keyName('ci', 'aa01'), more)] })
  test.each<[string, Partial<Cloud>, object]>([
    ['that never ends', one({}), { kind: 'gcp.service-account-key', name: email('ci'), displayId: 'aa01', binding: 'keyed-asym', lifecycle: 'active', issuedAt: new Date('2026-01-01'), expires: 'never', lastUsed: { at: new Date('2026-11-01T07:00:00Z') }, workloadHint: 'ledger', ownerHints: [{ how: 'name', value: 'payments' }], tags: { 'project id': 'acme-prod', origin: 'made by Google' } }],
    ['that ends', one({ validBeforeTime: '2027-01-01T00:00:00Z' }), { expires: { fixed: new Date('2027-01-01') }, lifecycle: 'active' }],
    ['that is over', one({ validBeforeTime: '2026-11-01T00:00:00Z' }), { lifecycle: 'expired' }],
    ['whose end is not told', one({ validBeforeTime: null }), { expires: 'not-reported' }],
    ['whose beginning is not told', one({ validAfterTime: undefined }), { issuedAt: 'not-reported' }],
    ['that begins tomorrow', one({ validAfterTime: '2026-11-25T00:00:00Z' }), { issuedAt: 'not-reported' }],
    ['that is switched off', one({ disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED' }), { lifecycle: 'disabled', tags: { 'disabled because': 'user initiated' } }],
    ['of an account that is switched off', one({}, { disabled: true }), { lifecycle: 'disabled', tags: { 'service account state': 'disabled' } }],
    ['that was uploaded', one({ keyOrigin: 'USER_PROVIDED' }), { tags: { origin: 'uploaded' }, evidence: { issuedAt: expect.stringContaining('chose') as string } }],
    ['of an account that names somebody', one({}, { displayName: 'Runner', description: 'ask Bo.Li@acme.example, not x@acme-prod.iam.gserviceaccount.com' }), { ownerHints: [{ how: 'email', value: 'bo.li@acme.example' }, { how: 'name', value: 'payments' }] }],
    ['that the report has nothing of', { ...one({}), activities: [used('zz99', '2026-11-01T07:00:00Z')] }, { lastUsed: { notSince: new Date('2026-01-01') } }],
    ['made before the report’s window', { ...one({ validAfterTime: '2020-01-01T00:00:00Z' }), activities: [used('zz99', null)] }, { lastUsed: { notSince: new Date('2025-11-20T07:00:00Z') } }],
    ['made after the report’s window', { ...one({ validAfterTime: '2026-11-22T00:00:00Z' }), activities: [used('zz99', null)] }, { lastUsed: 'not-reported' }],
    ['of a project that has no report', { ...one({}), activities: [] }, { lastUsed: 'not-reported' }],
    ['of a report without a window', { ...one({}), activities: [{ fullResourceName: 'x/zz99', activity: null }] }, { lastUsed: 'not-reported' }],
    ['with fields that nobody knows', one({ algorithm_v9: canary, keyType: 'SOMEDAY' }), { kind: 'gcp.service-account-key' }],
  ])('%s', async (_, changed, wanted) => {
    const seen = await read(changed)
    expect(gapsOf(seen)).toEqual([])
    expect(tokenOf(seen, 'aa01')).toMatchObject(wanted)
  })

  test.each([
    ['without a name', { name: 'aa01' }],
    ['made before time', { validAfterTime: '0001-01-01T00:00:00Z' }],
    ['that ends at a word', { validBeforeTime: 'never ever' }],
  ])('%s is a gap, no key, and no end of any', async (_, more) => {
    const seen = await read(one(more))
    expect(tokenOf(seen, 'aa01')).toBeUndefined()
    expect(gapsOf(seen)).toMatchObject([{ object: 'Google Cloud service account keys', why: 'malformed' }])
    expect(seen.some((each) => each.see === 'covered' && each.kinds?.includes('gcp.service-account-key'))).toBe(false)
  })
}) // prettier-ignore

describe('Google’s notice of a leak', () => {
  const exposed = { key: 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_EXPOSED', value: 'exposed at: https://github.com/acme/web/blob/main/key.json' }
  const of = async (more: object, accountMore: object = {}) => leaksOf(await read({ accounts: [account('ci', accountMore)], keys: [key(keyName('ci', 'aa01'), more)] }))
  const name = keyName('ci', 'aa01')
  test.each<[string, object, object]>([
    ['of a key that works', { extendedStatus: [exposed] }, { key: `google:${name}`, reference: name, secretSeen: true, stillValid: 'yes', places: [{ in: 'https://github.com/acme/web/blob/main/key.json', at: null, url: 'https://github.com/acme/web/blob/main/key.json' }], finderSays: expect.stringContaining('in public') as string }],
    ['of a key that Google switched off', { disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED', extendedStatus: [exposed] }, { stillValid: 'no' }],
    ['that only the reason tells', { disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED' }, { stillValid: 'no', places: [{ in: 'a place that Google does not name', url: null }] }],
    ['of a key that was used in an attack', { extendedStatus: [exposed, { key: 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_COMPROMISE_DETECTED', value: null }] }, { finderSays: expect.stringContaining('attack') as string, placeCount: 1 }],
  ])('%s', async (_, more, wanted) => expect(await of(more)).toMatchObject([wanted]))

  test.each<[string, object]>([
    ['there is', {}],
    ['of another sort is none', { extendedStatus: [{ key: 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_UNSPECIFIED', value: 'x' }] }],
    ['somebody switched it off by themselves', { disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED' }],
  ])('none: %s', async (_, more) => expect(await of(more)).toEqual([]))
}) // prettier-ignore

describe('what a service account may do', () => {
  const member = `serviceAccount:${email('ci')}`
  const of = async (changed: Partial<Cloud>, more: Parameters<typeof read>[1] = {}) => {
    const seen = await read(changed, more)
    return { seen, permissions: tokenOf(seen, 'aa01')?.permissions }
  }
  test('its roles, each where it was given; one of its own by a document that comes before', async () => {
    const { seen, permissions } = await of({})
    const document = seen.findIndex((one) => one.see === 'document')
    const hash = seen[document]?.see === 'document' ? seen[document].hash : ''
    expect(seen[document]).toMatchObject({ scheme: 'gcp.iam.role', body: { permissions: ['storage.objects.get'] } })
    expect(document).toBeLessThan(seen.findIndex((one) => one.see === 'token'))
    expect(permissions).toEqual({
      scheme: 'gcp.iam',
      documents: [hash],
      stated: {
        bindings: [
          { role: 'organizations/9/roles/own', on: 'resource', resource: 'storage.googleapis.com/raw', permissions: hash },
          { role: 'roles/owner', on: 'project', resource: 'project acme-prod' },
        ],
        unread: [expect.stringContaining('group'), expect.stringContaining('everybody'), expect.stringContaining('domain-wide delegation')] as string[],
      },
    })
  })
  test.each<[string, readonly object[], object]>([
    ['on a folder, under a condition', [bound('//cloudresourcemanager.googleapis.com/folders/7', 'roles/editor', member, { condition: { title: 'until May', expression: 'request.time < …' } })], { stated: { bindings: [{ on: 'folder', resource: 'folder 7', condition: 'until May' }] } }],
    ['on the organisation', [bound('//cloudresourcemanager.googleapis.com/organizations/9', 'roles/editor', member)], { stated: { bindings: [{ on: 'organisation' }] } }],
    ['by another spelling', [bound('//x/y', 'roles/editor', member.toUpperCase().replace('SERVICEACCOUNT', 'serviceAccount'))], { stated: { bindings: [{ role: 'roles/editor', on: 'resource' }] } }],
  ])('%s', async (_, policies, wanted) => expect((await of({ policies })).permissions).toMatchObject(wanted))
  test.each<[string, readonly object[]]>([
    ['of nobody', []],
    ['of an account that was deleted', [bound('//x/y', 'roles/owner', `deleted:${member}?uid=1`)]],
    ['of a Kubernetes account of that name', [bound('//x/y', 'roles/owner', 'serviceAccount:acme-prod.svc.id.goog[web/ci]')]],
  ])('%s: not known', async (_, policies) => expect((await of({ policies })).permissions).toBe('not-reported'))
  test('a role that may not be read is a gap, and said', async () => {
    const { seen, permissions } = await of({}, { routes: { 'GET /iam/v1/organizations/9/roles/own': () => ({ status: 403, body: { error: { code: 403, status: 'PERMISSION_DENIED', details: [{ reason: 'SERVICE_DISABLED' }] } } }) } })
    expect(permissions).toMatchObject({ stated: { bindings: [{ permissions: null }, {}] } })
    expect(gapsOf(seen)).toMatchObject([{ object: 'Google Cloud roles of your own', why: 'not-permitted', says: expect.stringContaining('enable this interface') as string }])
  })
  test.each([
    ['something else', { hello: canary }],
    ['another role', { name: 'organizations/9/roles/other' }],
  ])('a role that is answered by %s may everything', async (_, role) => {
    const { seen, permissions } = await of({ role })
    expect(permissions).toMatchObject({ stated: { bindings: [{ permissions: null }, {}] } })
    expect(gapsOf(seen)).toMatchObject([{ object: 'Google Cloud roles of your own', why: 'malformed' }])
  })
  test('a role without a permission is one', async () => {
    const { seen } = await of({ role: { name: 'organizations/9/roles/own' } })
    expect(seen.find(({ see }) => see === 'document')).toMatchObject({ body: { permissions: [] } })
  })
  test('what is above a folder is not read, and said', async () => {
    const { permissions } = await of({}, { scope: 'folders/7' })
    expect(permissions).toMatchObject({ stated: { unread: [expect.anything(), expect.anything(), expect.anything(), 'roles that were given above folders/7'] } })
  })
}) // prettier-ignore

describe('an API key', () => {
  const one = (more: object) => read({ apiKeys: [apiKey('k9', more)] })
  test.each<[string, object, object]>([
    ['that is limited to nothing', {}, { kind: 'gcp.api-key', name: 'k9', binding: 'bearer', expires: 'never', lastUsed: 'not-reported', issuedAt: new Date('2026-02-01'), permissions: { scheme: 'gcp.api-key', stated: { names: ['any API'], within: 'project', resource: 'acme-prod' } } }],
    ['without a name', { displayName: null }, { name: 'k9' }],
    ['that is limited to interfaces', { restrictions: { apiTargets: [{ service: 'translate.googleapis.com', methods: ['Get*'] }, { service: 'translate.googleapis.com' }] } }, { permissions: { stated: { names: ['translate.googleapis.com'] } } }],
    ['that is limited to addresses', { restrictions: { serverKeyRestrictions: { allowedIps: ['203.0.113.4'] } } }, { controls: { networkConfined: true } }],
    ['that acts as an account', { serviceAccountEmail: email('ci') }, { permissions: { scheme: 'gcp.iam' }, tags: { 'service account': email('ci') } }],
    ['that acts as an account of which nothing is seen', { serviceAccountEmail: email('nobody') }, { permissions: 'not-reported' }],
  ])('%s', async (_, more, wanted) => expect(tokenOf(await one(more), 'k9')).toMatchObject(wanted))
  test.each<[string, object]>([
    ['to half the internet', { serverKeyRestrictions: { allowedIps: ['0.0.0.0/0'] } }],
    ['by a header that anybody can send', { browserKeyRestrictions: { allowedReferrers: ['*.acme.example'] } }],
  ])('that is limited %s is confined by nothing', async (_, restrictions) => expect(tokenOf(await one({ restrictions }), 'k9')?.controls).toBeUndefined())
}) // prettier-ignore

describe('a provider of a pool', () => {
  const one = async (more: object) => issuersOf(await read({ providers: [{ ...usual.providers[0], ...more }] }))[0]
  test.each<[string, object, object]>([
    ['without a condition', {}, { trusts: ['https://issuer.example, any token of it: there is no attribute condition'], maxLifeSeconds: 3_600, tags: { 'attribute condition': 'none: weak' }, permissions: { stated: { bindings: [{ role: 'roles/iam.workloadIdentityUser', on: 'resource' }] } } }],
    ['with an empty one', { attributeCondition: '' }, { tags: { 'attribute condition': 'none: weak' } }],
    ['with one', { attributeCondition: 'assertion.repository == "acme/web"' }, { trusts: ['https://issuer.example, where assertion.repository == "acme/web"'] }],
    ['of AWS', { oidc: undefined, aws: { accountId: '123456789012' } }, { trusts: [expect.stringContaining('AWS account 123456789012') as string] }],
    ['of SAML', { oidc: undefined, saml: { idpMetadataXml: canary } }, { trusts: [expect.stringContaining('a SAML identity provider') as string] }],
    ['that is switched off', { disabled: true }, { tags: { state: 'disabled' } }],
  ])('%s', async (_, more, wanted) => expect(await one(more)).toMatchObject(wanted))
}) // prettier-ignore
