import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../model/app-error.ts'
import type { Json } from '../../model/json.ts'
import type { Gap, Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import type { SmallServer } from '../testing/small-server.ts'
import { account, canary, csv, key, policyAllowing, reply, smallAws, user, whole, type Actions, type Answer } from './testing/small-aws.ts'
import { actions as permitted } from './words.ts'

const opened: SmallServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

async function serve(actions: Actions = {}) {
  const server = await smallAws(actions)
  opened.push(server)
  return server
}

const reader = { accessKeyId: 'AKIAREADER0000000000', secretAccessKey: canary, sessionToken: canary }

async function pull(
  server: SmallServer,
  { settings = {}, credential = reader as object, cursor = null as Json, world = quietWorld() } = {},
) {
  const aws = await connectorOf('aws')
  const seen = await gather(
    aws.observe(aws.settings.parse({ account, baseUrl: server.url, ...settings }), aws.credential.parse(credential), world, cursor),
  )
  const tokens = seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
  const gaps = seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
  return {
    seen,
    world,
    tokens,
    gaps,
    ids: tokens.map(({ externalId }) => externalId).sort(),
    issuers: seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : [])),
  }
}

const root = `arn:aws:iam::${account}:root:access-key-1`
const everything = ['ACCAEXAMPLE00001', 'ACCAEXAMPLE00002', 'AKIAEXAMPLE000000001', 'AKIAEXAMPLE000000002', 'AKIAEXAMPLE000000003', root]
const find = (tokens: readonly Sighting[], id: string) => tokens.find(({ externalId }) => externalId === id)

