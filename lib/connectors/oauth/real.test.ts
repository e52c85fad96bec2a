import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { selfSigned } from '../testing/self-signed.ts'
import { connectorOf } from '../registry.ts'
import { gapsOf } from '../rest/testing/conformance.ts'
import type { NamedInit } from '../http/guarded-fetch.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { dpopKey, mint, type CryptoKeyPair } from './testing/mint.ts'
import { orders, realServer, secretOf, type RealServer } from './testing/real-server.ts'
import { resourceServer, type Checks } from './testing/resource-server.ts'

/** Everything here is asked of a real authorization server: oidc-provider, over HTTP or HTTPS on loopback. */
const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const server = selfSigned('127.0.0.1')
const ofClient = selfSigned()
const withCertificate = { cert: ofClient.certificate, key: ofClient.privateKey, ca: server.certificate }
const closable: { close(): Promise<void> }[] = []
let plain: RealServer
let secure: RealServer
let ofJwts: RealServer
let key: CryptoKeyPair

beforeAll(async () => {
  const keys = { 'by-key': { ...signer.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'ES256' } }
  plain = await realServer({ keys })
  secure = await realServer({ tls: { key: server.privateKey, cert: server.certificate } })
  ofJwts = await realServer({ jwt: true })
  closable.push(plain, secure, ofJwts)
  key = await dpopKey()
})
afterAll(async () => void (await Promise.all(closable.map((one) => one.close()))))

const reader = { clientId: 'reader', clientSecret: secretOf('reader') }

/** The world of a machine whose administrator added the company's own authority to what it trusts. */
function trustingWorld() {
  const world = quietWorld()
  const fetchTrusting = (input: string | URL | Request, init?: NamedInit) =>
    world.fetch(input, { ...init, ca: server.certificate } as NamedInit)
  return { ...world, fetch: fetchTrusting as typeof fetch, now: new Date() }
}

async function pull(of: RealServer, credential: object, settings: object = {}) {
  const connector = await connectorOf('oauth')
  const world = trustingWorld()
  const parsed = connector.settings.parse({ issuer: of.issuer, ...settings })
  const seen = await gather(connector.observe(parsed, connector.credential.parse(credential), world, null))
  return { seen, tokens: tokensOf(seen), gaps: gapsOf(seen), text: JSON.stringify([seen, world.lines]), world }
}
const tokensOf = (seen: readonly Observation[]): Sighting[] => seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))

