import { createHmac, createPublicKey, generateKeyPairSync, sign, verify, type JsonWebKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { parseClients, parseResource, parseTokens } from './lines.ts'

const epoch = (text: string) => Math.floor(Date.parse(text) / 1_000)
const made = epoch('2026-01-01T00:00:00Z')
const ends = epoch('2031-01-01T00:00:00Z')
const token = (name: string) => `tok-${name}-${canary}`

const metadata: Route = ({ base }) => ({
  body: {
    issuer: base,
    jwks_uri: `${base}/jwks`,
    introspection_endpoint: `${base}/introspect`,
    revocation_endpoint: `${base}/revoke`,
    dpop_signing_alg_values_supported: ['ES256'],
    client_secret: canary,
  },
})
const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const jwks: Route = () => ({ body: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'k1', use: 'sig', x, y }] } })
const active = { active: true, client_id: 'importer', scope: 'parcels:read', iat: made, exp: ends, secret: canary }
const introspect: Route = ({ body }) => ({ body: /tok-(?:a|b|c)-/.test(body) ? active : { active: false } })
const registration: Route = () => ({
  body: { client_id: 'c1', client_secret: canary, client_secret_expires_at: 0, scope: 'parcels:read', registration_access_token: `reg-${canary}` },
}) // prettier-ignore

const routes = {
  'GET /.well-known/oauth-authorization-server': metadata,
  'GET /jwks': jwks,
  'POST /introspect': introspect,
  'GET /reg/c1': registration,
}
const given = ['a', 'b', 'c', 'over'].map(token)
const { fingerprint } = quietWorld()
const kinds = ['oauth.access-token', 'oauth.refresh-token', 'oauth.token']

conforms({
  kind: 'oauth',
  settings: (issuer) => ({ issuer }),
  credential: { clientId: 'reader', clientSecret: canary, tokens: given.join('\n') },
  routes,
  tokens: given.slice(0, 3).map(fingerprint).sort(),
  listings: [
    { route: 'GET /.well-known/oauth-authorization-server', object: 'OAuth server metadata', kinds },
    { route: 'GET /jwks', object: 'OAuth server keys', kinds: [] },
    { route: 'POST /introspect', object: 'OAuth tokens', kinds },
  ],
})

type Changed = { answers?: Record<string, Route>; settings?: (base: string) => object; credential?: object }

async function pull({ answers = {}, settings = () => ({}), credential = {} }: Changed) {
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const all: Readonly<Record<string, Route>> = { ...routes, ...answers }
    const said = all[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: request.headers, body, base: server.url }) // prettier-ignore
    const { status = said ? 200 : 404, body: answer = null, headers = {} } = said ?? {}
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  const oauth = await connectorOf('oauth')
  const world = quietWorld()
  try {
    const parsed = oauth.settings.parse({ issuer: server.url, ...settings(server.url) })
    const seen = await gather(oauth.observe(parsed, oauth.credential.parse({ clientId: 'reader', clientSecret: canary, ...credential }), world, null))
    return { seen, tokens: tokensOf(seen), gaps: gapsOf(seen), asked: server.asked, text: JSON.stringify([seen, world.lines]) }
  } finally {
    await server.close()
  }
} // prettier-ignore
const tokensOf = (seen: readonly Observation[]): Sighting[] => seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
const introspected = (answer: object): Changed => ({
  answers: { 'POST /introspect': () => ({ body: answer }) },
  credential: { tokens: token('one') },
})