describe('an account', () => {
  test('is read whole, and nothing is called that the policy to copy does not allow', async () => {
    const server = await serve()
    const { ids, gaps, seen, issuers } = await pull(server)
    expect(ids).toEqual(everything)
    expect(gaps).toEqual([])
    expect(
      new Set(
        server.calls
          .filter((call) => call !== 'GetCallerIdentity')
          .map((call) => `iam:${call}`)
          .filter((call) => !(permitted as readonly string[]).includes(call)),
      ),
    ).toEqual(new Set())
    expect(seen.flatMap((one) => (one.see === 'covered' ? [[one.object, one.seen]] : []))).toEqual([
      ['AWS credential report', 2],
      ['AWS service-specific credentials', 2],
      ['AWS users', 2],
      ['AWS roles', 3],
      ['AWS OIDC providers', 1],
    ])
    expect(issuers).toMatchObject([
      {
        kind: 'aws.role',
        name: 'ci',
        maxLifeSeconds: 7_200,
        mintedBinding: 'keyed-hmac',
        lastUsed: { at: new Date('2026-11-01T00:00:00Z'), region: 'eu-west-1' },
        trusts: [
          'OIDC token.actions.githubusercontent.com where token.actions.githubusercontent.com:aud is sts.amazonaws.com and token.actions.githubusercontent.com:sub like repo:acme/api:*',
        ],
      },
      { kind: 'aws.oidc-provider', name: 'token.actions.githubusercontent.com', trusts: ['tokens for audience sts.amazonaws.com'] },
    ])
  })

  test('gives each key exactly these facts', async () => {
    const { tokens, seen } = await pull(await serve())
    const used = find(tokens, 'AKIAEXAMPLE000000001')
    const hashes = seen.flatMap((one) => (one.see === 'document' ? [one.hash] : []))
    expect(used).toEqual({
      externalId: 'AKIAEXAMPLE000000001',
      kind: 'aws.access-key',
      name: 'ana',
      displayId: 'AKIA…0001',
      lifecycle: 'active',
      issuedAt: new Date('2025-02-03T04:05:06Z'),
      expires: 'never',
      lastUsed: { at: new Date('2026-11-20T10:00:00Z'), service: 'ecs', region: 'eu-central-1' },
      rotationEnforcedSeconds: null,
      binding: 'keyed-hmac',
      popVerified: false,
      permissions: {
        scheme: 'aws.iam',
        stated: {
          principal: { type: 'user', name: 'ana', arn: `arn:aws:iam::${account}:user/ana` },
          policies: [
            { name: 'own', how: 'inline', document: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
            {
              name: 'ReadOnlyAccess',
              arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
              how: 'managed',
              document: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
            },
            { name: 'deploy', how: 'group-inline', group: 'devs', document: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
          ],
          boundary: null,
        },
        documents: expect.arrayContaining(hashes.slice(0, 1)) as string[],
      },
      ownerHints: [
        { how: 'email', value: 'ana@example.com', says: 'iam:GetAccountAuthorizationDetails tag owner' },
        { how: 'handle', value: 'aws:ana', says: 'iam:ListAccessKeys UserName' },
      ],
      workloadHint: 'shop',
      tags: { owner: 'ana@example.com', app: 'shop' },
      consumers: [],
      storage: 'not-reported',
      prohibited: false,
      evidence: expect.objectContaining({ lastUsed: 'iam:GetAccessKeyLastUsed', issuedAt: 'iam:ListAccessKeys CreateDate' }) as object,
      disable: 'UpdateAccessKey AKIAEXAMPLE000000001 Status=Inactive (reversible)',
      revoke: 'DeleteAccessKey AKIAEXAMPLE000000001',
    })
    expect(find(tokens, 'AKIAEXAMPLE000000002')).toMatchObject({ lifecycle: 'disabled', lastUsed: 'not-reported' }) // no_information is not never
    expect(find(tokens, 'AKIAEXAMPLE000000003')).toMatchObject({ lastUsed: 'never', permissions: { stated: { policies: [] } } })
    expect(find(tokens, root)).toMatchObject({
      kind: 'aws.root-access-key',
      prohibited: true,
      lifecycle: 'active',
      lastUsed: 'never',
      issuedAt: new Date('2021-01-01T00:00:00Z'),
    })
    expect(find(tokens, 'ACCAEXAMPLE00001')).toMatchObject({
      kind: 'aws.service-credential.bedrock',
      binding: 'bearer',
      expires: 'never',
      permissions: { stated: { onlyService: 'bedrock.amazonaws.com' } },
    })
    expect(find(tokens, 'ACCAEXAMPLE00002')).toMatchObject({
      kind: 'aws.service-credential.codecommit',
      binding: 'bearer-url',
      lifecycle: 'disabled',
      expires: { fixed: new Date('2027-01-01T00:00:00Z') },
    })
  })

  test('yields each policy document once, before what points at it, and only the version in force', async () => {
    const { seen } = await pull(await serve())
    const known = new Set<string>()
    for (const one of seen) {
      if (one.see === 'document') {
        expect(known.has(one.hash)).toBe(false)
        known.add(one.hash)
      }
      const permissions = one.see === 'token' ? one.token.permissions : one.see === 'issuer' ? one.issuer.permissions : 'not-reported'
      if (permissions !== 'not-reported') for (const hash of permissions.documents ?? []) expect(known.has(hash)).toBe(true)
    }
    expect(known.size).toBe(3)
    expect(JSON.stringify(seen.filter(({ see }) => see === 'document'))).not.toContain('"Action":["*"]')
  })

  test('none of the secrets in its answers, nor ours, reaches what is yielded or logged', async () => {
    const { seen, world, tokens } = await pull(await serve({ ListRoles: { status: 403, code: 'AccessDenied' } }))
    expect(JSON.stringify(key('AKIAEXAMPLE000000001', 'ana'))).toContain('CNRY') // the control: the answers do carry it
    expect(tokens.length).toBe(6)
    expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  })

  test('may be read as a role, with a session that AWS gives', async () => {
    const session = {
      AccessKeyId: 'ASIASESSION000000000',
      SecretAccessKey: canary,
      SessionToken: `session-${canary}`,
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    }
    const server = await serve({ AssumeRole: { result: { Credentials: session, AssumedRoleUser: { Arn: 'x', AssumedRoleId: 'y' } } } })
    const { ids, seen, world } = await pull(server, { settings: { roleArn: `arn:aws:iam::${account}:role/reader`, externalId: 'ours' } })
    expect(ids).toEqual(everything)
    expect(new URLSearchParams(server.asked[0]?.body).get('ExternalId')).toBe('ours')
    const asReader = server.asked.filter(({ body }) => !body.includes('AssumeRole'))
    expect(asReader.every(({ headers }) => headers.authorization?.includes('ASIASESSION'))).toBe(true)
    expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  })
})

describe('the machine’s own identity', () => {
  beforeEach(() => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'])
      vi.stubEnv(name, undefined)
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    for (const name of ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE']) vi.stubEnv(name, '/nowhere/at/all')
  })
  afterEach(() => vi.unstubAllEnvs())

  test('is used when it is asked for', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAAMBIENT000000000')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', canary)
    const server = await serve()
    const { ids, seen, world } = await pull(server, { credential: { ambient: true } })
    expect(ids).toEqual(everything)
    expect(server.asked.every(({ headers }) => headers.authorization?.includes('AKIAAMBIENT'))).toBe(true)
    expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  })
  test('is never used when it is not', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAAMBIENT000000000')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', canary)
    const server = await serve()
    await pull(server)
    expect(server.asked.some(({ headers }) => headers.authorization?.includes('AKIAAMBIENT'))).toBe(false)
  })
  test('may be a web identity: a role is had for a token in a file, through the same guarded way out, and no key is anywhere', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'standdown-web-identity-'))
    const file = path.join(folder, 'token')
    await writeFile(file, `web-identity-${canary}`)
    const session = {
      AccessKeyId: 'ASIAWEBIDENTITY00000',
      SecretAccessKey: canary,
      SessionToken: `session-${canary}`,
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    }
    const issuer = await serve({
      AssumeRoleWithWebIdentity: { result: { Credentials: session, SubjectFromWebIdentityToken: 'standdown' } },
    })
    const server = await serve()
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', file)
    vi.stubEnv('AWS_ROLE_ARN', `arn:aws:iam::${account}:role/standdown-reader`)
    vi.stubEnv('AWS_ENDPOINT_URL_STS', issuer.url)
    const calls: string[] = []
    const world = quietWorld()
    const watched = {
      ...world,
      fetch: ((input, init) => (
        calls.push(input instanceof Request ? input.url : String(input)),
        world.fetch(input, init)
      )) as typeof fetch,
    }
    const { ids, seen } = await pull(server, { credential: { ambient: true }, world: { ...watched, lines: world.lines } })
    await rm(folder, { recursive: true })
    expect(ids).toEqual(everything)
    const first = new URLSearchParams(issuer.asked[0]?.body)
    expect([first.get('Action'), first.get('WebIdentityToken')]).toEqual(['AssumeRoleWithWebIdentity', `web-identity-${canary}`])
    // The environment says who is given the token; the source's own addresses are given what it was exchanged for.
    expect(server.asked.every(({ body, headers }) => !body.includes(canary) && headers.authorization?.includes('ASIAWEBIDENTITY'))).toBe(
      true,
    )
    expect(calls).toHaveLength(issuer.asked.length + server.asked.length)
    expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  })
  test('that is not there is said in words', async () => {
    const server = await serve()
    await expect(pull(server, { credential: { ambient: true } })).rejects.toMatchObject({
      code: 'provider',
      message: expect.stringContaining('no AWS identity of its own') as string,
    })
    expect(server.asked).toEqual([])
  })
})

