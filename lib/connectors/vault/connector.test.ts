import { describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import type { Check } from '../contract.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, idsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { withTokenFile } from '../testing/token-file.ts'
import { policy as givenPolicy } from './words.ts'

/** Answers as OpenBao 2.7.2 gives them; `id` and what is like it hold a canary, where Vault has the token itself or nothing. */
const answer = (data: unknown) => ({ body: { request_id: 'cdda4d86', lease_id: '', renewable: false, lease_duration: 0, data, wrap_info: null, warnings: null, auth: null } }) // prettier-ignore
const none: Route = () => ({ status: 404, body: { errors: [] } })

const token = (accessor: string, more: object = {}) => ({ accessor, creation_time: 1_795_804_246, creation_ttl: 3_600, display_name: 'token', entity_id: '', expire_time: '2026-11-27T19:30:46.380507882Z', explicit_max_ttl: 0, id: canary, issue_time: '2026-11-27T18:30:46.380518378Z', meta: null, num_uses: 0, orphan: false, path: 'auth/token/create', policies: ['default'], renewable: true, ttl: 3_599, type: 'service', ...more }) // prettier-ignore
const secretId = (accessor: string, more: object = {}) => ({ cidr_list: [], creation_time: '2026-11-27T18:30:46.180752864Z', expiration_time: '0001-01-01T00:00:00Z', last_updated_time: '2026-11-27T18:30:46.180752864Z', metadata: { made: canary }, secret_id: canary, secret_id_accessor: accessor, secret_id_num_uses: 0, secret_id_ttl: 0, token_bound_cidrs: [], ...more }) // prettier-ignore
const role = (more: object = {}) => ({ bind_secret_id: true, local_secret_ids: false, secret_id_bound_cidrs: null, secret_id_num_uses: 0, secret_id_ttl: 0, token_bound_cidrs: [], token_explicit_max_ttl: 0, token_max_ttl: 0, token_no_default_policy: false, token_num_uses: 0, token_period: 0, token_policies: ['ledger'], token_ttl: 1_200, token_type: 'default', ...more }) // prettier-ignore
const mount = (type: string, most = 0, version?: string) => ({ accessor: `${type}_1`, config: { default_lease_ttl: 0, max_lease_ttl: most }, options: version === undefined ? null : { version }, type }) // prettier-ignore

const lookup =
  (rows: readonly { accessor: string }[]): Route =>
  ({ body }) => {
    const asked = (JSON.parse(body) as { accessor: string }).accessor
    const found = rows.find(({ accessor }) => accessor === asked)
    return found ? answer(found) : { status: 400, body: { errors: ['1 error occurred:\n\t* invalid accessor\n\n'] } }
  }
const tokensOf = (...rows: readonly { accessor: string }[]) => ({
  'GET /v1/auth/token/accessors': () => answer({ keys: rows.map(({ accessor }) => accessor) }),
  'POST /v1/auth/token/lookup-accessor': lookup(rows),
})
const policy = 'path "secret/data/ledger/*" { capabilities = ["read", "list"] }'

const routes: Readonly<Record<string, Route>> = {
  'GET /v1/auth/token/lookup-self': () => answer(token('reader')),
  ...tokensOf(token('acc-3', { policies: ['root'], expire_time: null, creation_ttl: 0, renewable: false, orphan: true }), token('acc-1', { entity_id: 'e-1', path: 'auth/userpass/login/ana', display_name: 'userpass-ana' }), token('acc-2', { policies: ['ledger'] })),
  'GET /v1/sys/policies/acl/default': () => answer({ name: 'default', policy: 'path "auth/token/lookup-self" { capabilities = ["read"] }' }),
  'GET /v1/sys/policies/acl/ledger': () => answer({ name: 'ledger', policy }),
  'GET /v1/identity/entity/id/e-1': () => answer({ aliases: [{ name: 'ana@acme.example', mount_type: 'userpass', metadata: { note: canary } }], disabled: false, name: 'ana', policies: [] }),
  'GET /v1/sys/auth': () => answer({ 'token/': mount('token'), 'approle/': mount('approle'), 'team/jwt/': mount('jwt'), 'ldap/': mount('ldap', 28_800) }),
  'GET /v1/auth/approle/role': () => answer({ keys: ['ledger', 'empty'] }),
  'GET /v1/auth/approle/role/ledger': () => answer(role()),
  'GET /v1/auth/approle/role/empty': () => answer(role({ token_policies: [] })),
  'GET /v1/auth/approle/role/ledger/secret-id': () => answer({ keys: ['sid-1', 'sid-2'] }),
  'GET /v1/auth/approle/role/empty/secret-id': none,
  'POST /v1/auth/approle/role/ledger/secret-id-accessor/lookup': ({ body }) => answer(secretId((JSON.parse(body) as { secret_id_accessor: string }).secret_id_accessor)),
  'GET /v1/auth/team/jwt/role': () => answer({ keys: ['deploy'] }),
  'GET /v1/auth/team/jwt/role/deploy': () => answer(role({ bound_audiences: ['vault'], bound_subject: 'ci', bound_claims: { repository: 'acme/web' }, token_max_ttl: 3_600, bind_secret_id: undefined })),
  'GET /v1/sys/mounts': () => answer({ 'secret/': mount('kv', 0, '2'), 'database/': mount('database', 3_600), 'pki/': mount('pki') }),
} // prettier-ignore

const settings = (base: string) => ({ baseUrl: base })
const credential = { token: `hvs.${canary}` }
const ofTokens = ['vault.token', 'vault.root-token']
const ofSecretIds = ['vault.approle-secret-id']

conforms({
  kind: 'vault',
  settings,
  credential,
  routes,
  tokens: ['acc-1', 'acc-2', 'acc-3', 'sid-1', 'sid-2'],
  listings: [
    { route: 'GET /v1/auth/token/accessors', object: 'Vault token accessors', kinds: ofTokens },
    { route: 'POST /v1/auth/token/lookup-accessor', object: 'Vault tokens', kinds: ofTokens },
    { route: 'GET /v1/sys/policies/acl/ledger', object: 'Vault policies', kinds: [] },
    { route: 'GET /v1/identity/entity/id/e-1', object: 'Vault entities', kinds: [] },
    { route: 'GET /v1/sys/auth', object: 'Vault ways to sign in', kinds: ofSecretIds },
    { route: 'GET /v1/auth/approle/role', object: 'Vault roles', kinds: ofSecretIds },
    { route: 'GET /v1/auth/approle/role/ledger', object: 'Vault roles', kinds: ofSecretIds },
    { route: 'GET /v1/auth/approle/role/ledger/secret-id', object: 'Vault AppRole secret ids', kinds: ofSecretIds },
    { route: 'POST /v1/auth/approle/role/ledger/secret-id-accessor/lookup', object: 'Vault AppRole secret ids', kinds: ofSecretIds },
    { route: 'GET /v1/sys/mounts', object: 'Vault secrets engines', kinds: [] },
  ],
})

type Asked = { more?: object; as?: object; file?: string; test?: boolean }
async function seen(
  changed: Readonly<Record<string, Route>> = {},
  { more = {}, as = credential, file = '', test: tests = false }: Asked = {},
) {
  const all = { ...routes, ...changed }
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '', 'http://x')
    const said = all[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: request.headers, body, base: '' })
    response.writeHead(said?.status ?? (said ? 200 : 404), { 'content-type': 'application/json' }).end(JSON.stringify(said?.body ?? { errors: ['no handler for route'] }))
  }) // prettier-ignore
  const vault = await connectorOf('vault')
  const parsed = vault.settings.parse({ ...settings(server.url), ...more })
  const observations: Observation[] = []
  const checks: Check[] = []
  const work = async () => {
    const opened = [parsed, vault.credential.parse(as), quietWorld()] as const
    if (tests) checks.push(...(await vault.test(...opened)))
    else observations.push(...(await gather(vault.observe(...opened, null))))
  }
  const thrown: unknown = await withTokenFile(server.url, file, work).then(
    () => undefined,
    (error: unknown) => error,
  )
  await server.close()
  return {
    observations,
    checks,
    thrown,
    asked: server.asked,
    tokens: observations.flatMap((one) => (one.see === 'token' ? [one.token] : [])),
  }
}
const one = async (row: { accessor: string }, changed: Readonly<Record<string, Route>> = {}): Promise<Sighting | undefined> =>
  (await seen({ ...tokensOf(row), ...changed })).tokens.find(({ externalId }) => externalId === row.accessor)