describe('tokens of a real server', () => {
  test('a bearer token is what introspection says, and nothing of it is kept but a keyed hash and four characters', async () => {
    const { token } = await mint(plain, 'plain')
    const { tokens, gaps, text, world } = await pull(plain, { ...reader, tokens: `nightly export ${token}` })
    expect(gaps).toEqual([])
    expect(tokens).toMatchObject([
      {
        externalId: world.fingerprint(token),
        kind: 'oauth.access-token',
        name: 'nightly export',
        displayId: `…${token.slice(-4)}`,
        binding: 'bearer',
        popVerified: false,
        workloadHint: 'plain',
        permissions: { scheme: 'oauth.rights', stated: { names: ['orders:read'], within: 'one resource server', resource: orders } },
        tags: { issuer: plain.issuer, 'client id': 'plain', form: 'opaque', introspection: 'active' },
      },
    ])
    const { issuedAt, expires } = tokens[0]!
    expect((expires as { fixed: Date }).fixed.getTime() - (issuedAt as Date).getTime()).toBe(600_000)
    expect(text).not.toContain(token)
  })

  test('a DPoP-bound token shows its key; that nobody was seen to check it is not the same as checked', async () => {
    const { token, type } = await mint(plain, 'dpop', { dpop: key })
    expect(type).toBe('DPoP')
    const { tokens } = await pull(plain, { ...reader, tokens: token })
    expect(tokens).toMatchObject([{ binding: 'pop-app', popVerified: 'not-reported', evidence: { binding: 'POST introspection cnf.jkt' } }])
  })

  test('a certificate-bound token, over TLS', async () => {
    const { token } = await mint(secure, 'mtls', { tls: withCertificate })
    const { tokens, gaps } = await pull(secure, { ...reader, tokens: token })
    expect(gaps).toEqual([])
    expect(tokens).toMatchObject([
      { binding: 'pop-mtls', popVerified: 'not-reported', evidence: { binding: 'POST introspection cnf.x5t#S256' } },
    ])
  })

  test('a client that signs in by a key may ask', async () => {
    const { token } = await mint(plain, 'plain')
    const privateKey = String(signer.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { tokens, gaps } = await pull(plain, { clientId: 'by-key', privateKey, keyId: 'k1', tokens: token })
    expect(gaps).toEqual([])
    expect(tokens).toHaveLength(1)
  })

  test('a client that is refused ends the run, and says nothing of a token', async () => {
    const { token } = await mint(plain, 'plain')
    const { tokens, gaps, seen } = await pull(plain, { clientId: 'reader', clientSecret: 'wrong-wrong-wrong', tokens: token })
    expect(tokens).toEqual([])
    expect(gaps).toMatchObject([{ why: 'not-permitted' }])
    expect(seen.filter(({ see }) => see === 'ended')).toEqual([])
  })

  test('a JWT is read by its claims and checked by the server’s keys; that this server introspects none is no gap', async () => {
    const { token } = await mint(ofJwts, 'plain')
    for (const credential of [{ tokens: token }, { ...reader, tokens: token }]) {
      const { tokens, gaps, text } = await pull(ofJwts, credential)
      expect(gaps).toEqual([])
      expect(tokens).toMatchObject([
        {
          kind: 'oauth.access-token',
          name: 'plain access token',
          binding: 'bearer',
          tags: { form: 'JWT', algorithm: 'RS256', signature: 'verified by the server’s keys', introspection: 'not asked' },
        },
      ])
      expect(tokens[0]?.tags.jti).toBeTruthy()
      expect(text).not.toContain(token)
    }
  })

  test('a JWT with another’s claims in it is left out, and told', async () => {
    const { token } = await mint(ofJwts, 'plain')
    const [head, body, signature] = token.split('.')
    const claims = { ...(JSON.parse(Buffer.from(body!, 'base64url').toString()) as object), scope: 'orders:admin' }
    const forged = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    const { tokens, gaps } = await pull(ofJwts, { tokens: forged })
    expect([tokens, gaps]).toMatchObject([[], [{ why: 'malformed', object: 'OAuth tokens' }]])
  })

  test('a JWT of another server is left out before anybody is asked about it', async () => {
    const { token } = await mint(ofJwts, 'plain')
    const { tokens, gaps } = await pull(plain, { ...reader, tokens: token })
    expect([tokens, gaps]).toMatchObject([[], [{ why: 'inconsistent' }]])
  })

  test('an opaque token without a client that may ask is a gap', async () => {
    const { token } = await mint(plain, 'plain')
    const { tokens, gaps } = await pull(plain, { tokens: token })
    expect([tokens, gaps]).toMatchObject([[], [{ why: 'not-permitted' }]])
  })

  test('a token of a file is looked at beside those of the credential', async () => {
    const [one, other] = [await mint(plain, 'plain'), await mint(plain, 'plain')]
    const connector = await connectorOf('oauth')
    async function* input() {
      yield Buffer.from(`# of today\n${other.token}\n`)
    }
    const world = { ...trustingWorld(), input: input() }
    const seen = await gather(connector.observe(connector.settings.parse({ issuer: plain.issuer }), connector.credential.parse({ ...reader, tokens: one.token }), world, null)) // prettier-ignore
    expect(tokensOf(seen)).toHaveLength(2)
  })
})

describe('signed answers (RFC 9701)', () => {
  const signed = { clientId: 'signed-reader', clientSecret: secretOf('signed-reader') }
  test('are believed where the server signed them for this client', async () => {
    const { token } = await mint(plain, 'dpop', { dpop: key })
    const { tokens, gaps } = await pull(plain, { ...signed, tokens: token }, { introspection: 'signed' })
    expect(gaps).toEqual([])
    expect(tokens).toMatchObject([{ binding: 'pop-app' }])
  })
  test('a client that gets plain ones is not believed', async () => {
    const { token } = await mint(plain, 'plain')
    const connector = await connectorOf('oauth')
    const world = trustingWorld()
    // A server that answers plain JSON whatever is asked for.
    const fetchPlain: typeof fetch = (input, init) => world.fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), accept: 'application/json' } }) // prettier-ignore
    const seen = await gather(connector.observe(connector.settings.parse({ issuer: plain.issuer, introspection: 'signed' }), connector.credential.parse({ ...signed, tokens: token }), { ...world, fetch: fetchPlain }, null)) // prettier-ignore
    expect([tokensOf(seen), gapsOf(seen)]).toMatchObject([
      [],
      [{ why: 'inconsistent', says: expect.stringContaining('not signed') as string }],
    ])
  })
})

