import { describe, expect, test } from 'vitest'
import type { Observation } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, idsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { weaknessesOf } from './oidc-subject.ts'

const secret = (name: string, more: object = {}) => ({
  name,
  created_at: '2024-03-01T00:00:00Z',
  updated_at: '2025-06-01T00:00:00Z',
  value: canary,
  encrypted_value: canary,
  ...more,
})
const counted =
  (field: string, rows: readonly unknown[]): Route =>
  () => ({ body: { total_count: rows.length, [field]: rows } })
const list =
  (rows: readonly unknown[]): Route =>
  () => ({ body: rows })
const repository = (id: number, name: string) => ({
  id,
  name,
  full_name: `acme/${name}`,
  owner: { login: 'acme' },
  temp_clone_token: canary,
})
const allowList = {
  organization: {
    ipAllowListEnabledSetting: 'DISABLED',
    ipAllowListEntries: { totalCount: 0, pageInfo: { hasNextPage: false }, nodes: [] },
  },
}

const routes: Readonly<Record<string, Route>> = {
  'GET /orgs/acme': () => ({ body: { login: 'acme', id: 77, public_repos: 1, total_private_repos: 1 } }),
  'GET /orgs/acme/installations': counted('installations', []),
  'GET /orgs/acme/personal-access-tokens': list([]),
  'GET /orgs/acme/credential-authorizations': list([]),
  'GET /orgs/acme/repos': list([repository(1, 'api'), repository(2, 'web')]),
  'GET /repos/acme/api/keys': list([]),
  'GET /repos/acme/web/keys': list([]),
  'POST /graphql': () => ({ body: { data: allowList } }),
  'GET /orgs/acme/secret-scanning/alerts': list([]),
  'GET /orgs/acme/actions/secrets': counted('secrets', [
    secret('AWS_ACCESS_KEY_ID', { visibility: 'all' }),
    secret('NPM_TOKEN', { visibility: 'selected', selected_repositories_url: 'https://evil.example/' }),
  ]),
  'GET /orgs/acme/actions/secrets/NPM_TOKEN/repositories': counted('repositories', [repository(1, 'api'), repository(2, 'web')]),
  'GET /orgs/acme/dependabot/secrets': counted('secrets', [secret('REGISTRY_PASSWORD', { visibility: 'private' })]),
  'GET /orgs/acme/codespaces/secrets': counted('secrets', [secret('GH_TOKEN', { visibility: 'all' })]),
  'GET /orgs/acme/agents/secrets': counted('secrets', [secret('OPENAI_API_KEY', { visibility: 'all' })]),
  'GET /repos/acme/api/actions/secrets': counted('secrets', [secret('DEPLOY_KEY')]),
  'GET /repos/acme/web/actions/secrets': counted('secrets', []),
  'GET /repos/acme/api/dependabot/secrets': counted('secrets', []),
  'GET /repos/acme/web/dependabot/secrets': counted('secrets', [secret('X')]),
  'GET /repos/acme/api/agents/secrets': counted('secrets', []),
  'GET /repos/acme/web/agents/secrets': counted('secrets', []),
  'GET /repos/acme/api/environments': counted('environments', [{ id: 1, name: 'prod/eu', token: canary }]),
  'GET /repos/acme/web/environments': counted('environments', []),
  'GET /repos/acme/api/environments/prod%2Feu/secrets': counted('secrets', [secret('DB_PASSWORD')]),
  'GET /repos/acme/api/actions/oidc/customization/sub': () => ({ body: { use_default: false, include_claim_keys: ['actor'] } }),
  'GET /repos/acme/web/actions/oidc/customization/sub': () => ({ body: { use_default: true } }),
  'GET /orgs/acme/actions/oidc/customization/sub': () => ({ body: { include_claim_keys: ['repo', 'context'] } }),
  'GET /orgs/acme/actions/runners': counted('runners', [
    { id: 1, runner_group_id: 1, ephemeral: false, jit_config: canary },
    { id: 2, runner_group_id: 1, ephemeral: true },
  ]),
  'GET /orgs/acme/actions/runner-groups': counted('runner_groups', [
    { id: 1, name: 'Default', visibility: 'all', allows_public_repositories: true },
    { id: 2, name: 'empty', visibility: 'selected', restricted_to_workflows: true },
  ]),
}