describe('a token', () => {
  test.each<[string, object, object]>([
    ['of root', { policies: ['root'], expire_time: null, renewable: false }, { kind: 'vault.root-token', prohibited: true, expires: 'never', permissions: { stated: { policies: [{ name: 'root', paths: [] }] } } }],
    ['that cannot be renewed', { renewable: false }, { kind: 'vault.token', prohibited: false, expires: { fixed: new Date('2026-11-27T19:30:46.380Z') } }],
    ['that can', {}, { expires: { slidingSeconds: 3_600 } }],
    ['that can up to a day', { explicit_max_ttl: 18_000 }, { expires: { fixed: new Date((1_795_804_246 + 18_000) * 1_000) } }],
    ['that is renewed for ever', { period: 86_400, creation_ttl: 86_400 }, { expires: { slidingSeconds: 86_400 }, tags: { 'period seconds': '86400' } }],
    ['that is renewed, and has an end all the same', { period: 86_400, explicit_max_ttl: 100_000 }, { expires: { fixed: new Date((1_795_804_246 + 100_000) * 1_000) } }],
    ['bound to a network', { bound_cidrs: ['10.0.0.0/16'] }, { controls: { networkConfined: true }, tags: { 'bound to networks': '10.0.0.0/16' } }],
    ['for a few uses', { num_uses: 5 }, { tags: { 'uses left': '5' } }],
    ['renewed once', { last_renewal_time: 1_795_804_300 }, { lastUsed: 'not-reported', tags: { 'last renewed': '2026-11-27T18:31:40.000Z' } }],
    ['of a role', { meta: { role_name: 'ledger', secret: canary }, path: 'auth/approle/login' }, { workloadHint: 'ledger', tags: { role: 'ledger', 'made by': 'auth/approle/login' } }],
    ['of a service account', { meta: { service_account_name: 'web', service_account_namespace: 'shop' } }, { workloadHint: 'web', tags: { 'service account': 'shop/web' } }],
    ['of a person', { entity_id: 'e-1', display_name: 'userpass-ana' }, { name: 'userpass-ana', ownerHints: [{ how: 'email', value: 'ana@acme.example' }, { how: 'name', value: 'ana' }] }],
    ['with policies of its entity', { identity_policies: ['ledger'] }, { permissions: { stated: { policies: [{ name: 'default' }, { name: 'ledger', paths: [{ path: 'secret/data/ledger/*', capabilities: ['read', 'list'], limited: false }] }] } } }],
    ['with a policy that is not there', { policies: ['gone'] }, { permissions: { stated: { policies: [{ name: 'gone', paths: [] }] } } }],
    ['with a field that nobody knows', { future: [canary] }, { kind: 'vault.token' }],
  ])('%s', async (_, more, wanted) => expect(await one(token('acc-x', more), { 'GET /v1/sys/policies/acl/gone': none })).toMatchObject(wanted)) // prettier-ignore

  test('bound to all of the internet is confined by nothing', async () => expect((await one(token('a', { bound_cidrs: ['0.0.0.0/0'] })))?.controls).toBeUndefined()) // prettier-ignore
  test('of an entity that is switched off is disabled', async () => {
    const off = { 'GET /v1/identity/entity/id/e-1': () => answer({ aliases: null, disabled: true, name: 'entity_6d867989.root' }) }
    expect(await one(token('a', { entity_id: 'e-1' }), off)).toMatchObject({ lifecycle: 'disabled', ownerHints: [] })
  })
  test('whose policy is written in no language of ours counts as one that could not be read', async () => {
    const strange = { 'GET /v1/sys/policies/acl/ledger': () => answer({ name: 'ledger', policy: 'rule { }' }) }
    expect(await one(token('a', { policies: ['ledger'] }), strange)).toMatchObject({ permissions: { stated: { policies: [{ name: 'ledger', paths: null }] } } })
  }) // prettier-ignore

  test('that ended between the list and the look is no gap', async () => {
    const { observations } = await seen({ 'GET /v1/auth/token/accessors': () => answer({ keys: ['acc-1', 'ended'] }), 'POST /v1/auth/token/lookup-accessor': lookup([token('acc-1')]) })
    expect([gapsOf(observations), idsOf(observations).filter((id) => id.startsWith('acc'))]).toEqual([[], ['acc-1']])
    expect(observations).toContainEqual({ see: 'covered', object: 'Vault tokens', seen: 1, kinds: ofTokens })
  }) // prettier-ignore
  test('answered for another is a gap', async () => {
    const { observations } = await seen({
      ...tokensOf(token('acc-1')),
      'POST /v1/auth/token/lookup-accessor': () => answer(token('other')),
    })
    expect(gapsOf(observations)).toMatchObject([{ object: 'Vault tokens', why: 'inconsistent' }])
  })
})

