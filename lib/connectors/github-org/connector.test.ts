import { generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../model/app-error.ts'
import type { Gap, Observation } from '../../model/sighting.ts'
import type { Json } from '../../model/json.ts'
import { connectorOf } from '../registry.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import type { SmallServer } from '../testing/small-server.ts'
import type { Credential } from './settings.ts'
import {
  alert,
  authorization,
  canary,
  deployKey,
  fineGrained,
  installation,
  json,
  paged,
  smallGitHub,
  type Route,
} from './testing/small-github.ts'

const opened: SmallServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

const pats = '/orgs/acme/personal-access-tokens'

async function serve(routes: Readonly<Record<string, Route>> = {}, prefix = ''): Promise<SmallServer> {
  const server = await smallGitHub(routes, prefix)
  opened.push(server)
  return server
}

async function pull(
  server: SmallServer,
  { credential = { token: canary } as Credential, prefix = '', cursor = null as Json, world = quietWorld() } = {},
) {
  const github = await connectorOf('github')
  const settings = github.settings.parse({ org: 'acme', baseUrl: server.url + prefix })
  const seen = await gather(github.observe(settings, github.credential.parse(credential), world, cursor))
  return { seen, world, ids: ids(seen), gaps: gaps(seen) }
}

const ids = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'token' ? [one.token.externalId] : [])).sort()
const gaps = (seen: readonly Observation[]): Gap[] => seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
const confinedOf = (seen: readonly Observation[]) => ids(seen.filter((one) => one.see === 'token' && one.token.controls?.networkConfined))
const everything = ['authorization:1', 'deploy-key:1', 'deploy-key:2', 'pat:1', 'pat:2', 'pat:3']