const asked = { storedSecrets: ['actions', 'dependabot', 'codespaces', 'agents'], storedSecretsOf: 'environments', runners: 'true' }
const settings = (base: string) => ({ org: 'acme', baseUrl: base, ...asked })
const everything = [
  'secret:actions:organisation:AWS_ACCESS_KEY_ID',
  'secret:actions:organisation:NPM_TOKEN',
  'secret:actions:repository:1:DEPLOY_KEY',
  'secret:actions:repository:1:environment:prod%2Feu:DB_PASSWORD',
  'secret:agents:organisation:OPENAI_API_KEY',
  'secret:codespaces:organisation:GH_TOKEN',
  'secret:dependabot:organisation:REGISTRY_PASSWORD',
  'secret:dependabot:repository:2:X',
]

conforms({
  kind: 'github',
  settings,
  credential: { token: canary },
  routes,
  tokens: everything,
  listings: [
    { route: 'GET /orgs/acme/actions/secrets', object: 'GitHub Actions secrets of the organisation', kinds: ['github.stored-secret.actions'] },
    { route: 'GET /orgs/acme/agents/secrets', object: 'GitHub’s coding agents secrets of the organisation', kinds: ['github.stored-secret.agents'] },
    { route: 'GET /repos/acme/api/actions/secrets', object: 'GitHub Actions secrets of repositories', kinds: ['github.stored-secret.repository.actions'] },
    { route: 'GET /repos/acme/api/environments', object: 'GitHub Actions secrets of environments', kinds: ['github.stored-secret.environment'] },
    { route: 'GET /repos/acme/api/environments/prod%2Feu/secrets', object: 'GitHub Actions secrets of environments', kinds: ['github.stored-secret.environment'] },
    { route: 'GET /orgs/acme/repos', object: 'GitHub repositories, for their secrets', kinds: ['github.stored-secret.environment', 'github.stored-secret.repository.actions', 'github.deploy-key'] },
    { route: 'GET /orgs/acme/actions/runner-groups', object: 'GitHub runner groups', kinds: [] },
    { route: 'GET /orgs/acme/actions/runners', object: 'GitHub self-hosted runners', kinds: [] },
  ],
}) // prettier-ignore

async function pull(more: object = asked, changed: Readonly<Record<string, Route>> = {}) {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const said = { ...routes, ...changed }[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' }) ?? { status: 404, body: {} }
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(said.body))
  })
  const github = await connectorOf('github')
  const parsed = github.settings.parse({ org: 'acme', baseUrl: server.url, ...more })
  const seen = await gather(github.observe(parsed, { token: 'x' }, quietWorld(), null))
  const checks = await github.test(parsed, { token: 'x' }, quietWorld())
  await server.close()
  return { seen, checks, unread: github.leavesUnread?.(parsed) ?? [], asked: server.asked.map(({ path }) => path.split('?')[0] ?? '') }
} // prettier-ignore

const tokenOf = (seen: readonly Observation[], id: string) =>
  seen.flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0]
const issuersOf = (seen: readonly Observation[]) => seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))