describe('a secret id', () => {
  const path = 'POST /v1/auth/approle/role/ledger/secret-id-accessor/lookup'
  const shown = async (more: object, ofRole: object = {}) =>
    (await seen({ [path]: () => answer(secretId('sid-1', more)), 'GET /v1/auth/approle/role/ledger': () => answer(role(ofRole)), 'GET /v1/auth/approle/role/ledger/secret-id': () => answer({ keys: ['sid-1'] }) })).tokens.find(({ kind }) => kind === 'vault.approle-secret-id') // prettier-ignore
  test.each<[string, object, object, object]>([
    ['without an end', {}, {}, { expires: 'never', lifecycle: 'active', name: 'approle/ledger', workloadHint: 'ledger', tags: { role: 'ledger', mount: 'approle/', 'uses left': 'unlimited' }, issuedAt: new Date('2026-11-27T18:30:46.180Z') }],
    ['with an end', { expiration_time: '2027-01-01T00:00:00Z', secret_id_num_uses: 1 }, {}, { expires: { fixed: new Date('2027-01-01T00:00:00Z') }, tags: { 'uses left': '1' } }],
    ['past its end', { expiration_time: '2026-01-01T00:00:00Z' }, {}, { lifecycle: 'expired' }],
    ['bound to a network', { cidr_list: ['10.1.0.0/16'] }, {}, { controls: { networkConfined: true } }],
    ['bound to a network by its role', {}, { secret_id_bound_cidrs: ['10.1.0.0/16'] }, { controls: { networkConfined: true } }],
    ['with its role’s policies', {}, { token_no_default_policy: true }, { permissions: { stated: { policies: [{ name: 'ledger' }] } } }],
  ])('%s', async (_, more, ofRole, wanted) => expect(await shown(more, ofRole)).toMatchObject(wanted)) // prettier-ignore

  test('that was used up between the list and the look is no gap', async () => {
    const gone: Route = () => ({ status: 404, body: { data: { error: 'failed to find accessor entry for secret_id_accessor: "x"' } } })
    const { observations } = await seen({ [path]: gone })
    expect(gapsOf(observations)).toEqual([])
  })
})