describe('an organisation', () => {
  test('is read whole', async () => {
    const { seen, ids, gaps } = await pull(await serve())
    expect(ids).toEqual(everything)
    expect(gaps).toEqual([])
    expect(seen.flatMap((one) => (one.see === 'covered' ? [[one.object, one.seen, one.kinds]] : []))).toEqual([
      ['GitHub IP allow list', 1, undefined],
      ['GitHub App installations', 1, []],
      ['GitHub fine-grained tokens', 3, ['github.pat.fine-grained']],
      [
        'GitHub credentials authorised for single sign-on',
        1,
        ['github.pat.classic', 'github.oauth-token', 'github.app-user-token', 'github.ssh-key'],
      ],
      ['GitHub repositories', 2, []],
      ['GitHub deploy keys', 2, ['github.deploy-key']],
      ['GitHub secret-scanning alerts', 1, []],
    ])
    expect(confinedOf(seen)).toEqual(everything)
    const subset = seen.find((one) => one.see === 'token' && one.token.externalId === 'pat:1')
    expect(subset).toMatchObject({
      token: {
        expires: 'never',
        permissions: { stated: { repositories: { selection: 'selected', count: 2, names: ['acme/api', 'acme/web'] } } },
      },
    })
  })

  test('what GitHub found leaked is told with where and whether it works, and never the secret', async () => {
    const server = await serve()
    const { seen } = await pull(server)
    expect(seen.flatMap((one) => (one.see === 'leak' ? [one.leak] : []))).toEqual([
      {
        key: 'alert:acme/api#7',
        detector: 'GitHub secret scanning: GitHub SSH Private Key',
        kind: 'github.deploy-key',
        reference: null,
        tail: null,
        fingerprint: null,
        repository: 'acme/api',
        foundAt: new Date('2026-11-20T08:00:00Z'),
        stillValid: 'yes',
        secretSeen: true,
        places: [{ in: 'acme/api: ops/id_ed25519 line 1, commit 0a1b2c3d4e', at: null, url: 'https://github.com/acme/api/security/secret-scanning/7' }],
        placeCount: 1,
        finderSays: 'GitHub found it in public as well.',
        finderClosed: false,
      },
    ])
    expect(server.asked.filter(({ path }) => path.includes('/secret-scanning/')).map(({ path }) => path.includes('hide_secret=true'))).toEqual([true])
  }) // prettier-ignore

  test.each([
    ['resolved', 'revoked', 'unknown', 'not-reported', 'GitHub’s alert is closed as “revoked”.'],
    ['resolved', 'wont_fix', 'inactive', 'no', 'GitHub’s alert is closed as “wont fix”.'],
    ['open', null, 'something new', 'not-reported', null],
  ] as const)('an alert that is %s as %s and %s proves no revocation', async (state, resolution, validity, stillValid, finderSays) => {
    const one = { ...alert(8), state, resolution, validity, publicly_leaked: false }
    const { seen, gaps } = await pull(await serve({ '/orgs/acme/secret-scanning/alerts': json([one]) }))
    expect(gaps).toEqual([])
    expect(seen.flatMap((each) => (each.see === 'leak' ? [each.leak] : []))).toMatchObject([{ stillValid, finderSays }])
  })

  test.each([403, 404])('alerts that may not be read (%i) take nothing from the tokens, and are not covered', async (status) => {
    const { seen, gaps, ids } = await pull(await serve({ '/orgs/acme/secret-scanning/alerts': json({ message: 'No' }, {}, status) }))
    expect([gaps, ids]).toEqual([[], everything])
    expect(seen.some((one) => one.see === 'covered' && one.object === 'GitHub secret-scanning alerts')).toBe(false)
  })

  test('none of the secrets in its answers, nor ours, reaches what is yielded or logged', async () => {
    const server = await serve({ '/repos/acme/api/keys': json({ message: `You sent ${canary}` }, { 'set-cookie': canary }, 403) })
    const { seen, world, gaps } = await pull(server)
    // The positive control: the same search finds it where it is.
    expect(JSON.stringify(server.asked)).toContain('CNRY')
    expect(JSON.stringify(fineGrained(1))).toContain('CNRY')
    expect(gaps).toHaveLength(1)
    expect(JSON.stringify(seen)).not.toContain('CNRY')
    expect(JSON.stringify(world.lines)).not.toContain('CNRY')
  })

  test.each([
    ['lets everybody in', '0.0.0.0/0', { hasNextPage: false }, []],
    ['goes on without saying where', '192.0.2.0/24', { hasNextPage: true }, ['loop']],
  ])('whose IP allow list %s is not confined', async (_, allowListValue, pageInfo, whys) => {
    const ipAllowListEntries = { totalCount: 1, pageInfo, nodes: [{ isActive: true, allowListValue }] }
    const answered = { data: { organization: { ipAllowListEnabledSetting: 'ENABLED', ipAllowListEntries } } }
    const { seen, gaps } = await pull(await serve({ '/graphql': json(answered) }))
    expect([confinedOf(seen), gaps.map(({ why }) => why)]).toEqual([[], whys])
  })

  test('whose IP allow list goes on and on says after how many pages it was left', async () => {
    let page = 0
    const answer: Route = (...asked) => {
      const pageInfo = { hasNextPage: true, endCursor: `c${(page += 1)}` }
      const ipAllowListEntries = { totalCount: 1, pageInfo, nodes: [{ isActive: true, allowListValue: '192.0.2.0/24' }] }
      json({ data: { organization: { ipAllowListEnabledSetting: 'ENABLED', ipAllowListEntries } } })(...asked)
    }
    const { gaps } = await pull(await serve({ '/graphql': answer }))
    expect([page, gaps]).toMatchObject([50, [{ why: 'capped', says: expect.stringContaining('goes on after 50 pages') as unknown }]])
  })

  test('on a plan without single sign-on has no gap for what the plan lacks', async () => {
    const plain = json({ login: 'acme', id: 77, public_repos: 1, total_private_repos: 1, plan: { name: 'team' } })
    const none = json({ message: 'Not Found' }, {}, 404)
    const { gaps } = await pull(await serve({ '/orgs/acme': plain, '/orgs/acme/credential-authorizations': none, '/graphql': none }))
    expect(gaps).toEqual([])
  })
})