describe('a stored secret', () => {
  test('is a copy with a name and dates: as old as what was stored last, and nothing more is known', async () => {
    const { seen } = await pull()
    expect(tokenOf(seen, everything[0]!)).toEqual({
      externalId: 'secret:actions:organisation:AWS_ACCESS_KEY_ID',
      kind: 'github.stored-secret.actions',
      name: 'AWS_ACCESS_KEY_ID (GitHub Actions secret of acme)',
      lifecycle: 'active',
      issuedAt: new Date('2025-06-01T00:00:00Z'),
      expires: 'not-reported',
      lastUsed: 'not-reported',
      rotationEnforcedSeconds: null,
      binding: 'bearer',
      popVerified: false,
      permissions: 'not-reported',
      ownerHints: [],
      tags: {
        'held by': 'GitHub Actions',
        visibility: 'all',
        repositories: 'all',
        'first stored': '2024-03-01',
        'name suggests': 'an AWS access key',
      },
      consumers: ['GitHub Actions of every repository of acme'],
      storage: 'not-reported',
      prohibited: false,
      evidence: expect.objectContaining({
        issuedAt: expect.stringContaining('GET /orgs/{org}/actions/secrets updated_at') as string,
      }) as object,
      revoke: expect.stringContaining('DELETE /orgs/acme/actions/secrets/AWS_ACCESS_KEY_ID') as string,
    })
  })

  test.each<[string, string, object]>([
    ['for chosen repositories', 'secret:actions:organisation:NPM_TOKEN', { tags: { visibility: 'selected', repositories: 'acme/api, acme/web' }, consumers: ['GitHub Actions of 2 chosen repositories of acme'] }],
    ['for private repositories', 'secret:dependabot:organisation:REGISTRY_PASSWORD', { kind: 'github.stored-secret.dependabot', consumers: ['Dependabot of every private repository of acme'] }],
    ['that agents work with', 'secret:agents:organisation:OPENAI_API_KEY', { kind: 'github.stored-secret.agents', agent: 'autonomous' }],
    ['of a repository', 'secret:actions:repository:1:DEPLOY_KEY', { kind: 'github.stored-secret.repository.actions', tags: { repository: 'acme/api', 'name suggests': 'a private key' } }],
    ['of an environment', 'secret:actions:repository:1:environment:prod%2Feu:DB_PASSWORD', { kind: 'github.stored-secret.environment', name: 'DB_PASSWORD (secret of acme/api, environment prod/eu)', tags: { environment: 'prod/eu' } }],
    ['whose name suggests nothing', 'secret:dependabot:repository:2:X', { tags: { 'held by': 'Dependabot', repository: 'acme/web', 'first stored': '2024-03-01' } }],
  ])('%s', async (_, id, wanted) => expect(tokenOf((await pull()).seen, id)).toMatchObject(wanted)) // prettier-ignore

  test('is confined by no list of addresses: it works elsewhere', async () => {
    const entries = { totalCount: 1, pageInfo: { hasNextPage: false }, nodes: [{ isActive: true, allowListValue: '192.0.2.0/24' }] }
    const on = { organization: { ipAllowListEnabledSetting: 'ENABLED', ipAllowListEntries: entries } }
    const { seen } = await pull(asked, { 'POST /graphql': () => ({ body: { data: on } }) })
    expect(seen.filter((one) => one.see === 'control' || (one.see === 'token' && one.token.controls))).toEqual([])
  })

  test('whose repositories cannot be listed is there all the same, with a gap', async () => {
    const { seen } = await pull(asked, { 'GET /orgs/acme/actions/secrets/NPM_TOKEN/repositories': () => ({ status: 403, body: {} }) })
    expect(tokenOf(seen, everything[1]!)).toMatchObject({ tags: { repositories: 'not known' } })
    expect(gapsOf(seen)).toMatchObject([{ object: 'repositories of GitHub Actions secrets of the organisation', why: 'not-permitted' }])
  })

  test.each([
    ['secrets of a repository', 'GET /repos/acme/api/actions/secrets', 'secrets', [secret('DEPLOY_KEY')], 'GitHub Actions secrets of repositories', 'github.stored-secret.repository.actions'],
    ['environments', 'GET /repos/acme/api/environments', 'environments', [], 'GitHub Actions secrets of environments', 'github.stored-secret.environment'],
    ['chosen repositories', 'GET /orgs/acme/actions/secrets/NPM_TOKEN/repositories', 'repositories', [repository(1, 'api')], 'repositories of GitHub Actions secrets of the organisation', 'none'],
    ['runners', 'GET /orgs/acme/actions/runners', 'runners', [{ id: 2, runner_group_id: 1, ephemeral: true }], 'GitHub self-hosted runners', 'none'],
  ])('fewer %s than GitHub counts are a gap', async (_, route, field, rows, object, kind) => {
    const { seen } = await pull(asked, { [route]: () => ({ body: { total_count: 2, [field]: rows } }) })
    expect(gapsOf(seen)).toMatchObject([{ object, why: 'inconsistent' }])
    expect(seen.some((one) => one.see === 'covered' && one.kinds?.includes(kind))).toBe(false)
  }) // prettier-ignore

  test('of whose repositories a row cannot be read is not said to be for the others alone', async () => {
    const { seen } = await pull(asked, { 'GET /orgs/acme/actions/secrets/NPM_TOKEN/repositories': counted('repositories', [repository(1, 'api'), {}]) })
    expect(tokenOf(seen, everything[1]!)).toMatchObject({ tags: { repositories: 'not known' }, consumers: ['GitHub Actions of chosen repositories of acme'] })
  }) // prettier-ignore

  test.each([
    ['a date that is none', { updated_at: 'soon' }],
    ['a name that goes nowhere', { name: '../x' }],
    ['a visibility never heard of', { visibility: 'galaxy' }],
  ])('with %s is a gap', async (_, more) => {
    const { seen } = await pull(asked, {
      'GET /orgs/acme/actions/secrets': counted('secrets', [secret('A', { visibility: 'all', ...more })]),
    })
    expect(gapsOf(seen)).toMatchObject([{ object: 'GitHub Actions secrets of the organisation', why: 'malformed' }])
  })
})