describe('a killed run', () => {
  test('resumes at any mark without losing or doubling a user', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `user${index}`)
    const server = await serve({
      GetAccountSummary: { result: { SummaryMap: { entry: [{ key: 'Users', value: 250 }] } } },
      GetAccountAuthorizationDetails: (response, form) => {
        const from = Number(form.get('Marker') ?? 0)
        const rows =
          form.get('Filter.member.1') === 'User'
            ? names
                .slice(from, from + 100)
                .map((name) => user(name, { GroupList: { member: [] }, AttachedManagedPolicies: { member: [] } }))
            : []
        const more =
          form.get('Filter.member.1') === 'User' && from + 100 < names.length ? { IsTruncated: true, Marker: String(from + 100) } : whole
        reply(response, 'GetAccountAuthorizationDetails', {
          UserDetailList: { member: rows },
          RoleDetailList: '',
          GroupDetailList: '',
          Policies: '',
          ...more,
        })
      },
      ListAccessKeys: (response, form) => {
        const name = form.get('UserName') ?? ''
        reply(response, 'ListAccessKeys', {
          AccessKeyMetadata: { member: [key(`AKIA${name.toUpperCase().padEnd(16, 'X')}`, name, { Status: 'Inactive' })] },
          ...whole,
        })
      },
      ListServiceSpecificCredentials: { result: { ServiceSpecificCredentials: '', ...whole } },
    })
    const first = await pull(server)
    expect(first.gaps).toEqual([])
    expect(first.ids.filter((id) => id.startsWith('AKIA'))).toHaveLength(250)
    const marks = first.seen.flatMap((one, index) => (one.see === 'mark' ? [{ index, cursor: one.cursor }] : []))
    expect(marks.length).toBe(4)
    expect(first.seen.find((one) => one.see === 'mark')).toMatchObject({ expected: 250 })
    for (const { index, cursor } of marks) {
      const before = first.seen.slice(0, index).flatMap((one) => (one.see === 'token' ? [one.token.externalId] : []))
      const after = await pull(server, { cursor })
      expect(after.gaps).toEqual([])
      const again = after.ids.filter((id) => id !== root)
      expect([...before, ...again].filter((id) => id !== root).sort()).toEqual(first.ids.filter((id) => id !== root))
    }
  })
})

