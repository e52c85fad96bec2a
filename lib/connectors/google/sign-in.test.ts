import { verify } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { tokenFolderVariable } from '../rest/token-file.ts'
import { quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { withTokenFile } from '../testing/token-file.ts'
import { ServiceAddress } from './address.ts'
import { GoogleCredential } from './credential.ts'
import { openSignIn, type Identity } from './sign-in.ts'
import { keyFile, testKey } from './testing/key-file.ts'

afterEach(() => vi.unstubAllEnvs())

const provider = 'projects/123456789012/locations/global/workloadIdentityPools/standdown/providers/cluster'
const account = 'reader@acme-tools.iam.gserviceaccount.com'
type Answer = { status?: number; body: unknown }
const answers: Readonly<Record<string, Answer>> = {
  '/oauth2/token': { body: { access_token: 'by-statement', expires_in: 3_599, token_type: 'Bearer' } },
  '/sts/v1/token': { body: { access_token: 'of-pool', expires_in: 3_599, issued_token_type: 'x', token_type: 'Bearer' } },
  [`/iamcredentials/v1/projects/-/serviceAccounts/${encodeURIComponent(account)}:generateAccessToken`]: {
    body: { accessToken: 'of-account', expireTime: '2026-11-24T01:00:00Z' },
  },
  [`/iamcredentials/v1/projects/-/serviceAccounts/${encodeURIComponent(account)}:signJwt`]: { body: { keyId: 'k', signedJwt: 'a.b.c' } },
}

type Given = Omit<Partial<Identity>, 'credential'> & { credential: unknown }

/** `file`: what lies in the token file for the server. */
async function signIn(identity: Given, changed: Readonly<Record<string, Answer>> = {}, { times = 1, file }: { times?: number; file?: string } = {}) {
  const server = await smallServer((request, response) => {
    const said = { ...answers, ...changed }[request.url ?? '']
    response.writeHead(said ? (said.status ?? 200) : 404).end(JSON.stringify(said?.body ?? {}))
  })
  const address = `${server.url}/{service}`
  const ask = openSignIn({ scopes: ['scope-a', 'scope-b'], ...identity, address, credential: GoogleCredential.parse(identity.credential) }, quietWorld())
  const asks = () => Promise.all(Array.from({ length: times }, ask)).catch((error: unknown) => error)
  const came = file === undefined ? await asks() : await withTokenFile(server.url, file, asks)
  const again = came instanceof Error ? came : await ask()
  await server.close()
  return { came, again, url: server.url, asked: server.asked }
} // prettier-ignore

const fromFile = { tokenFile: 'standdown' }

const claimsOf = (jwt: string) =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, string | number>

describe('a service account signs in', () => {
  test('with a key, of which only a signature is sent, and to no address that its file names', async () => {
    const { came, again, asked, url } = await signIn(
      { credential: { serviceAccountKey: keyFile() }, subject: 'admin@acme.example' },
      {},
      { times: 5 },
    )
    expect([came, again]).toEqual([Array(5).fill('by-statement'), 'by-statement'])
    expect(asked.map(({ path: at }) => at)).toEqual(['/oauth2/token'])
    const form = new URLSearchParams(asked[0]?.body)
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const assertion = form.get('assertion') ?? ''
    const [header = '', claims = '', signature = ''] = assertion.split('.')
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), testKey.public, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT', kid: testKey.id })
    const said = claimsOf(assertion)
    expect(said).toMatchObject({ iss: testKey.email, sub: 'admin@acme.example', aud: `${url}/oauth2/token`, scope: 'scope-a scope-b' })
    expect(Number(said.exp) - Number(said.iat)).toBe(3_600)
  })

  test('by way of a pool, as the account that it impersonates', async () => {
    const { came, asked } = await signIn({ credential: fromFile, provider, serviceAccount: account }, {}, { file: 'x.y.z\n' })
    expect(came).toEqual(['of-account'])
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience: `//iam.googleapis.com/${provider}`,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token: 'x.y.z',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    })
    expect(asked[1]?.headers.authorization).toBe('Bearer of-pool')
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ scope: ['scope-a', 'scope-b'], lifetime: '3600s' })
  })

  test('by way of a pool alone', async () => {
    expect((await signIn({ credential: fromFile, provider }, {}, { file: 'x.y.z' })).came).toEqual(['of-pool'])
  })

  test('in a person’s name, without a key: Google signs for it', async () => {
    const identity = { credential: fromFile, provider, serviceAccount: account, subject: 'admin@acme.example' }
    const { came, asked, url } = await signIn(identity, {}, { file: 'x.y.z' })
    expect(came).toEqual(['by-statement'])
    const { payload } = JSON.parse(asked[1]?.body ?? '') as { payload: string }
    expect(JSON.parse(payload)).toMatchObject({ iss: account, sub: 'admin@acme.example', aud: `${url}/oauth2/token` })
    expect(new URLSearchParams(asked[2]?.body).get('assertion')).toBe('a.b.c')
  })

  test.each([undefined, '/nowhere/at/all'])('not by a file under %s', async (folder) => {
    vi.stubEnv(tokenFolderVariable, folder)
    const { came, asked } = await signIn({ credential: fromFile, provider })
    expect([came, asked]).toMatchObject([{ code: 'provider', status: 401 }, []])
  })

  test('not by a file that is for another host', async () => {
    const { came, asked } = await withTokenFile('https://sts.googleapis.com', 'x.y.z', () => signIn({ credential: fromFile, provider }))
    expect([came, asked]).toMatchObject([
      { status: 401, message: expect.stringContaining('Only a file in the folder of that name') as string },
      [],
    ])
  })

  test('anew when the token is about to end', async () => {
    const soon = { '/oauth2/token': { body: { access_token: 'a', expires_in: 0.000001 } } }
    expect((await signIn({ credential: { serviceAccountKey: keyFile() } }, soon)).asked).toHaveLength(2)
  })
})