describe('what is mounted where the policies of a token lead', () => {
  const written = (text: string): Record<string, Route> => ({
    'GET /v1/sys/policies/acl/ledger': () => answer({ name: 'ledger', policy: text }),
  })
  const refused: Route = () => ({ status: 403, body: { errors: [canary] } })
  test.each<[string, string, Record<string, Route>, object]>([
    ['one engine', 'secret/data/*', {}, { 'secret/': 'kv-v2' }],
    ['an engine of version 1', 'secret/*', { 'GET /v1/sys/mounts': () => answer({ 'secret/': mount('kv', 0, '1') }) }, { 'secret/': 'kv' }],
    ['several ways to sign in', 'auth/+/role/+', {}, { 'auth/token/': 'token', 'auth/approle/': 'approle', 'auth/team/jwt/': 'jwt', 'auth/ldap/': 'ldap' }],
    ['engines that begin alike', 'p*', {}, { 'pki/': 'pki' }],
    ['everything', '*', {}, { 'secret/': 'kv-v2', 'database/': 'database', 'pki/': 'pki', 'auth/token/': 'token', 'auth/approle/': 'approle', 'auth/team/jwt/': 'jwt', 'auth/ldap/': 'ldap' }],
    ['nothing', 'elsewhere/*', {}, {}],
    ['what may not be read', '*', { 'GET /v1/sys/mounts': refused, 'GET /v1/sys/auth': refused }, {}],
    ['what cannot be read', 'secret/*', { 'GET /v1/sys/mounts': () => answer({ 'secret/': 'kv' }) }, {}],
  ])('%s', async (_, at, changed, mounts) => {
    const stated = (await one(token('a', { policies: ['ledger'] }), { ...written(`path "${at}" { capabilities = ["read"] }`), ...changed }))?.permissions
    expect(stated).toMatchObject({ scheme: 'vault.policies' })
    expect(stated).toHaveProperty('stated.mounts', mounts)
  }) // prettier-ignore

  test('is asked for once a run, and a refusal is told once', async () => {
    const { observations, asked } = await seen({ 'GET /v1/sys/mounts': refused })
    expect(asked.filter(({ path: at }) => /\/sys\/(?:mounts|auth)$/.test(at)).map(({ path: at }) => at).sort()).toEqual(['/v1/sys/auth', '/v1/sys/mounts'])
    expect(gapsOf(observations).map(({ object, why }) => [object, why])).toEqual([['Vault secrets engines', 'not-permitted']])
  }) // prettier-ignore
})

