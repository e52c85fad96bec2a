import { createHash, createPublicKey, generateKeyPairSync, verify, type JsonWebKey, type KeyObject } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { NotSent } from '../not-sent.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { smallServer, type SmallServer } from '../testing/small-server.ts'
import { openOkta } from './api.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()

const opened: SmallServer[] = []
afterEach(async () => void (await Promise.all(opened.splice(0).map((server) => server.close()))))

type Said = { status?: number; body?: object; headers?: Record<string, string> }

/** An Okta that answers with what it is told, one answer after the other, and the last for ever. */
async function okta(answers: { token: readonly Said[]; call?: readonly Said[] }) {
  const asked = { token: 0, call: 0 }
  const server = await smallServer((request, response) => {
    const of = request.url?.startsWith('/oauth2/v1/token') ? 'token' : 'call'
    const all = answers[of] ?? [{ body: [] }]
    const { status = 200, body = {}, headers = {} } = all[Math.min(asked[of]++, all.length - 1)] ?? {}
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  opened.push(server)
  return server
}

const good = (more: object = {}): Said => ({
  body: { access_token: 'at-1', token_type: 'DPoP', expires_in: 3_600, scope: 'okta.apps.read', ...more },
})
const wantsNonce: Said = { status: 400, body: { error: 'use_dpop_nonce' }, headers: { 'dpop-nonce': 'n-token' } }
const callWantsNonce: Said = {
  status: 401,
  body: {},
  headers: { 'dpop-nonce': 'n-call', 'www-authenticate': 'DPoP error="use_dpop_nonce"' },
}
const credential = { clientId: '0oaReader', privateKey: pem, keyId: 'kid-1' }
const open = (server: SmallServer, scopes = ['okta.apps.read'], by: object = {}) =>
  openOkta({ orgUrl: server.url }, { ...credential, ...by }, quietWorld(), scopes)

type Part = Record<string, unknown>
function read(jwt: unknown, key?: KeyObject): { header: Part; claims: Part } {
  const [head = '', body = '', signature = ''] = String(jwt).split('.')
  const part = (of: string) => JSON.parse(Buffer.from(of, 'base64url').toString()) as Part
  const header = part(head)
  const by = key ?? createPublicKey({ key: header.jwk as JsonWebKey, format: 'jwk' })
  expect(
    verify('sha256', Buffer.from(`${head}.${body}`), { key: by, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
  ).toBe(true)
  return { header, claims: part(body) }
}

describe('a service app', () => {
  test('signs in with its key, proves each call with one of its own, and asks for a token once', async () => {
    const server = await okta({ token: [wantsNonce, good()] })
    const api = open(server)
    await api.get('/api/v1/apps', { limit: 1, after: 'x' })
    await api.get('/api/v1/users')
    const [first, second, call, other] = server.asked
    expect(server.asked).toHaveLength(4)

    const form = new URLSearchParams(second?.body)
    expect(Object.fromEntries(form)).toMatchObject({ grant_type: 'client_credentials', scope: 'okta.apps.read', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' })
    const assertion = read(form.get('client_assertion'), rsa.publicKey)
    expect(assertion.header).toEqual({ alg: 'RS256', kid: 'kid-1' })
    expect(assertion.claims).toMatchObject({ iss: '0oaReader', sub: '0oaReader', aud: `${server.url}/oauth2/v1/token` })
    expect(Number(assertion.claims.exp) - Number(assertion.claims.iat)).toBe(300)

    expect(read(first?.headers.dpop).claims).not.toHaveProperty('nonce')
    expect(read(second?.headers.dpop).claims).toMatchObject({ htm: 'POST', htu: `${server.url}/oauth2/v1/token`, nonce: 'n-token' })
    const proof = read(call?.headers.dpop)
    expect(call?.headers.authorization).toBe('DPoP at-1')
    expect(proof.header).toMatchObject({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256' } })
    expect(proof.header.jwk).not.toHaveProperty('d')
    expect(proof.claims).toMatchObject({ htm: 'GET', htu: `${server.url}/api/v1/apps`, ath: createHash('sha256').update('at-1').digest('base64url') })
    expect(proof.claims, 'a nonce of the token endpoint is not one of the interface').not.toHaveProperty('nonce')
    expect(read(other?.headers.dpop).claims.jti).not.toBe(proof.claims.jti)
  }) // prettier-ignore

  test.each([
    ['PKCS #8', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), ec.publicKey, { alg: 'ES256' }],
    ['a JSON Web Key', JSON.stringify({ ...ec.privateKey.export({ format: 'jwk' }), kid: 'kid-2' }), ec.publicKey, { alg: 'ES256', kid: 'kid-2' }],
    ['PKCS #1', pem, rsa.publicKey, { alg: 'RS256' }],
  ])('takes a key as %s', async (_, privateKey, key, header) => {
    const server = await okta({ token: [good()] })
    await open(server, undefined, { privateKey, keyId: undefined }).get('/api/v1/apps')
    expect(read(new URLSearchParams(server.asked[0]?.body).get('client_assertion'), key).header).toEqual(header)
  }) // prettier-ignore

  test.each([
    ['no key', 'x'.repeat(60)],
    ['a key of another sort', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['a JSON Web Key that is none', `{"kty":"RSA","n":"${'x'.repeat(60)}"}`],
  ])('with %s is refused, and nothing is sent', async (_, privateKey) => {
    const server = await okta({ token: [good()] })
    const refused = await open(server, undefined, { privateKey }).get('/api/v1/apps').catch((error: unknown) => error) // prettier-ignore
    expect(refused).toMatchObject({ status: 401, message: expect.stringContaining('private key') as string })
    expect(String(refused)).not.toContain('xxx')
    expect(server.asked).toEqual([])
  })

  test.each<[string, Said, object]>([
    ['is not known', { status: 401, body: { error: 'invalid_client', error_description: 'secret' } }, { status: 401, why: 'not-permitted', message: expect.stringContaining('invalid_client') as string }],
    ['is answered by something else than Okta', { status: 404, body: { errorCode: 'secret' } }, { status: 401, message: expect.stringMatching(/answered with 404 and no error of an authorization server: look at the address/) as string }],
    ['is throttled for long', { status: 429, headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.ceil(Date.now() / 1_000) + 600) } }, { why: 'throttled' }],
    ['meets a broken Okta', { status: 503 }, { why: 'failed', code: 'unavailable' }],
    ['gets no token', { body: { hello: 'secret' } }, { why: 'malformed' }],
    ['is asked for a nonce for ever', wantsNonce, { status: 401 }],
  ])('that %s says so', async (_, said, wanted) => {
    const refused = await open(await okta({ token: [said] })).get('/api/v1/apps').catch((error: unknown) => error)
    expect(refused).toMatchObject(wanted)
    expect(String(refused)).not.toContain('secret')
  }) // prettier-ignore

  test('that was not granted all scopes asks for each, and goes on with those it has', async () => {
    const bad: Said = { status: 400, body: { error: 'invalid_scope' } }
    const server = await okta({ token: [bad, good(), bad, good(), good({ scope: 'a c' })] })
    expect(await open(server, ['a', 'b', 'c']).granted()).toEqual(['a', 'c'])
    expect(server.asked.map(({ body }) => new URLSearchParams(body).get('scope'))).toEqual(['a b c', 'a', 'b', 'c', 'a c'])
  })

  test('that was granted none of them is refused', async () => {
    const server = await okta({ token: [{ status: 400, body: { error: 'invalid_scope' } }] })
    await expect(open(server, ['a']).get('/api/v1/apps')).rejects.toMatchObject({ status: 401, message: expect.stringContaining('none of the scopes') as string }) // prettier-ignore
  })

  test('to whom Okta gives a bearer token sends it as one', async () => {
    const server = await okta({ token: [good({ token_type: 'Bearer' })] })
    await open(server).get('/api/v1/apps')
    expect(server.asked[1]?.headers).toMatchObject({ authorization: 'Bearer at-1' })
    expect(server.asked[1]?.headers.dpop).toBeUndefined()
  })

  test('asks for another token before the old one ends', async () => {
    const server = await okta({ token: [good({ expires_in: 30, access_token: 'at-short' }), good()] })
    const api = open(server)
    const clock = Date.now
    try {
      await api.get('/api/v1/apps')
      Date.now = () => clock() + 16_000
      await api.get('/api/v1/apps')
    } finally {
      Date.now = clock
    }
    expect(server.asked.filter(({ path }) => path.startsWith('/api')).map(({ headers }) => headers.authorization)).toEqual(['DPoP at-short', 'DPoP at-1']) // prettier-ignore
  })

  test.each(['GET', 'DELETE'] as const)('asked for a nonce by the interface sends the %s again with it', async (method) => {
    const server = await okta({ token: [good()], call: [callWantsNonce, { body: [] }] })
    const api = open(server)
    await (method === 'GET' ? api.get('/api/v1/apps/x') : api.send('DELETE', '/api/v1/apps/x'))
    const calls = server.asked.filter(({ path }) => path.startsWith('/api'))
    expect(calls.map(({ headers }) => read(headers.dpop).claims.nonce)).toEqual([undefined, 'n-call'])
  })

  test('that cannot sign in sends no change', async () => {
    const server = await okta({ token: [{ status: 401, body: { error: 'invalid_client' } }] })
    await expect(open(server).send('DELETE', '/api/v1/apps/x')).rejects.toBeInstanceOf(NotSent)
    expect(server.asked.every(({ path }) => path === '/oauth2/v1/token')).toBe(true)
  })
})

test.each<[string, Said, object]>([
  ['a missing scope', { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } }, { why: 'not-permitted', message: expect.stringContaining('not granted the scope') as string }],
  ['an error of Okta’s by its number', { status: 403, body: { errorCode: 'E0000006', errorSummary: 'secret' } }, { why: 'not-permitted', message: expect.stringContaining('E0000006') as string }],
  ['an error by a number that is none', { status: 403, body: { errorCode: 'secret' } }, { why: 'not-permitted' }],
])('%s is told, and nothing else', async (_, said, wanted) => {
  const refused = await open(await okta({ token: [good()], call: [said] })).get('/api/v1/apps').catch((error: unknown) => error)
  expect(refused).toMatchObject(wanted)
  expect(String(refused)).not.toContain('secret')
}) // prettier-ignore

test('an API token goes as it is', async () => {
  const server = await okta({ token: [] })
  const api = openOkta({ orgUrl: server.url }, { token: '00token-of-a-user' }, quietWorld())
  await api.get('/api/v1/apps')
  expect(await api.granted()).toBeNull()
  expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['SSWS 00token-of-a-user'])
})