describe('a refusal', () => {
  const key = { credential: { serviceAccountKey: keyFile() } }
  test.each<[string, Answer, object, string]>([
    ['of the statement', { status: 400, body: { error: 'invalid_grant', error_description: 'sekrit' } }, { status: 401, why: 'not-permitted' }, 'invalid_grant, Google does not take'],
    ['of a scope that was not delegated', { status: 401, body: { error: 'unauthorized_client' } }, { status: 403, why: 'not-permitted' }, 'not delegated this scope'],
    ['without a word', { status: 403, body: null }, { status: 401 }, 'look at the address'],
    ['for now', { status: 429, body: {} }, { why: 'throttled', retry: true }, 'throttled'],
    ['a broken service', { status: 503, body: {} }, { why: 'failed', retry: true }, '503'],
    ['an answer without a token', { body: { token_type: 'Bearer', sekrit: 1 } }, { why: 'malformed' }, 'no access token'],
  ])('%s', async (_, answer, wanted, says) => {
    const { came } = await signIn(key, { '/oauth2/token': answer })
    expect(came).toMatchObject(wanted)
    expect((came as Error).message).toContain(says)
    expect((came as Error).message).not.toContain('sekrit')
  })

  test.each<[string, string, string]>([
    ['the pool', '/sts/v1/token', 'attribute condition'],
    ['the impersonation', `/iamcredentials/v1/projects/-/serviceAccounts/${encodeURIComponent(account)}:generateAccessToken`, 'roles/iam.workloadIdentityUser'],
  ])('by %s says what to do', async (_, at, says) => {
    const body = { error: { code: 403, status: 'PERMISSION_DENIED', message: 'sekrit' } }
    const { came } = await signIn({ credential: fromFile, provider, serviceAccount: account }, { [at]: { status: 403, body } }, { file: 'x.y.z' })
    expect((came as Error).message).toContain(`PERMISSION_DENIED, `)
    expect((came as Error).message).toContain(says)
  })
}) // prettier-ignore

describe('what is kept of a key file', () => {
  test('is what signs, and is kept the same when it is read again', () => {
    const once = GoogleCredential.parse({ serviceAccountKey: keyFile() })
    expect(JSON.stringify(once)).not.toContain('elsewhere.example')
    expect(GoogleCredential.parse(once)).toEqual(once)
  })
  test.each([
    ['of a person', keyFile({ type: 'authorized_user' })],
    ['of a pool', keyFile({ type: 'external_account' })],
    ['without a key', keyFile({ private_key: 'no' })],
    ['that is no JSON', '{'],
  ])('not one %s', (_, text) => expect(GoogleCredential.safeParse({ serviceAccountKey: text }).success).toBe(false))
})

test.each<[string, boolean]>([
  ['https://{service}.googleapis.com', true],
  ['https://{service}.p.googleapis.com/', true],
  ['http://127.0.0.1:4599/gcp/{service}', true],
  ['https://iam.googleapis.com', false],
  ['https://user@{service}.googleapis.com', false],
  ['https://{service}.googleapis.com?x=1', false],
  ['ftp://{service}.example', false],
])('an address: %s', (text, isOne) => expect(ServiceAddress.safeParse(text).success).toBe(isOne))