describe('what introspection says, as a sighting', () => {
  test.each<[string, object, object | 'malformed']>([
    ['a token of a client', active, { kind: 'oauth.token', name: 'importer token', issuedAt: new Date(made * 1_000), expires: { fixed: new Date(ends * 1_000) }, binding: 'bearer', ownerHints: [], workloadHint: 'importer', lastUsed: 'not-reported' }],
    ['nothing but that it is active', { active: true }, { name: 'OAuth token', issuedAt: 'not-reported', expires: 'not-reported', permissions: 'not-reported', binding: 'bearer' }],
    ['an end that is a zero', { ...active, exp: 0 }, { expires: 'never' }],
    ['an end in the year 9999', { ...active, exp: 253_402_300_799 }, { expires: 'never' }],
    ['an end that is no number', { ...active, exp: 'tomorrow' }, 'malformed'],
    ['nulls all over', { active: true, scope: null, exp: null, iat: null, aud: null, cnf: null, sub: null }, { expires: 'not-reported', permissions: 'not-reported', binding: 'bearer' }],
    ['bearer, in so many words', { ...active, token_type: 'Bearer' }, { kind: 'oauth.access-token' }],
    ['a refresh token of Keycloak', { ...active, typ: 'Offline', exp: 0 }, { kind: 'oauth.refresh-token', expires: 'never' }],
    ['bound by DPoP', { ...active, cnf: { jkt: 'abc' } }, { binding: 'pop-app', popVerified: 'not-reported' }],
    ['bound to a certificate', { ...active, cnf: { 'x5t#S256': 'abc' } }, { binding: 'pop-mtls', popVerified: 'not-reported' }],
    ['bound to a key in another way', { ...active, cnf: { jwk: { kty: 'EC' } } }, { binding: 'pop-app', popVerified: 'not-reported' }],
    ['a cnf that binds to nothing', { ...active, cnf: {} }, { binding: 'bearer', popVerified: false }],
    ['a cnf that cannot be read is not "unbound"', { ...active, cnf: 'abc' }, 'malformed'],
    ['of a person', { ...active, sub: 'u-77', username: 'ana@acme.example' }, { ownerHints: [{ how: 'email', value: 'ana@acme.example' }, { how: 'handle', value: 'oauth:u-77' }] }],
    ['whose subject is the client', { ...active, sub: 'importer' }, { ownerHints: [] }],
    ['delegated (RFC 8693)', { ...active, sub: 'ana', act: { sub: 'support-agent' } }, { tags: { 'acts for it': 'support-agent' } }],
    ['for one resource server', { ...active, aud: 'https://parcels.example' }, { permissions: { stated: { within: 'one resource server', resource: 'https://parcels.example' } } }],
    ['for two', { ...active, aud: ['a', 'b'] }, { permissions: { stated: { within: 'several resource servers' } } }],
    ['for any', active, { permissions: { stated: { names: ['parcels:read'], within: 'any resource server' } } }],
    ['scopes and roles wherever they stand', { ...active, scope: 'b a a', scp: ['c'], roles: ['d', 7, null], realm_access: { roles: ['e'] }, resource_access: { shop: { roles: ['f'] } }, authorization_details: [{ type: 'pay', actions: ['send'] }, { type: 'look' }] }, { permissions: { stated: { names: ['a', 'a right that cannot be read', 'b', 'c', 'd', 'e', 'f', 'look', 'pay:send'] } } }],
    ['an empty scope says nothing of what it may', { ...active, scope: '' }, { permissions: 'not-reported' }],
    ['its own value as its jti', { ...active, jti: token('one') }, { tags: { form: 'opaque' } }],
    ['fields that nobody knows', { ...active, x_admin: canary, nested: { deep: canary } }, { binding: 'bearer' }],
  ])('%s', async (_, answer, wanted) => {
    const { tokens, gaps, text } = await pull(introspected(answer))
    expect(text).not.toContain(canary)
    if (wanted === 'malformed') expect([tokens, gaps]).toMatchObject([[], [{ object: 'OAuth tokens', why: 'malformed' }]])
    else expect([tokens, gaps]).toMatchObject([[wanted], []])
  })
  test('of another issuer it is left out', async () =>
    expect(await pull(introspected({ ...active, iss: 'https://other.example' }))).toMatchObject({ tokens: [], gaps: [{ why: 'inconsistent' }] }))
  test('an audience of one is a control; of none, none', async () => {
    const controls = async (answer: object) => (await pull(introspected(answer))).seen.flatMap((one) => (one.see === 'control' ? [one.control] : []))
    expect(await controls({ ...active, aud: 'https://parcels.example' })).toMatchObject([{ type: 'audience', on: { token: fingerprint(token('one')) } }])
    expect(await controls(active)).toEqual([])
  })
}) // prettier-ignore