describe('a killed run', () => {
  test('resumes at any mark, without losing a token and re-reading one page at most', async () => {
    const server = await serve({
      [pats]: paged(
        pats,
        Array.from({ length: 250 }, (_, index) => ({ ...fineGrained(index + 1), repository_selection: 'all' })),
      ),
    })
    const { seen, ids: whole } = await pull(server)
    const marks = seen.flatMap((one, index) => (one.see === 'mark' ? [{ index, cursor: one.cursor }] : []))
    expect(marks.length).toBeGreaterThanOrEqual(6)
    for (const { index, cursor } of marks) {
      const before = ids(seen.slice(0, index))
      const after = await pull(server, { cursor })
      expect(after.gaps).toEqual([])
      expect([...before, ...after.ids].sort()).toEqual(whole)
      const covered = after.seen.find((one) => one.see === 'covered' && one.object === 'GitHub fine-grained tokens')
      if (covered) expect(covered).toMatchObject({ seen: 250 })
    }
  })
  test.each([[{ phase: 'nonsense' }], ['text'], [{ phase: 'fine-grained', next: 5 }]])(
    'with a damaged cursor begins again: %j',
    async (cursor) => {
      expect((await pull(await serve(), { cursor })).ids).toEqual(everything)
    },
  )
  test('does not send its credential to where a cursor says', async () => {
    const other = await serve()
    const cursor = { phase: 'fine-grained', next: `${other.url}${pats}?page=2`, page: 1, seen: 100, refused: false }
    expect((await pull(await serve(), { cursor })).gaps).toMatchObject([{ why: 'inconsistent' }])
    expect(other.asked).toEqual([])
  })
})