describe('registered clients (RFC 7592)', () => {
  const register = async (more: object = {}) => {
    const body = { client_name: 'parcel importer', grant_types: ['client_credentials'], redirect_uris: [], response_types: [], contacts: ['lena@acme.example'], ...more } // prettier-ignore
    const response = await fetch(`${plain.issuer}/reg`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) // prettier-ignore
    return (await response.json()) as Record<
      'client_id' | 'client_secret' | 'registration_client_uri' | 'registration_access_token',
      string
    >
  }
  const issuersOf = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))

  test('a secret that never ends, and the registration token beside it; neither of them comes along', async () => {
    const { client_id: id, client_secret: secret, registration_client_uri: uri, registration_access_token: token } = await register()
    const { seen, tokens, gaps, text, world } = await pull(plain, { clients: `${uri} ${token}` })
    expect(gaps).toEqual([])
    expect(tokens).toMatchObject([
      { externalId: `client:${id}:secret`, kind: 'oauth.client-secret', name: 'parcel importer client secret', expires: 'never', binding: 'bearer', ownerHints: [{ value: 'lena@acme.example' }] },
      { externalId: world.fingerprint(token), kind: 'oauth.registration-token', binding: 'bearer' },
    ]) // prettier-ignore
    expect(issuersOf(seen)).toMatchObject([
      { kind: 'oauth.server' },
      { kind: 'oauth.client', externalId: `client:${id}`, mintedBinding: 'bearer' },
    ])
    for (const one of [secret, token]) expect(text).not.toContain(one)
  })
  test('one that signs in by a key and gets bound tokens', async () => {
    const jwks = { keys: [{ ...signer.publicKey.export({ format: 'jwk' }), kid: 'k9', use: 'sig', alg: 'ES256' }] }
    const { client_id: id, registration_client_uri: uri, registration_access_token: token } = await register({ token_endpoint_auth_method: 'private_key_jwt', jwks, dpop_bound_access_tokens: true }) // prettier-ignore
    const { seen, tokens } = await pull(plain, { clients: `${uri} ${token}` })
    expect(tokens).toMatchObject([{ externalId: `client:${id}:key:k9`, binding: 'keyed-asym' }, { kind: 'oauth.registration-token' }])
    expect(issuersOf(seen)[1]).toMatchObject({ mintedBinding: 'pop-app', tags: { DPoP: 'required', 'signs in by': 'private_key_jwt' } })
  })
  test('a token that is refused is a gap, and the others are read', async () => {
    const { registration_client_uri: uri, registration_access_token: token } = await register()
    const { tokens, gaps } = await pull(plain, { clients: `${uri} wrong-wrong-wrong\n${uri} ${token}` })
    expect(gaps).toMatchObject([{ object: 'OAuth clients', why: 'not-permitted' }])
    expect(tokens).toHaveLength(2)
  })
})