describe('the server', () => {
  const issuerOf = ({ seen }: { seen: readonly Observation[] }) => seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))[0]
  test('that calls itself another issuer is not believed, not even by a slash', async () => {
    for (const other of ['https://evil.example', '/'])
      await expect(pull({ answers: { 'GET /.well-known/oauth-authorization-server': (asked) => ({ body: { ...(metadata(asked).body as object), issuer: other === '/' ? `${asked.base}/` : other } }) } })).rejects.toMatchObject({ code: 'provider' })
  })
  test('publishes where OpenID Connect puts it, with a path', async () => {
    const { gaps, seen } = await pull({ settings: (base) => ({ issuer: `${base}/realms/acme` }), answers: { 'GET /realms/acme/.well-known/openid-configuration': (asked) => ({ body: { ...(metadata(asked).body as object), issuer: `${asked.base}/realms/acme` } }) } })
    expect(gaps).toEqual([])
    expect(issuerOf({ seen })).toMatchObject({ kind: 'oauth.server', tags: { DPoP: 'offered (ES256)', 'certificate-bound tokens': 'not offered', 'signing keys': 'EC P-256' } })
  })
  test('that can bind nothing mints bearer tokens', async () => {
    const answers = { 'GET /.well-known/oauth-authorization-server': ({ base }: { base: string }) => ({ body: { issuer: base } }) }
    expect(issuerOf(await pull({ answers }))).toMatchObject({ mintedBinding: 'bearer' })
  })
  test('whose endpoint is on another host is not given the credential, unless the settings name it', async () => {
    const elsewhere = await smallServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(active)))
    const answers = { 'GET /.well-known/oauth-authorization-server': (asked: Parameters<Route>[0]) => ({ body: { ...(metadata(asked).body as object), introspection_endpoint: `${elsewhere.url}/introspect` } }) }
    const credential = { tokens: token('one') }
    expect(await pull({ answers, credential })).toMatchObject({ tokens: [], gaps: [{ why: 'inconsistent' }] })
    expect(elsewhere.asked).toEqual([])
    expect(await pull({ answers, credential, settings: () => ({ introspectionEndpoint: `${elsewhere.url}/introspect` }) })).toMatchObject({ tokens: [{ binding: 'bearer' }], gaps: [] })
    await elsewhere.close()
  })
  test('that publishes the secret part of a key is told, and the part is not kept', async () => {
    const { seen, text } = await pull({ answers: { 'GET /jwks': () => ({ body: { keys: [{ kty: 'EC', crv: 'P-256', x, y, d: canary }, { kty: 'oct', k: canary }] } }) } })
    expect(issuerOf({ seen })).toMatchObject({ tags: { 'keys published with their secret part': '2', 'signing keys': 'none' } })
    expect(text).not.toContain(canary)
  })
  test('that changes a registration token in answering has it told, and neither is kept', async () => {
    const credential = { clients: '' }
    const { gaps, tokens, text } = await pull({ settings: (base) => ((credential.clients = `${base}/reg/c1 another-token`), {}), credential })
    expect(gaps).toMatchObject([{ object: 'OAuth clients', why: 'inconsistent' }])
    expect(tokens).toMatchObject([{ kind: 'oauth.client-secret' }])
    expect(text).not.toContain(canary)
  })
  test('is not asked for a registration elsewhere', async () => {
    const elsewhere = await smallServer((_, response) => response.writeHead(500).end())
    expect(await pull({ credential: { clients: `${elsewhere.url}/reg/c1 some-token` } })).toMatchObject({ gaps: [{ object: 'OAuth clients', why: 'inconsistent' }] })
    expect(elsewhere.asked).toEqual([])
    await elsewhere.close()
  })
}) // prettier-ignore