test('what gives out short-lived credentials is told', async () => {
  const { observations } = await seen()
  expect(observations.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))).toMatchObject([
    { kind: 'vault.auth-role', name: 'approle/ledger', maxLifeSeconds: 'not-reported', trusts: ['whoever has a secret id of the role'] },
    { kind: 'vault.auth-role', name: 'approle/empty' },
    { kind: 'vault.auth-role', name: 'team/jwt/deploy', maxLifeSeconds: 3_600, trusts: ['subject ci', 'audience vault'] },
    { kind: 'vault.auth-method', name: 'ldap/', maxLifeSeconds: 28_800 },
    { kind: 'vault.secrets-engine', name: 'database/', maxLifeSeconds: 3_600 },
    { kind: 'vault.secrets-engine', name: 'pki/', mintedBinding: 'keyed-asym' },
  ])
})

describe('signing in', () => {
  const signedIn = {
    auth: {
      client_token: `hvs.${canary}`,
      accessor: 'a',
      policies: ['default'],
      lease_duration: 1_200,
      renewable: false,
      token_type: 'batch',
    },
  }
  const login = (mounted: string): Record<string, Route> => ({ [`POST /v1/auth/${mounted}/login`]: () => ({ body: signedIn }) })

  test('by AppRole gets a token once, and every call goes with it and the namespace', async () => {
    const { asked, thrown } = await seen(login('approle'), { as: { roleId: 'role-id-1', secretId: 'secret-id-1' }, more: { namespace: '/team-a/' } }) // prettier-ignore
    const [first, ...rest] = asked
    expect([thrown, first?.path, first?.body, first?.headers['x-vault-token']]).toEqual([undefined, '/v1/auth/approle/login', '{"role_id":"role-id-1","secret_id":"secret-id-1"}', undefined]) // prettier-ignore
    expect(new Set(rest.map(({ headers }) => headers['x-vault-token']))).toEqual(new Set([`hvs.${canary}`]))
    expect(new Set(asked.map(({ headers }) => headers['x-vault-namespace']))).toEqual(new Set(['team-a']))
  })

  test('by a file: with what is in it, or with what Vault gives for that', async () => {
    const file = 'from-the-file\n'
    const sink = await seen({}, { as: { fromFile: 'token' }, more: { tokenFile: 'standdown' }, file })
    expect(sink.asked[0]?.headers['x-vault-token']).toBe('from-the-file')
    const jwt = await seen(login('kubernetes'), {
      as: { fromFile: 'jwt' },
      more: { tokenFile: 'standdown', authPath: 'kubernetes', role: 'standdown' },
      file,
    })
    expect([jwt.asked[0]?.path, jwt.asked[0]?.body]).toEqual(['/v1/auth/kubernetes/login', '{"role":"standdown","jwt":"from-the-file"}'])
  })

  test.each<[string, Record<string, Route>, object, string]>([
    ['a secret id that Vault does not know', { 'POST /v1/auth/approle/login': () => ({ status: 400, body: { errors: ['invalid role or secret ID', canary] } }) }, { roleId: 'role-id-1', secretId: 'secret-id-1' }, 'look at the role id and the secret id, and whether the secret id has ended'],
    ['a token that Vault does not know', { 'GET /v1/auth/token/lookup-self': () => ({ status: 403, body: { errors: ['permission denied', canary] } }) }, credential, 'does not accept the token'],
    ['a file that was not named', {}, { fromFile: 'token' }, 'Which file'],
  ])('with %s ends the run, and repeats nothing', async (_, changed, as, says) => {
    const { thrown } = await seen(changed, { as })
    expect(thrown).toMatchObject({ status: 401, message: expect.stringContaining(says) as string })
    expect(String(thrown)).not.toContain(canary)
  }) // prettier-ignore
})

