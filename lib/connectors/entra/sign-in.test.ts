import { createHash, constants, verify, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { Credential, Settings } from './settings.ts'
import { openSignIn } from './sign-in.ts'
import { selfSigned } from '../testing/self-signed.ts'
import { guid } from './testing/small-tenant.ts'

afterEach(() => vi.unstubAllEnvs())

const clientId = guid('1')
type Answer = { status?: number; body: unknown }

/** Signs in as often as asked, at once; what was sent, and what came of it. */
async function signIn(credential: object, { status = 200, body }: Answer = { body: { access_token: 'access', expires_in: 3_599 } }, { times = 1, isForServer = false } = {}) {
  const server = await smallServer((_, response) => response.writeHead(status).end(JSON.stringify(body)))
  if (isForServer) vi.stubEnv('AZURE_AUTHORITY_HOST', `${server.url}/`)
  const settings = Settings.parse({ tenant: 'acme.example', clientId, loginUrl: server.url, graphUrl: 'https://graph.example' })
  const ask = openSignIn(settings, { clientId, credential: Credential.parse(credential) }, quietWorld())
  const came = await Promise.all(Array.from({ length: times }, ask)).catch((error: unknown) => error)
  const again = came instanceof Error ? came : await ask()
  await server.close()
  return { came, again, asked: server.asked.map(({ path: at, body: form }) => ({ at, form: Object.fromEntries(new URLSearchParams(form)) })), url: server.url }
} // prettier-ignore

describe('an application signs in', () => {
  test('with a secret, once for all calls until the token ends', async () => {
    const { came, again, asked } = await signIn({ clientSecret: 'long-enough' }, undefined, { times: 5 })
    expect([came, again]).toEqual([Array(5).fill('access'), 'access'])
    expect(asked).toEqual([
      { at: '/acme.example/oauth2/v2.0/token', form: { grant_type: 'client_credentials', client_id: clientId, scope: 'https://graph.example/.default', client_secret: 'long-enough' } },
    ])
  }) // prettier-ignore

  test('with a certificate, of which only a signature is sent', async () => {
    const pair = selfSigned()
    const { asked, url } = await signIn({ certificate: pair.certificate, privateKey: pair.privateKey.replaceAll('\n', '\\n') })
    const { client_assertion: assertion = '', client_secret: sent, ...form } = asked[0]?.form ?? {}
    expect(sent).toBeUndefined()
    expect(form.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    const [header = '', claims = '', signature = ''] = assertion.split('.')
    const x509 = new X509Certificate(pair.certificate)
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, number | string>
    expect(read(header)).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(x509.raw).digest('base64url') })
    expect(read(claims)).toMatchObject({ aud: `${url}/acme.example/oauth2/v2.0/token`, iss: clientId, sub: clientId })
    expect(Number(read(claims).exp) - Number(read(claims).nbf)).toBe(300)
    const key = { key: x509.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  test('not with a certificate and the key of another', async () => {
    const { came, asked } = await signIn({ certificate: selfSigned().certificate, privateKey: selfSigned().privateKey })
    expect([came, asked]).toMatchObject([{ code: 'provider', status: 401 }, []])
  })

  test('with the token in the file that the environment names, as it is now, sent to whom it is for', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'entra-'))
    await writeFile(path.join(folder, 'token'), 'a.b.c\n')
    vi.stubEnv('AZURE_FEDERATED_TOKEN_FILE', path.join(folder, 'token'))
    const { asked } = await signIn({ federated: 'true' }, undefined, { isForServer: true })
    expect(asked[0]?.form).toMatchObject({ client_assertion: 'a.b.c' })
    vi.stubEnv('AZURE_AUTHORITY_HOST', undefined)
    const elsewhere = await signIn({ federated: 'true' })
    expect([elsewhere.came, elsewhere.asked]).toMatchObject([
      { status: 401, message: expect.stringContaining('is for https://login.microsoftonline.com alone') as string },
      [],
    ])
    await rm(folder, { recursive: true })
  })

  test.each([undefined, '/nowhere/at/all'])('not by a file that is %s', async (file) => {
    vi.stubEnv('AZURE_FEDERATED_TOKEN_FILE', file)
    const { came, asked } = await signIn({ federated: true }, undefined, { isForServer: true })
    expect([came, asked]).toMatchObject([{ code: 'provider', status: 401 }, []])
  })

  test('anew when the token is about to end', async () => {
    const { asked } = await signIn({ clientSecret: 'long-enough' }, { body: { access_token: 'access', expires_in: 0.000001 } })
    expect(asked).toHaveLength(2)
  })
})

describe('a refusal', () => {
  const of = (status: number, code?: number) => ({ status, body: { error: 'x', error_description: 'sekrit', ...(code && { error_codes: [code] }) } })
  test.each<[string, Answer, object, string]>([
    ['a wrong secret', of(401, 7000215), { status: 401, why: 'not-permitted' }, 'AADSTS7000215, the client secret is wrong'],
    ['an unknown tenant', of(400, 90002), { status: 401, why: 'not-permitted' }, 'there is no such tenant'],
    ['a token that is signed with ES256', of(401, 5002738), { status: 401, why: 'not-permitted' }, 'AADSTS5002738, the issuer does not sign its token with RS256'],
    ['for a reason that nobody knows', of(400, 12345), { status: 401 }, 'AADSTS12345.'],
    ['without a reason', of(400), { status: 401 }, 'refused the credential'],
    ['of something else than Entra ID', { status: 404, body: { hello: 'sekrit' } }, { status: 401 }, 'answered with 404 and no error of an authorization server: look at the address'],
    ['for now', of(429), { why: 'throttled', retry: true }, 'throttled'],
    ['a broken service', of(503), { why: 'failed', retry: true }, '503'],
    ['an answer without a token', { body: { token_type: 'Bearer' } }, { why: 'malformed' }, 'no access token'],
  ])('%s', async (_, answer, wanted, says) => {
    const { came } = await signIn({ clientSecret: 'long-enough' }, answer)
    expect(came).toMatchObject(wanted)
    expect((came as Error).message).toContain(says)
    expect((came as Error).message).not.toContain('sekrit')
  })
}) // prettier-ignore