describe('what goes wrong in one listing is told, and the others are read', () => {
  const row = (change: object) => json([fineGrained(2), { ...fineGrained(1), ...change }])
  const cases: [string, Route, Gap['why'], RegExp][] = [
    [
      'a web page',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${canary}`),
      'malformed',
      /not a list/,
    ],
    [
      'JSON under another type',
      (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('[]'),
      'malformed',
      /not a list/,
    ],
    [
      'a type that is none',
      (response) => response.writeHead(200, { 'content-type': ';;;' }).end('[]'),
      'malformed',
      /not a list|could not be read/,
    ],
    [
      'JSON that is cut',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[{"id": 1, "tok'),
      'malformed',
      /not a list/,
    ],
    ['an object instead of a list', json({ message: canary }), 'malformed', /not a list/],
    [
      'a page that links to itself',
      (response, page, base) => json([fineGrained(page)], { link: `<${base}${pats}?page=2>; rel="next"` })(response, page, base),
      'loop',
      /circle/,
    ],
    [
      'the same page for ever',
      (response, page, base) => json([fineGrained(1)], { link: `<${base}${pats}?page=${page + 1}>; rel="next"` })(response, page, base),
      'loop',
      /repeats a page/,
    ],
    [
      'a next page elsewhere',
      json([fineGrained(1)], { link: '<https://evil.example/x?page=2>; rel="next"' }),
      'inconsistent',
      /another address/,
    ],
    [
      'a redirect to a metadata service',
      (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'failed',
      /redirect to http:\/\/169/,
    ],
    [
      'a row of another organisation',
      row({ repositories_url: 'https://api.github.com/organizations/9/personal-access-tokens/1/repositories' }),
      'inconsistent',
      /another account/,
    ],
    ['403', json({ message: canary }, {}, 403), 'not-permitted', /GitHub App/],
    ['404', json({ message: canary }, {}, 404), 'not-found', /GitHub App/],
    ['5xx without end', json({ message: canary }, {}, 502), 'failed', /provider.s side \(502\)/],
    ['an hour’s pause', json({ message: canary }, { 'retry-after': '3600' }, 429), 'throttled', /60 more minutes/],
    [
      'a reset in an hour',
      json(
        { message: 'API rate limit exceeded' },
        {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Math.floor(Date.now() / 1_000) + 3_600),
          date: new Date().toUTCString(),
        },
        403,
      ),
      'throttled',
      /more minutes/,
    ],
    ['a secondary limit', json({ message: 'You have exceeded a secondary rate limit' }, {}, 403), 'throttled', /more minute/],
    ['a Retry-After that is none', json({ message: canary }, { 'retry-after': 'soon' }, 429), 'throttled', /more minute/],
    ['a year 0000', row({ access_granted_at: '0000-01-01T00:00:00Z' }), 'malformed', /access_granted_at is not a usable date/],
    ['a date that is none', row({ token_expires_at: 'next Tuesday' }), 'malformed', /token_expires_at is not a usable date/],
    ['an id that is none', row({ token_id: null }), 'malformed', /token_id/],
    ['a selection never heard of', row({ repository_selection: 'galaxy' }), 'malformed', /repository_selection has an unexpected value/],
    ['null for a row', json([fineGrained(2), null]), 'malformed', /the row itself/],
  ]
  test.each(cases)('%s', async (_name, route, why, says) => {
    const { seen, ids, gaps, world } = await pull(await serve({ [pats]: route }))
    expect(gaps[0]).toMatchObject({ object: 'GitHub fine-grained tokens', why, says: expect.stringMatching(says) as string })
    expect(gaps[0]?.call.toLowerCase()).toContain(pats)
    // A provider that says "wait an hour" is asked for nothing more; every other fault leaves the other listings whole.
    if (why !== 'throttled') expect(ids).toEqual(expect.arrayContaining(['authorization:1', 'deploy-key:1', 'deploy-key:2']))
    if (why === 'throttled') expect(gaps.every((gap) => gap.why === 'throttled')).toBe(true)
    expect(seen.some((one) => one.see === 'covered' && one.kinds?.includes('github.pat.fine-grained'))).toBe(false)
    expect(JSON.stringify([seen, world.lines])).not.toContain('CNRY')
  })

  test('a count that does not fit', async () => {
    const { gaps } = await pull(await serve({ '/orgs/acme/installations': json({ total_count: 500, installations: [installation] }) }))
    expect(gaps).toMatchObject([
      { object: 'GitHub App installations', why: 'inconsistent', says: expect.stringContaining('there are 500, but 1') as string },
    ])
  })
  test('fewer repositories than the organisation says', async () => {
    const more = json({ login: 'acme', id: 77, public_repos: 4, total_private_repos: 40 })
    const { gaps, seen } = await pull(await serve({ '/orgs/acme': more }))
    expect(gaps).toMatchObject([{ object: 'GitHub repositories', why: 'inconsistent' }])
    expect(seen.some((one) => one.see === 'covered' && one.kinds?.includes('github.deploy-key'))).toBe(false)
  })
  test('keys of another repository', async () => {
    const { gaps, ids } = await pull(await serve({ '/repos/acme/web/keys': json([deployKey(7, 'other')]) }))
    expect(gaps).toMatchObject([{ object: 'GitHub deploy keys', why: 'inconsistent' }])
    expect(ids).not.toContain('deploy-key:7')
  })
  test('keys that may not be read of any repository end in one gap, not in thousands of calls', async () => {
    const many = Array.from({ length: 400 }, (_, index) => ({ name: `r${index}`, full_name: `acme/r${index}`, owner: { login: 'acme' } }))
    const server = await serve({ '/orgs/acme': json({ login: 'acme', id: 77 }), '/orgs/acme/repos': paged('/orgs/acme/repos', many) })
    const { gaps } = await pull(server)
    expect(server.asked.filter(({ path }) => path.includes('/keys')).length).toBeLessThan(60)
    expect(gaps.map(({ object, why }) => [object, why])).toEqual([
      ['GitHub repositories', 'cut-off'],
      ['GitHub deploy keys', 'not-found'],
    ])
  })
  test('a short pause is kept, and then all is read', async () => {
    let refused = 0
    const route: Route = (response, page, base) =>
      ++refused === 1 ? json({}, { 'retry-after': '1' }, 429)(response, page, base) : paged(pats, [fineGrained(1)])(response, page, base)
    const started = performance.now()
    const { gaps, ids } = await pull(await serve({ [pats]: route }))
    expect(gaps).toEqual([])
    expect(ids).toContain('pat:1')
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })
})

describe('odd but honest rows', () => {
  test('are kept, made fit to store', async () => {
    const odd = {
      ...fineGrained(2),
      token_name: `n\u0000me \uD800 ${'x'.repeat(1_000_000)}`,
      permissions: { repository: { contents: 'write' }, ['__proto__']: { x: 'admin' } },
    }
    const { seen, gaps } = await pull(
      await serve({
        [pats]: json([odd, odd]),
        '/orgs/acme/credential-authorizations': json([
          { ...authorization(1), credential_type: 'SSH key', authorized_credential_title: '\u0000' },
        ]),
      }),
    )
    expect(gaps).toEqual([])
    const tokens = seen.flatMap((one) => (one.see === 'token' ? [one.token] : []))
    const names = tokens.map(({ name }) => name)
    expect(names.every((name) => name.isWellFormed() && !name.includes('\0') && name.length <= 1_024)).toBe(true)
    expect(tokens.find(({ kind }) => kind === 'github.ssh-key')).toMatchObject({ binding: 'keyed-asym', expires: 'never' })
  })
  test('ids beyond 2^53 stay exact, and 9999 means never', async () => {
    const text = JSON.stringify([{ ...fineGrained(2), token_expires_at: '9999-12-31T23:59:59Z' }]).replace(
      '"token_id":2',
      '"token_id":9007199254740993',
    )
    const { seen } = await pull(
      await serve({ [pats]: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text) }),
    )
    expect(seen).toContainEqual(
      expect.objectContaining({ token: expect.objectContaining({ externalId: 'pat:9007199254740993', expires: 'never' }) as object }),
    )
  })
})

describe('what makes the whole run pointless is thrown', () => {
  test.each([
    ['a refused credential', { '/orgs/acme': json({ message: canary }, {}, 401) }, /refused the credential/],
    ['no such organisation', { '/orgs/acme': json({ message: canary }, {}, 404) }, /not there, or not visible/],
    ['another organisation', { '/orgs/acme': json({ login: 'other', id: 1 }) }, /another organisation/],
    ['an address that is not GitHub’s', { '/orgs/acme': json(['hello']) }, /REST address/],
  ] as const)('%s', async (_name, routes, says) => {
    const error: unknown = await pull(await serve(routes)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).message).toMatch(says)
    expect(`${(error as AppError).stack} ${JSON.stringify(error)}`).not.toContain('CNRY')
  })
  test('nothing that answers', async () => {
    const server = await serve()
    await server.close()
    await expect(pull(server)).rejects.toMatchObject({ code: 'unavailable' })
  })
  test('but a credential refused midway leaves what was read, and ends', async () => {
    const server = await serve({ '/orgs/acme/credential-authorizations': json({}, {}, 401) })
    const { ids, gaps } = await pull(server)
    expect(ids).toEqual(['pat:1', 'pat:2', 'pat:3'])
    expect(gaps).toMatchObject([{ object: 'everything after this call', call: 'GET /orgs/Acme/credential-authorizations' }])
    expect(server.asked.some(({ path }) => path.includes('/repos?'))).toBe(false)
  })
  test('and cancelling throws its reason', async () => {
    const stop = new AbortController()
    const server = await serve({ [pats]: () => stop.abort(new Error('cancelled by the owner')) })
    await expect(pull(server, { world: quietWorld({ signal: stop.signal }) })).rejects.toThrow('cancelled by the owner')
  })
})

test('as an App it mints an installation token, and reads with that', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const minted = `ghs_${canary}`
  const mint = json(
    { token: minted, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {}, repository_selection: 'all' },
    {},
    201,
  )
  const server = await serve({ '/app/installations/42/access_tokens': mint })
  const { ids, seen, world } = await pull(server, {
    credential: { appId: '7', installationId: '42', privateKey: pem.replaceAll('\n', '\\n') },
  })
  expect(ids).toEqual(everything)
  const [first, ...rest] = server.asked
  expect(first?.path).toBe('/app/installations/42/access_tokens')
  expect(rest.map(({ headers }) => headers.authorization)).toEqual(rest.map(() => `Bearer ${minted}`))
  expect(JSON.stringify([seen, world.lines])).not.toMatch(/CNRY|PRIVATE KEY/)
  const broken: Credential = {
    appId: '7',
    installationId: '42',
    privateKey: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
  }
  const error: unknown = await pull(server, { credential: broken }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'provider', message: expect.stringContaining('private key cannot be used') as string })
})

test('on GitHub Enterprise Server GraphQL is asked at its own place', async () => {
  const server = await serve({}, '/api/v3')
  const { gaps, ids } = await pull(server, { prefix: '/api/v3' })
  expect(ids).toEqual(everything)
  expect(gaps).toMatchObject([{ object: 'GitHub IP allow list' }])
  expect(server.asked.filter(({ path }) => path.includes('graphql'))).toMatchObject([{ method: 'POST', path: '/api/graphql' }])
})

test.each([
  [{ org: 'acme/../x' }, {}],
  [{ org: 'acme', baseUrl: 'file:///etc/passwd' }, {}],
  [{ org: 'acme', baseUrl: 'https://user:pass@x.example' }, {}],
  [{ org: 'acme', token: canary }, {}],
  [{ org: 'acme' }, { token: '' }],
  [{ org: 'acme' }, { token: 'x', more: 'y' }],
  [{ org: 'acme' }, { appId: '1', installationId: '2', privateKey: 'not pem' }],
])('settings or credential that cannot be right are refused: %j %j', async (settings, credential) => {
  const github = await connectorOf('github')
  expect(github.settings.safeParse(settings).success && github.credential.safeParse(credential).success).toBe(false)
})