describe('revocation (RFC 7009)', () => {
  async function setUp(of: RealServer = plain) {
    const { token } = await mint(of, 'plain')
    // One that lives shows that the client may ask.
    const { token: other } = await mint(of, 'plain')
    const oauth = await connectorOf('oauth')
    const world = trustingWorld()
    const settings = oauth.settings.parse({ issuer: of.issuer })
    const reads = oauth.credential.parse({ ...reader, tokens: `${token}\n${other}` })
    const acts = oauth.actions!.credential.parse({ clientId: 'plain', clientSecret: secretOf('plain'), tokens: token })
    const look = async () => oauth.actions!.look(settings, reads, world, target!)
    const [target] = (await pull(of, { ...reader, tokens: token })).tokens
    const act = (credential: unknown = acts) =>
      oauth.actions!.act(settings, credential, world, { target: target!, verb: 'delete', place: null })
    return { token, other, oauth, world, settings, reads, acts, look, act, target: target! }
  }
  test('ends a token: introspection shows it live before, and gone after; a run tells that it is over', async () => {
    const { look, act, token, other, target } = await setUp()
    expect(await look()).toMatchObject({ shown: 'live' })
    await act()
    expect(await look()).toMatchObject({ shown: 'gone' })
    const { seen, tokens, gaps } = await pull(plain, { ...reader, tokens: `${token}\n${other}` })
    expect([tokens.length, gaps]).toEqual([1, []])
    expect(seen).toContainEqual({ see: 'ended', externalId: target.externalId })
  })
  test('is not believed of every token at once: a client that may not ask is told the same', async () => {
    const { act, token } = await setUp()
    await act()
    const { seen, gaps } = await pull(plain, { ...reader, tokens: token })
    expect(gaps).toMatchObject([{ why: 'inconsistent' }])
    expect(seen.filter(({ see }) => see === 'ended')).toEqual([])
  })
  test('is refused to a client that the token is not of, and then it lives', async () => {
    const { oauth, look, act, token } = await setUp()
    const other = oauth.actions!.credential.parse({ clientId: 'mobile', clientSecret: secretOf('mobile'), tokens: token })
    await expect(act(other)).rejects.toMatchObject({ code: 'provider', why: 'failed' })
    expect(await look()).toMatchObject({ shown: 'live' })
  })
  test('of a token that is not listed is not sent', async () => {
    const { oauth, act } = await setUp()
    const other = oauth.actions!.credential.parse({ clientId: 'plain', clientSecret: secretOf('plain'), tokens: 'some-other-token' })
    await expect(act(other)).rejects.toMatchObject({ name: 'NotSent' })
  })
  test('of a JWT, this server takes none, and whether it lives cannot be told', async () => {
    const { look, act } = await setUp(ofJwts)
    expect(await look()).toMatchObject({ shown: 'cannot-tell' })
    await expect(act()).rejects.toMatchObject({ message: expect.stringContaining('no tokens of this form') as string })
  })
  test('the client that reads may not act, and one that acts is tried by a token that nobody has', async () => {
    const { oauth, settings, world, reads, acts } = await setUp()
    const same = oauth.actions!.credential.parse({ ...reader, tokens: 'some-other-token' })
    expect(await oauth.actions!.sameAsReading(settings, reads, same, world)).toMatch(/client that reads/)
    expect(await oauth.actions!.sameAsReading(settings, reads, acts, world)).toBeNull()
    expect(await oauth.actions!.test(settings, acts, world)).toMatchObject([{ state: 'granted' }])
  })
})

test('the connection test says what may be read, and asks about nobody’s token', async () => {
  const oauth = await connectorOf('oauth')
  const world = trustingWorld()
  const settings = oauth.settings.parse({ issuer: plain.issuer, introspection: 'signed' })
  const checks = await oauth.test(
    settings,
    oauth.credential.parse({ clientId: 'signed-reader', clientSecret: secretOf('signed-reader') }),
    world,
  )
  expect(checks.map(({ permission, state }) => [permission, state])).toEqual([
    ['Server metadata', 'granted'],
    ['Server keys', 'granted'],
    ['Introspection', 'granted'],
  ])
  await expect(oauth.test(settings, oauth.credential.parse({ ...reader, clientSecret: 'wrong-wrong-wrong' }), world)).rejects.toMatchObject({ status: 401 }) // prettier-ignore
})