test('what could not be read of a page of users is told before its mark: a run that is killed after it knows nothing of it', async () => {
  const server = await serve({
    GetAccountAuthorizationDetails: (response, form) => {
      const isFirst = form.get('Marker') === null
      const users = form.get('Filter.member.1') === 'User' ? [user(isFirst ? 'ana' : 'ben', { GroupList: { member: ['ghosts'] } })] : []
      const more = isFirst && users.length > 0 ? { IsTruncated: true, Marker: 'second' } : whole
      reply(response, 'GetAccountAuthorizationDetails', {
        UserDetailList: { member: users },
        RoleDetailList: '',
        GroupDetailList: '',
        Policies: '',
        ...more,
      })
    },
    ListAccessKeys: (response, form) =>
      form.get('UserName') === 'ana'
        ? response
            .writeHead(403, { 'content-type': 'text/xml' })
            .end('<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>')
        : reply(response, 'ListAccessKeys', { AccessKeyMetadata: '', ...whole }),
  })
  const { seen, gaps } = await pull(server)
  const before = seen.slice(
    0,
    seen.findIndex(({ see }) => see === 'mark'),
  )
  const told = before.flatMap((one) => (one.see === 'gap' ? [one.gap.object] : []))
  expect(told).toEqual(expect.arrayContaining(['AWS access keys', 'AWS policies']))
  expect(gaps.filter(({ object }) => object === 'AWS access keys')).toHaveLength(1)
})