describe('the connection test', () => {
  const capabilitiesOf = (allowed: (path: string) => readonly string[]): Record<string, Route> => ({
    'POST /v1/sys/capabilities-self': ({ body }) =>
      answer(Object.fromEntries((JSON.parse(body) as { paths: string[] }).paths.map((path) => [path, allowed(path)]))),
  })
  const checksWith = async (changed: Readonly<Record<string, Route>>) => (await seen(changed, { test: true })).checks
  const statesOf = (checks: readonly { state: string }[]) => checks.map(({ state }) => state)
  const all = () => ['root']

  test('has a row for every path of the policy, and asks of lookups and roles without touching one', async () => {
    const { checks, asked } = await seen(capabilitiesOf(all), { test: true })
    expect(statesOf(checks)).toEqual(Array(8).fill('granted'))
    const paths = (JSON.parse(asked.find(({ path }) => path === '/v1/sys/capabilities-self')?.body ?? '{}') as { paths: string[] }).paths
    const ofPolicy = [...givenPolicy.text.matchAll(/^path "([^"]+)"/gm)].map(([, path = '']) => path)
    const tried = ['auth/token/accessors', 'auth/token/accessors/', 'sys/auth', 'sys/policies/acl/*', 'sys/mounts']
    const fits = (pattern: string, path: string) => {
      const [wanted, told] = [pattern.split('/'), path.split('/')]
      return (
        wanted.length === told.length && wanted.every((part, at) => (part === '+' || part === '*' ? told[at] !== '' : part === told[at]))
      )
    }
    expect(ofPolicy.filter((path) => !tried.includes(path) && !paths.some((one) => fits(path, one)))).toEqual([])
    expect(asked.filter(({ path }) => /lookup-accessor|secret-id|entity/.test(path))).toEqual([])
  })

  test('says which path is not allowed', async () => {
    const checks = await checksWith(
      capabilitiesOf((path) => (path === 'auth/token/lookup-accessor' ? ['deny'] : ['list', 'read', 'update'])),
    )
    expect(statesOf(checks).slice(4)).toEqual(['missing', 'granted', 'granted', 'granted'])
    expect(checks[4]?.says).toBe('No policy of it allows update on auth/token/lookup-accessor.')
  })

  test('cannot tell where Vault does not', async () => {
    const checks = await checksWith({
      'POST /v1/sys/capabilities-self': () => ({ status: 403, body: { errors: ['permission denied', canary] } }),
    })
    expect(statesOf(checks).slice(4)).toEqual(Array(4).fill('cannot-tell'))
    expect(JSON.stringify(checks)).not.toContain(canary)
  })
})