describe('a signed answer (RFC 9701)', () => {
  const [ours, other] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })]
  const now = quietWorld().now.getTime() / 1_000
  type Forged = { header?: object; claims?: (base: string) => object; key?: typeof ours; type?: string; text?: string }
  const answer = ({ header = {}, claims = () => ({}), key = ours, type = 'application/token-introspection+jwt', text }: Forged): Changed => {
    const said = (base: string) => ({ iss: base, aud: 'reader', iat: now, token_introspection: { ...active, cnf: { jkt: 'abc' } }, ...claims(base) })
    const head = { alg: 'ES256', typ: 'token-introspection+jwt', kid: 'ours', ...header }
    const signedBy = (base: string) => {
      const parts = [head, said(base)].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
      return `${parts}.${sign('sha256', Buffer.from(parts), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
    }
    return {
      answers: {
        'GET /jwks': () => ({ body: { keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'ours', use: 'sig', alg: 'ES256' }] } }),
        'POST /introspect': ({ base }) => ({ body: text ?? signedBy(base), headers: { 'content-type': type } }),
      },
      settings: () => ({ introspection: 'signed' }),
      credential: { tokens: token('one') },
    }
  }
  test.each<[string, Forged]>([
    ['as it should be', {}],
    ['for several, this client among them', { claims: () => ({ aud: ['other', 'reader'] }) }],
  ])('%s is believed', async (_, forged) => expect(await pull(answer(forged))).toMatchObject({ gaps: [], tokens: [{ binding: 'pop-app' }] }))
  test.each<[string, Forged, RegExp]>([
    ['of another key', { key: other }, /signature is wrong/],
    ['by a key that the server does not publish', { header: { kid: 'theirs' }, key: other }, /publishes no key/],
    ['of another type', { header: { typ: 'JWT' } }, /its typ is not/],
    ['that is an access token', { header: { typ: 'at+jwt' } }, /its typ is not/],
    ['of another issuer', { claims: () => ({ iss: 'https://other.example' }) }, /its iss is not/],
    ['for another client', { claims: () => ({ aud: 'other' }) }, /its aud is not/],
    ['of yesterday', { claims: () => ({ iat: now - 86_400 }) }, /more than an hour ago/],
    ['without a time', { claims: () => ({ iat: undefined }) }, /its iat is not/],
    ['that is not signed', { header: { alg: 'none' } }, /algorithm is not allowed|it is none/],
    ['by a shared secret', { header: { alg: 'HS256' } }, /algorithm is not allowed/],
    ['as plain JSON', { type: 'application/json', text: JSON.stringify(active) }, /is not signed, though/],
    ['that is no JWT', { text: 'nonsense' }, /it is none/],
    ['with nothing in it', { claims: () => ({ token_introspection: undefined }) }, /something that is no introspection/],
  ])('%s is not', async (_, forged, says) => {
    const { tokens, gaps } = await pull(answer(forged))
    expect(tokens).toEqual([])
    expect(gaps).toMatchObject([{ object: 'OAuth tokens', says: expect.stringMatching(says) as string }])
  })
}) // prettier-ignore

describe('a JWT that its server calls over', () => {
  const jwtOf = (claims: object) => {
    const text = [{ alg: 'HS256', typ: 'at+jwt' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${text}.${createHmac('sha256', 'x').update(text).digest('base64url')}`
  }
  const other = token('other')
  const said = (answer: Route, claims: object = {}, tries = true): Changed => ({
    answers: { 'POST /introspect': ({ body }) => ({ body: body.includes('tok-other') ? active : { active: false } }), 'GET /api': answer },
    credential: { tokens: `${jwtOf({ client_id: 'importer', iat: made, exp: ends, ...claims })}\n${other}` },
    settings: (base) => ({ resources: [`${base}/api try=${base}/api`], ...(tries && { tries: 'allowed' }) }),
  })
  const refuses: Route = ({ headers }) => ({ status: headers.authorization === `Bearer ${other}` ? 200 : 401 })
  test('is over where a resource server refuses it, and lets another in', async () =>
    expect((await pull(said(refuses))).seen).toContainEqual(expect.objectContaining({ see: 'ended' })))
  test('lives where one takes it all the same, which is told', async () => {
    const taken: Route = ({ headers }) => ({ status: headers.authorization ? 200 : 401 })
    expect(await pull(said(taken))).toMatchObject({ gaps: [], tokens: [{ lifecycle: 'active', tags: { introspection: 'the server calls it over', signature: expect.stringContaining('not verified') as string }, evidence: { lifecycle: expect.stringContaining('taken all the same') as string } }, {}] })
  })
  test.each<[string, Changed]>([
    ['nobody tried', said(refuses, {}, false)],
    ['it is bound, so that a refusal shows nothing of it', said(refuses, { cnf: { jkt: 'x' } })],
    ['it is refused, and so is all there is', said(() => ({ status: 401 }))],
    ['the try was not answered', said(() => ({ status: 500 }))],
  ])('lives until it ends where %s', async (_, changed) => expect((await pull(changed)).tokens).toMatchObject([{ tags: { introspection: 'the server calls it over' } }, {}]))
  test('is over when it has ended', async () => expect((await pull(said(() => ({ status: 500 }), { exp: made + 60 }))).seen).toContainEqual(expect.objectContaining({ see: 'ended' })))
}) // prettier-ignore