describe('the credential report', () => {
  test('is waited for while AWS makes it, and asked for anew when there is none', async () => {
    const states: Answer[] = [
      { status: 410, code: 'ReportNotPresent' },
      { status: 404, code: 'ReportInProgress' },
      { status: 404, code: 'ReportInProgress' },
      { status: 410, code: 'ReportExpired' },
      { result: { Content: Buffer.from(csv).toString('base64') } },
    ]
    let asked = 0
    const server = await smallAwsWith(() => states[asked++] ?? states[4]!)
    const { gaps, ids } = await pull(server)
    expect([gaps, ids, asked]).toEqual([[], everything, 5])
    expect(server.calls.filter((call) => call === 'GenerateCredentialReport')).toHaveLength(3)
  })
  test('of which a row is odd: that row is told, the others count', async () => {
    const odd = csv.replace('2021-01-01T00:00:00+00:00', '0000-00-00T00:00:00Z')
    const { gaps, tokens } = await pull(await serve({ GetCredentialReport: { result: { Content: Buffer.from(odd).toString('base64') } } }))
    expect(gaps).toMatchObject([
      { object: 'AWS credential report', why: 'malformed', says: expect.stringContaining('1 of 2 rows') as string },
    ])
    expect(find(tokens, root)).toMatchObject({ prohibited: true, issuedAt: 'not-reported' })
  })
  test.each([
    ['never ready', { status: 404, code: 'ReportInProgress' }, 'failed', /still making/],
    ['not a table', { result: { Content: Buffer.from('<html>"').toString('base64') } }, 'malformed', /report/],
    [
      'of other columns',
      { result: { Content: Buffer.from('user,arn\nana,x').toString('base64') } },
      'malformed',
      /no row that can be used/,
    ],
    ['empty', { result: { Content: '' } }, 'malformed', /report/],
    ['forbidden', { status: 403, code: 'AccessDenied' }, 'not-permitted', /iam:GetCredentialReport/],
  ] as const)('that is %s is a gap; that there is a root key is still told', async (_name, answer, why, says) => {
    const { gaps, tokens } = await pull(await serve({ GetCredentialReport: answer as Answer }))
    expect(gaps).toMatchObject([{ object: 'AWS credential report', why, says: expect.stringMatching(says) as string }])
    expect(find(tokens, root)).toMatchObject({ prohibited: true, issuedAt: 'not-reported', lastUsed: 'not-reported' })
    expect(tokens).toHaveLength(6)
  })
})

async function smallAwsWith(next: () => Answer) {
  const server = await serve({
    GetCredentialReport: (response, form) => {
      const answer = next()
      if (typeof answer === 'function') return answer(response, form)
      if ('result' in answer) return reply(response, 'GetCredentialReport', answer.result)
      return response
        .writeHead(answer.status, { 'content-type': 'text/xml' })
        .end(`<ErrorResponse><Error><Code>${answer.code}</Code></Error></ErrorResponse>`)
    },
  })
  return server
}

const malformed = (action: string) => (result: object) => ((response) => reply(response, action, result)) satisfies Answer
const inLastUsed = malformed('GetAccessKeyLastUsed')