describe('whether what a token is bound to is checked', () => {
  const api = async (of: RealServer, checks: Checks, more: Parameters<typeof resourceServer>[2] = {}) => {
    const one = await resourceServer(of, checks, more)
    closable.push(one)
    return one
  }
  const settingsFor = (url: string) => ({ resources: [`${url}/orders audience=${orders} try=${url}/orders/1`], tries: 'allowed' })

  const letIn = ' 200 for a token that is bound to nothing'
  test.each<[Checks, boolean, string]>([
    ['nothing', false, ': 200 as a bearer token, 200 without a proof, 200 with the proof of another key'],
    ['any-proof', false, ': 200 with the proof of another key'],
    ['any-proof-with-nonce', false, ': 200 with the proof of another key'],
    ['everything', true, `: 401 as a bearer token, 401 without a proof, 401 with the proof of another key;${letIn}`],
    ['with-nonce', true, `: 401 as a bearer token, 401 without a proof, 401 with the proof of another key;${letIn}`],
  ])('an API that checks %s', async (checks, verified, says) => {
    const { url, asked } = await api(plain, checks)
    const { token } = await mint(plain, 'dpop', { dpop: key })
    const { token: unbound } = await mint(plain, 'plain')
    const { tokens, gaps } = await pull(plain, { ...reader, tokens: `${token}\n${unbound}` }, settingsFor(url))
    expect(gaps).toEqual([])
    expect(tokens[0]).toMatchObject({ binding: 'pop-app', popVerified: verified })
    expect(tokens[0]?.evidence.popVerified?.endsWith(says)).toBe(true)
    expect(asked.length).toBeGreaterThanOrEqual(3)
  })

  test('an API that refuses all that it is sent is not taken for one that checks', async () => {
    const { url, asked } = await api(plain, 'everybody')
    const { token } = await mint(plain, 'dpop', { dpop: key })
    const { token: unbound } = await mint(plain, 'plain')
    const { tokens } = await pull(plain, { ...reader, tokens: `${token}\n${unbound}` }, settingsFor(url))
    expect(tokens[0]).toMatchObject({ binding: 'pop-app', popVerified: 'not-reported' })
    expect(tokens[0]?.evidence.popVerified).toMatch(/401 with the proof of another key; that it lets any token in is not shown$/)
    expect(asked.map(({ authorization }) => authorization)).toContain(`Bearer ${unbound}`)
  })

  const withStrange = '401 without its certificate, 401 with another certificate'
  test.each<[Checks, boolean | 'not-reported', RegExp]>([
    ['nothing', false, /: 200 without its certificate, 200 with another certificate$/],
    ['any-certificate', false, /: 200 with another certificate$/],
    ['everything', true, new RegExp(`: ${withStrange}; 200 for a token that is bound to nothing, with such a certificate$`)],
    ['own-authority', 'not-reported', new RegExp(`: ${withStrange}; that it lets any token in with such a certificate is not shown$`)],
  ])('an API behind TLS that checks %s of certificates', async (checks, verified, says) => {
    const { url } = await api(secure, checks, { tls: { key: server.privateKey, cert: server.certificate, ca: ofClient.certificate } })
    const { token } = await mint(secure, 'mtls', { tls: withCertificate })
    const { token: unbound } = await mint(secure, 'plain', { tls: { ca: server.certificate } })
    const { tokens } = await pull(secure, { ...reader, tokens: `${token}\n${unbound}` }, settingsFor(url))
    expect(tokens[0]).toMatchObject({
      binding: 'pop-mtls',
      popVerified: verified,
      evidence: { popVerified: expect.stringMatching(says) as string },
    })
    const alone = await pull(secure, { ...reader, tokens: token }, settingsFor(url))
    expect(alone.tokens).toMatchObject([{ popVerified: verified === false ? false : 'not-reported' }])
  })

  test('is not tried unless it is allowed', async () => {
    const { url, asked } = await api(plain, 'nothing')
    const { token } = await mint(plain, 'dpop', { dpop: key })
    const { tokens } = await pull(plain, { ...reader, tokens: token }, { resources: settingsFor(url).resources })
    expect(tokens).toMatchObject([
      { popVerified: 'not-reported', evidence: { popVerified: expect.stringContaining('do not allow') as string } },
    ])
    expect(asked).toEqual([])
  })

  test('a token is shown to no resource server that it is not for', async () => {
    const { url, asked } = await api(plain, 'nothing')
    const { token } = await mint(plain, 'dpop', { dpop: key })
    const { tokens } = await pull(
      plain,
      { ...reader, tokens: token },
      { resources: [`${url}/orders try=${url}/orders/1`], tries: 'allowed' },
    )
    expect([tokens[0]?.popVerified, asked]).toEqual(['not-reported', []])
  })

  test('what a resource server says of itself stands at the issuer, and proves nothing', async () => {
    const { url } = await api(plain, 'nothing', {
      metadata: { dpop_bound_access_tokens_required: true, bearer_methods_supported: ['header'] },
    })
    const { token } = await mint(plain, 'dpop', { dpop: key })
    const { seen, tokens } = await pull(plain, { ...reader, tokens: token }, settingsFor(url))
    const issuer = seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))[0]
    expect(issuer).toMatchObject({
      externalId: plain.issuer,
      mintedBinding: 'not-reported',
      tags: { DPoP: expect.stringContaining('ES256') as string, 'signing keys': 'ES256, RS256' },
    })
    expect(issuer?.tags[`resource ${url}/orders`]).toMatch(/^says that it requires DPoP/)
    expect(tokens[0]?.popVerified).toBe(false)
  })
})