describe('what a try shows', () => {
  const free = token('free')
  /** One that is bound, and one that is not, both for whoever asks. */
  const bound = (answer: Route, aud?: unknown, listed = [token('bound'), free]): Changed => ({
    answers: { 'POST /introspect': ({ body }) => ({ body: { ...active, ...(!body.includes('tok-free') && { cnf: { jkt: 'abc' } }), ...(aud !== undefined && { aud }) } }), 'GET /api': answer },
    credential: { tokens: listed.join('\n') },
    settings: (base) => ({ resources: [`${base}/api audience=parcels try=${base}/api`], tries: 'allowed' }),
  })
  const alone = (answer: Route): Changed => bound(answer, undefined, [token('bound')])
  /** Lets in the token that is bound to nothing, and does as it likes with the other. */
  const but = (answer: Route): Route => (asked) => (asked.headers.authorization === `Bearer ${free}` ? { status: 200 } : answer(asked))
  const refuses = but(() => ({ status: 401 }))
  const challenge = (error: string) => ({ status: 401, headers: { 'www-authenticate': `Bearer realm="x", DPoP algs="ES256", error="${error}"` } })
  /** Looks at the proof's signature, then at the token, then at whose proof it is. */
  const proofFirst: Route = ({ headers }) => {
    if (!String(headers.authorization).startsWith('DPoP') || !headers.dpop) return challenge('invalid_token')
    if (!isSigned(String(headers.dpop))) return challenge('invalid_dpop_proof')
    return challenge(headers.authorization === `DPoP ${token('bound')}` ? 'invalid_dpop_proof' : 'invalid_token')
  }
  const isSigned = (proof: string) => {
    const [head = '', body = '', signature = ''] = proof.split('.')
    const { jwk } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { jwk: JsonWebKey }
    return verify('sha256', Buffer.from(`${head}.${body}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  }
  const notShown = /that it lets any token in is not shown/
  test.each<[string, Changed, unknown, RegExp]>([
    ['401 every time, where a token that is bound to nothing is let in', bound(refuses), true, /401 as a bearer token, 401 without a proof, 401 with the proof of another key; 200 for a token that is bound to nothing/],
    ['401 every time, to that one too', bound(() => ({ status: 401 })), 'not-reported', notShown],
    ['401 every time, and nothing to compare it with', alone(() => ({ status: 401 })), 'not-reported', notShown],
    ['invalid_token every time, which is also what a server says that takes no token', alone(() => challenge('invalid_token')), 'not-reported', notShown],
    ['invalid_dpop_proof every time, which is also what a server says that takes no proof', alone(() => challenge('invalid_dpop_proof')), 'not-reported', notShown],
    ['invalid_dpop_proof of this token, by one that may look at the token first', alone(({ headers }) => challenge(headers.authorization === `DPoP ${token('bound')}` ? 'invalid_dpop_proof' : 'invalid_token')), 'not-reported', notShown],
    ['invalid_dpop_proof, of a proof that is sound but for its key', alone(proofFirst), true, /its error there is invalid_dpop_proof, and the proof is sound but for its key/],
    ['403 every time, which may be for want of a scope', bound(but(() => ({ status: 403 }))), 'not-reported', /403/],
    ['401 for want of a scope', bound(but(() => ({ status: 401, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } }))), 'not-reported', /401/],
    ['200 every time', bound(({ headers }) => ({ status: headers.authorization ? 200 : 401 })), false, /200 as a bearer token/],
    ['200 to whoever sends no token either', bound(() => ({ status: 200 })), 'not-reported', /200 without any token, which shows nothing/],
    ['401 to this token alone', bound(({ headers }) => ({ status: String(headers.authorization).includes('tok-bound') ? 401 : 200 })), 'not-reported', notShown],
    ['a redirect', bound(but(() => ({ status: 302, headers: { location: '/elsewhere' } }))), 'not-reported', /302/],
    ['an error', bound(but(() => ({ status: 500 }))), 'not-reported', /500/],
    ['a refusal of one way and an error of another', bound(but(({ headers }) => ({ status: headers.dpop ? 500 : 401 }))), 'not-reported', /401 without a proof, 500 with the proof/],
    ['a refusal, for an audience by another name', bound(refuses, 'parcels'), true, /401/],
    ['a refusal, by one of two it is for', bound(refuses, ['parcels', 'rates']), 'not-reported', /not tried at rates/],
    ['nothing: it is for another', bound(refuses, 'rates'), 'not-reported', /no address of its resource server/],
  ])('%s', async (_, changed, popVerified, says) => {
    const { tokens, gaps, text } = await pull(changed)
    expect(gaps).toEqual([])
    expect(tokens[0]).toMatchObject({ binding: 'pop-app', popVerified, evidence: { popVerified: expect.stringMatching(says) as string } })
    expect(text).not.toContain(canary)
  })
  test('no more than the tries that it takes, none of them twice, and each token is asked about once', async () => {
    const { asked } = await pull(bound(() => ({ status: 500 })))
    expect(asked.filter(({ path }) => path === '/api')).toHaveLength(3)
    const compared = (await pull(bound(refuses))).asked
    expect(compared.filter(({ path }) => path === '/api')).toHaveLength(5)
    expect(compared.filter(({ path }) => path === '/introspect')).toHaveLength(2)
  })
  test('a refusal of a token that its server calls over shows nothing of its binding', async () => {
    const claims = { client_id: 'importer', iat: made, exp: ends, cnf: { jkt: 'abc' } }
    const jwt = [{ alg: 'HS256', typ: 'at+jwt' }, claims, {}].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const changed = bound(refuses, undefined, [jwt, free])
    const answers = { ...changed.answers, 'POST /introspect': (({ body }) => ({ body: body.includes('tok-free') ? active : { active: false } })) satisfies Route }
    const { tokens } = await pull({ ...changed, answers })
    expect(tokens[0]).toMatchObject({ binding: 'pop-app', popVerified: 'not-reported', evidence: { popVerified: expect.stringContaining('that it lives is not known') as string } })
  })
  test('a token that is for another resource server is not shown to this one, to compare', async () => {
    const changed = bound(refuses, undefined)
    const answers = { ...changed.answers, 'POST /introspect': (({ body }) => ({ body: body.includes('tok-free') ? { ...active, aud: 'rates' } : { ...active, aud: 'parcels', cnf: { jkt: 'abc' } } })) satisfies Route }
    const { tokens, asked } = await pull({ ...changed, answers })
    expect(tokens[0]).toMatchObject({ popVerified: 'not-reported' })
    expect(asked.filter(({ headers }) => headers.authorization === `Bearer ${free}`)).toEqual([])
  })
}) // prettier-ignore

describe('what is typed in', () => {
  test.each<[string, unknown]>([
    [`${'a'.repeat(20)}\n\n# no\n  nightly export   ${'b'.repeat(20)}`, [{ token: 'a'.repeat(20), label: null }, { token: 'b'.repeat(20), label: 'nightly export' }]],
    [`Bearer ${'a'.repeat(20)}`, [{ token: 'a'.repeat(20), label: null }]],
    [`x ${'a'.repeat(20)}\ny ${'a'.repeat(20)}`, [{ token: 'a'.repeat(20), label: 'y' }]],
    ['short', 'line 1 does not end in a token of 8 to 16000 characters'],
    [`good-token-1\nkey0123456789abcdef01 ${'b'.repeat(20)}`, 'line 2 holds two tokens: give each a line of its own'],
  ])('tokens: %j', (text, wanted) => expect(parseTokens(text)).toEqual(wanted))
  test.each<[string, unknown]>([
    ['https://as.example/reg/1 token-of-it', [{ uri: 'https://as.example/reg/1', token: 'token-of-it' }]],
    ['token-of-it', expect.stringContaining('line 1')],
  ])('clients: %j', (text, wanted) => expect(parseClients(text)).toEqual(wanted))
  test.each<[string, unknown]>([
    ['https://api.example/orders', { id: 'https://api.example/orders', audiences: ['https://api.example/orders'], tryAt: null }],
    ['https://api.example/orders audience=a=b try=https://api.example/x?y=1', { id: 'https://api.example/orders', audiences: ['https://api.example/orders', 'a=b'], tryAt: 'https://api.example/x?y=1' }],
    ['https://api.example/orders try=https://evil.example/x', 'is tried at its own host alone'],
    ['https://api.example/orders probe=1', 'takes audience=… and one try=https://… after the identifier'],
    ['orders', 'begins with the resource server’s identifier, an address'],
  ])('resources: %s', (text, wanted) => expect(parseResource(text)).toEqual(wanted))
  test('a line that is wrong is told by its number, and never by its words', async () => {
    const oauth = await connectorOf('oauth')
    const { error } = oauth.credential.safeParse({ clientId: 'a', clientSecret: 'bbbbbbbb', tokens: 'fine-token-1\nhunter2' })
    expect(JSON.stringify(error?.issues)).toContain('line 2')
    expect(JSON.stringify(error?.issues)).not.toContain('hunter2')
  })
}) // prettier-ignore