describe('what goes wrong in one place is told, and the rest is read', () => {
  const cases: [string, Actions, string, Gap['why']][] = [
    [
      'details forbidden',
      { GetAccountAuthorizationDetails: { status: 403, code: 'AccessDenied' } },
      'what AWS users may do',
      'not-permitted',
    ],
    ['last use forbidden', { GetAccessKeyLastUsed: { status: 403, code: 'AccessDenied' } }, 'last use of AWS access keys', 'not-permitted'],
    [
      'last use of somebody else',
      { GetAccessKeyLastUsed: inLastUsed({ UserName: 'eve', AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } }) },
      'last use of AWS access keys',
      'malformed',
    ],
    ['keys forbidden', { ListAccessKeys: { status: 403, code: 'AccessDenied' } }, 'AWS access keys', 'not-permitted'],
    [
      'a web page instead of keys',
      { ListAccessKeys: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>') },
      'AWS access keys',
      'malformed',
    ],
    ['keys without their list', { ListAccessKeys: (response) => reply(response, 'ListAccessKeys', whole) }, 'AWS access keys', 'malformed'],
    [
      'XML that is cut',
      {
        ListAccessKeys: (response) =>
          response
            .writeHead(200, { 'content-type': 'text/xml' })
            .end('<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member>'),
      },
      'AWS access keys',
      'malformed',
    ],
    [
      'keys of another user',
      {
        ListAccessKeys: (response) =>
          reply(response, 'ListAccessKeys', { AccessKeyMetadata: { member: [key('AKIAEXAMPLE000000009', 'eve')] }, ...whole }),
      },
      'AWS access keys',
      'inconsistent',
    ],
    [
      'a key without a date',
      {
        ListAccessKeys: (response, form) =>
          reply(response, 'ListAccessKeys', {
            AccessKeyMetadata: { member: [{ UserName: form.get('UserName'), AccessKeyId: 'AKIAEXAMPLE000000009', Status: 'Active' }] },
            ...whole,
          }),
      },
      'AWS access keys',
      'malformed',
    ],
    [
      'a marker without end',
      { ListServiceSpecificCredentials: { result: { ServiceSpecificCredentials: '', IsTruncated: true, Marker: 'again' } } },
      'AWS service-specific credentials',
      'loop',
    ],
    [
      'more, but no marker',
      { ListServiceSpecificCredentials: { result: { ServiceSpecificCredentials: '', IsTruncated: true } } },
      'AWS service-specific credentials',
      'malformed',
    ],
    [
      'service credentials forbidden',
      { ListServiceSpecificCredentials: { status: 403, code: 'AccessDenied' } },
      'AWS service-specific credentials',
      'not-permitted',
    ],
    ['roles without their lengths', { ListRoles: { status: 403, code: 'AccessDenied' } }, 'session lengths of AWS roles', 'not-permitted'],
    ['providers that fail', { GetOpenIDConnectProvider: { status: 500, code: 'InternalFailure' } }, 'AWS OIDC providers', 'failed'],
    [
      'fewer users than there are',
      { GetAccountSummary: { result: { SummaryMap: { entry: [{ key: 'Users', value: 9 }] } } } },
      'AWS users',
      'inconsistent',
    ],
  ]
  test.each(cases)('%s', async (_name, actions, object, why) => {
    const { seen, gaps, world, tokens, issuers } = await pull(await serve(actions))
    expect(gaps.map((gap) => [gap.object, gap.why])).toContainEqual([object, why])
    expect(gaps.every(({ call }) => /^(iam|GET|POST)/.test(call))).toBe(true)
    // The listings that nothing is wrong with are there as ever.
    const untouched = [root, ...(object.includes('access keys') || object.includes('service') ? [] : everything)]
    if (object !== 'AWS service-specific credentials' && object !== 'AWS access keys')
      expect(tokens.map(({ externalId }) => externalId)).toEqual(expect.arrayContaining(untouched))
    if (!object.includes('OIDC') && object !== 'what AWS users may do')
      expect(issuers.map(({ kind }) => kind)).toEqual(['aws.role', 'aws.oidc-provider'])
    expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  })
  test('with details forbidden the keys are there, and what they may do is unknown', async () => {
    const { tokens } = await pull(await serve({ GetAccountAuthorizationDetails: { status: 403, code: 'AccessDenied' } }))
    expect(tokens.filter(({ kind }) => kind === 'aws.access-key').map(({ permissions }) => permissions)).toEqual([
      'not-reported',
      'not-reported',
      'not-reported',
    ])
  })
  test('a policy that cannot be read is unknown, not absent', async () => {
    const broken: Answer = (response, form) => {
      const users =
        form.get('Filter.member.1') === 'User'
          ? [
              user('ana', {
                UserPolicyList: { member: [{ PolicyName: 'own', PolicyDocument: '%7Bbroken' }] },
                AttachedManagedPolicies: { member: [{ PolicyName: 'Gone', PolicyArn: 'arn:aws:iam::aws:policy/Gone' }] },
                GroupList: { member: ['ghosts'] },
                PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/Edge' },
              }),
            ]
          : []
      reply(response, 'GetAccountAuthorizationDetails', {
        UserDetailList: { member: users },
        RoleDetailList: '',
        GroupDetailList: '',
        Policies: '',
        ...whole,
      })
    }
    const { tokens, gaps } = await pull(
      await serve({ GetAccountAuthorizationDetails: broken, GetAccountSummary: { status: 403, code: 'AccessDenied' } }),
    )
    expect(find(tokens, 'AKIAEXAMPLE000000001')).toMatchObject({
      permissions: {
        documents: [],
        stated: {
          boundary: { arn: 'arn:aws:iam::aws:policy/Edge', document: null },
          policies: [
            { name: 'own', document: null },
            { name: 'Gone', document: null },
            { group: 'ghosts', document: null },
          ],
        },
      },
    })
    expect(gaps).toMatchObject([{ object: 'AWS policies', why: 'inconsistent' }])
  })
  test('a user whose policy denies everything from elsewhere is confined, another is not', async () => {
    const office = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }],
    }
    const details: Answer = (response, form) => {
      const none = { GroupList: '', AttachedManagedPolicies: '' }
      const bound = {
        ...none,
        UserPolicyList: { member: [{ PolicyName: 'office', PolicyDocument: encodeURIComponent(JSON.stringify(office)) }] },
      }
      const rows = form.get('Filter.member.1') === 'User' ? [user('ana', bound), user('ben', none)] : []
      reply(response, 'GetAccountAuthorizationDetails', {
        UserDetailList: { member: rows },
        RoleDetailList: '',
        GroupDetailList: '',
        Policies: '',
        ...whole,
      })
    }
    const { tokens, gaps } = await pull(await serve({ GetAccountAuthorizationDetails: details }))
    expect(gaps).toEqual([])
    expect(find(tokens, 'AKIAEXAMPLE000000001')?.controls).toEqual({ networkConfined: true })
    expect(find(tokens, 'AKIAEXAMPLE000000003')?.controls).toBeUndefined()
  })
  test('throttling by code: a short one is waited out', async () => {
    let refused = 0
    const server = await serve({
      ListRoles: (response) =>
        ++refused <= 2
          ? response
              .writeHead(400, { 'content-type': 'text/xml' })
              .end('<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>')
          : reply(response, 'ListRoles', { Roles: '', ...whole }),
    })
    expect((await pull(server)).gaps).toEqual([])
    expect(refused).toBe(3)
  })
  test('throttling for an hour: told, and nothing more is asked', async () => {
    const server = await serve({
      ListServiceSpecificCredentials: { status: 429, code: 'TooManyRequestsException', headers: { 'retry-after': '3600' } },
    })
    const { gaps } = await pull(server)
    expect(gaps.length).toBeGreaterThan(1)
    expect(gaps.every(({ why }) => why === 'throttled')).toBe(true)
    expect(server.calls.at(-1)).toBe('ListServiceSpecificCredentials')
  })
  test('a user of another account is left out', async () => {
    const foreign: Answer = (response, form) => {
      const rows = form.get('Filter.member.1') === 'User' ? [user('ana'), user('eve', { Arn: 'arn:aws:iam::999999999999:user/eve' })] : []
      reply(response, 'GetAccountAuthorizationDetails', {
        UserDetailList: { member: rows },
        RoleDetailList: '',
        GroupDetailList: '',
        Policies: '',
        ...whole,
      })
    }
    const server = await serve({ GetAccountAuthorizationDetails: foreign })
    const { gaps, tokens } = await pull(server)
    expect(gaps).toContainEqual(expect.objectContaining({ object: 'AWS users', why: 'inconsistent' }))
    expect(server.asked.some(({ body }) => body.includes('UserName=eve'))).toBe(false)
    expect(tokens.some(({ name }) => name === 'eve')).toBe(false)
  })
})