describe('what the settings do not ask for', () => {
  test('is not called, is no gap, and is not gone for not being seen', async () => {
    const { seen, asked, unread, checks } = await pull({})
    expect([gapsOf(seen), idsOf(seen)]).toEqual([[], []])
    expect(asked.filter((path) => /secrets|runner|oidc|environments/.test(path))).toEqual([])
    expect(unread).toEqual(expect.arrayContaining(['github.stored-secret.actions', 'github.stored-secret.environment', 'github.runner-group']))
    expect(checks).toHaveLength(7)
  }) // prettier-ignore
  test('is left apart from what they do ask for', async () => {
    const { seen, unread, checks } = await pull({ storedSecrets: ['dependabot', 'dependabot'] })
    expect(idsOf(seen)).toEqual(['secret:dependabot:organisation:REGISTRY_PASSWORD'])
    expect(unread).not.toContain('github.stored-secret.dependabot')
    expect(unread).toEqual(expect.arrayContaining(['github.stored-secret.repository.dependabot', 'github.stored-secret.codespaces']))
    expect(checks.at(5)).toMatchObject({ permission: expect.stringContaining('dependabot secrets (read)') as string, state: 'granted' })
  })
  test('each permission that what they ask for takes is tried, of repositories too', async () => {
    const { checks } = await pull(asked, { 'GET /repos/acme/api/environments': () => ({ status: 403, body: {} }) })
    const repositories = checks.filter(({ permission }) => permission.startsWith('Repositories: ')).map(({ permission, state }) => [permission.split(/[:(]/)[1]?.trim(), state])
    expect(repositories.slice(1)).toEqual([
      ['Administration', 'granted'],
      ['Secrets', 'granted'],
      ['Dependabot secrets', 'granted'],
      ['Agent secrets', 'granted'],
      ['Environments', 'missing'],
      ['Actions', 'granted'],
    ])
  }) // prettier-ignore
  test('all of it leaves nothing unread', async () => expect((await pull()).unread).toEqual([]))
  test('a permission that is missing for what was asked is a gap', async () => {
    const { seen, checks } = await pull(
      { storedSecrets: ['actions'] },
      { 'GET /orgs/acme/actions/secrets': () => ({ status: 403, body: {} }) },
    )
    expect(gapsOf(seen)).toMatchObject([{ why: 'not-permitted', says: expect.stringContaining('"Secrets: read"') as string }])
    expect(checks.filter(({ state }) => state === 'missing')).toHaveLength(1)
  })
})

test('runner groups say who may use them and which machines outlive a job; subjects say what they tell apart', async () => {
  const told = issuersOf((await pull()).seen).map(({ kind, name, trusts }) => [kind, name, trusts])
  expect(told).toEqual([
    ['github.actions-oidc', 'GitHub Actions of acme/api', ['workflow runs, told apart by actor', ...weaknessesOf(['actor'])]],
    [
      'github.actions-oidc',
      'GitHub Actions of acme',
      ['workflow runs of repositories that take the organisation’s template, told apart by repo, context'],
    ],
    [
      'github.runner-group',
      'runners Default',
      [
        'every repository, public ones too: whoever opens a pull request there may run code on it',
        'Weak: 1 of 2 self-hosted runners are not ephemeral. They keep a key, and what one job leaves there.',
      ],
    ],
    [
      'github.runner-group',
      'runners empty',
      ['chosen repositories (whether public ones too, GitHub does not say), for chosen workflows alone'],
    ],
  ])
})

test.each<[string, object, readonly string[]]>([
  ['an enterprise, whose machines are not listed', { inherited: true, allows_public_repositories: false }, ['every repository', 'Which of its runners are ephemeral is not known.']],
  ['which is not said whether public repositories may use it', {}, ['every repository (whether public ones too, GitHub does not say)']],
])('a runner group of %s', async (_, more, trusts) => {
  const { seen } = await pull(asked, { 'GET /orgs/acme/actions/runner-groups': counted('runner_groups', [{ id: 9, name: 'x', visibility: 'all', ...more }]) })
  expect(issuersOf(seen).find(({ externalId }) => externalId === 'runner-group:9')?.trusts).toEqual(trusts)
}) // prettier-ignore

describe('an OIDC subject', () => {
  const org = 'GET /orgs/acme/actions/oidc/customization/sub'
  const name = 'GitHub Actions OIDC subject'
  test.each<[string, Readonly<Record<string, Route>>, readonly string[] | null, string | null]>([
    ['that was never set is GitHub’s own, where one may see that', { [org]: () => ({ status: 404 }) }, ['repo', 'context'], null],
    ['that may only be hidden is a gap', { [org]: () => ({ status: 404 }), 'GET /orgs/acme/installations': () => ({ status: 404 }) }, null, 'not-found'],
    ['that is answered by something else is a gap', { [org]: () => ({ body: {} }) }, null, 'malformed'],
  ])('%s', async (_, changed, keys, why) => {
    const { seen } = await pull(asked, changed)
    expect(issuersOf(seen).find(({ externalId }) => externalId === 'oidc-subject:organisation')?.tags.subject).toBe(keys?.join(':'))
    expect(gapsOf(seen).filter(({ object }) => object === name)).toMatchObject(why ? [{ why }] : [])
    expect(seen.some((one) => one.see === 'covered' && one.object === name)).toBe(why === null)
  })
  test('of a repository that is not told is a gap', async () => {
    const { seen } = await pull(asked, { 'GET /repos/acme/api/actions/oidc/customization/sub': () => ({ body: {} }) })
    expect(gapsOf(seen)).toMatchObject([{ object: 'OIDC subjects of repositories', why: 'malformed' }])
  })
}) // prettier-ignore

test.each([
  [['repo', 'context'], 0],
  [['repository_id', 'environment'], 0],
  [['repo'], 1],
  [['context'], 1],
  [['job_workflow_ref'], 2],
  [[], 2],
])('a subject of %j has %i weaknesses', (keys, count) => expect(weaknessesOf(keys)).toHaveLength(count))