describe('what makes the whole run pointless is thrown', () => {
  test.each([
    ['a credential nobody knows', { GetCallerIdentity: { status: 403, code: 'InvalidClientTokenId' } }, /does not accept this credential/],
    ['a wrong secret', { GetCallerIdentity: { status: 403, code: 'SignatureDoesNotMatch' } }, /does not accept this credential/],
    ['an ended session', { GetCallerIdentity: { status: 403, code: 'ExpiredToken' } }, /does not accept this credential/],
    [
      'another account',
      { GetCallerIdentity: { result: { Account: '999999999999', Arn: 'arn:aws:iam::999999999999:user/x', UserId: 'x' } } },
      /another account than 471182936605/,
    ],
    [
      'an address that is not AWS’s',
      { GetCallerIdentity: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>') },
      /not an identity|could not be read/,
    ],
  ] as [string, Actions, RegExp][])('%s', async (_name, actions, says) => {
    const error: unknown = await pull(await serve(actions)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).message).toMatch(says)
    expect(`${(error as AppError).stack} ${JSON.stringify(error)}`).not.toContain('CNRY')
  })
  test('but a credential that ends midway leaves what was read', async () => {
    const server = await serve({ ListRoles: { status: 403, code: 'ExpiredToken' } })
    const { ids, gaps } = await pull(server)
    expect(ids).toEqual(everything)
    expect(gaps).toMatchObject([{ object: 'everything after this call', call: 'iam:ListRoles', why: 'not-permitted' }])
    expect(server.calls.at(-1)).toBe('ListRoles')
  })
  test('and cancelling throws its reason', async () => {
    const stop = new AbortController()
    const server = await serve({ ListAccessKeys: () => stop.abort(new Error('cancelled by the owner')) })
    await expect(pull(server, { world: quietWorld({ signal: stop.signal }) })).rejects.toThrow('cancelled by the owner')
  })
})

test('the connection test tells one row a permission, and what is lost without it', async () => {
  const aws = await connectorOf('aws')
  const server = await serve({
    ListServiceSpecificCredentials: { status: 403, code: 'AccessDenied' },
    ListRoles: { status: 500, code: 'InternalFailure' },
  })
  const checks = await aws.test(aws.settings.parse({ account, baseUrl: server.url }), reader, quietWorld())
  expect(checks.map(({ permission, state }) => [permission, state])).toEqual([
    ['sts:GetCallerIdentity', 'granted'],
    ['iam:GenerateCredentialReport', 'granted'],
    ['iam:GetCredentialReport', 'granted'],
    ['iam:GetAccountAuthorizationDetails', 'granted'],
    ['iam:ListServiceSpecificCredentials', 'missing'],
    ['iam:ListRoles', 'cannot-tell'],
    ['iam:ListOpenIDConnectProviders', 'granted'],
    ['iam:ListUsers', 'granted'],
    ['iam:ListAccessKeys', 'granted'],
    ['iam:GetAccessKeyLastUsed', 'granted'],
  ])
  expect(JSON.stringify(checks)).not.toContain('CNRY')
})

test.each([
  [{ account: '1234' }, reader],
  [{ account, region: 'europe' }, reader],
  [{ account, baseUrl: 'ftp://x.example' }, reader],
  [{ account, secretAccessKey: canary }, reader],
  [{ account, roleArn: 'arn:aws:iam::1:user/x' }, reader],
  [{ account }, {}],
  [{ account }, { ambient: false }],
  [{ account }, { accessKeyId: 'AKIAREADER0000000000' }],
  [{ account }, { ...reader, more: 'x' }],
])('settings or credential that cannot be right are refused: %j', async (settings, given) => {
  const aws = await connectorOf('aws')
  expect(aws.settings.safeParse(settings).success && aws.credential.safeParse(given).success).toBe(false)
})

test('the policy to copy is valid JSON that allows reading only', async () => {
  const { policy } = await connectorOf('aws')
  const { Statement } = JSON.parse(policy.text) as { Statement: { Action: string[] }[] }
  expect(Statement[0]?.Action.every((action) => /^iam:(Get|List|GenerateCredentialReport$)/.test(action))).toBe(true)
  expect(decodeURIComponent(policyAllowing('x'))).toContain('"x"')
})

test('the documentation shows the same policy', async () => {
  const { policy } = await connectorOf('aws')
  const text = await readFile(new URL('../../../docs/connectors/aws.md', import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = '']) => JSON.parse(block.replaceAll('\n…', '…')) as unknown)
  expect(blocks).toContainEqual(JSON.parse(policy.text))
})
