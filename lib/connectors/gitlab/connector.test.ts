import { describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, idsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { next } from './api.ts'
import { isConfined } from './group.ts'

const token = (id: number, more: object = {}) => ({
  id,
  name: `token ${id}`,
  description: null,
  revoked: false,
  active: true,
  created_at: '2025-03-01T10:00:00.000Z',
  last_used_at: '2026-11-20T08:00:00.000Z',
  expires_at: '2027-02-01',
  scopes: ['read_api'],
  user_id: 7,
  token: canary,
  ...more,
})
const deployToken = (id: number, more: object = {}) => ({
  id,
  name: `puller ${id}`,
  username: `gitlab+deploy-token-${id}`,
  expires_at: null,
  revoked: false,
  expired: false,
  scopes: ['read_registry'],
  token: canary,
  ...more,
})
const deployKey = (id: number, more: object = {}) => ({
  id,
  title: `key ${id}`,
  key: `ssh-ed25519 ${canary}`,
  fingerprint: 'aa:bb',
  created_at: '2020-01-01T00:00:00Z',
  expires_at: null,
  can_push: false,
  ...more,
})
const variable = (key: string, more: object = {}) => ({
  variable_type: 'env_var',
  key,
  value: canary,
  protected: false,
  masked: true,
  hidden: false,
  raw: false,
  environment_scope: '*',
  description: canary,
  ...more,
})
const finding = (id: number, more: object = {}) => ({
  id: `gid://gitlab/Vulnerability/${id}`,
  title: 'GitLab personal access token',
  state: 'DETECTED',
  detectedAt: '2026-11-10T00:00:00Z',
  webUrl: `https://gitlab.example.com/acme/api/-/security/vulnerabilities/${id}`,
  project: { fullPath: 'acme/api' },
  identifiers: [{ externalType: 'gitleaks_rule_id', externalId: 'gitlab_personal_access_token', name: canary }],
  location: { file: 'ci/deploy.sh', startLine: '12' },
  findingTokenStatus: { status: 'ACTIVE' },
  rawSourceCodeExtract: canary,
  ...more,
})

/** In pages of two, as GitLab numbers them; `link`: as keyset paging has it, without numbers. */
const listed = (rows: readonly unknown[]): Route => ({ query, base }) => {
  const page = Number(query.get('page') ?? 1)
  const some = rows.slice((page - 1) * 2, page * 2)
  const next = page * 2 < rows.length ? String(page + 1) : ''
  const linked: Record<string, string> = next ? { link: `<${base}/api/v4/projects?${new URLSearchParams({ ...Object.fromEntries(query), page: next })}>; rel="next"` } : {}
  const numbered: Record<string, string> = { 'x-next-page': next, 'x-total': String(rows.length) }
  return { body: some, headers: query.get('pagination') === 'keyset' ? linked : numbered }
} // prettier-ignore
const findings = (nodes: readonly unknown[]): Route => ({ body }) => {
  const after = (JSON.parse(body) as { variables: { after: string | null } }).variables.after
  const at = after === null ? 0 : Number(after)
  return { body: { data: { group: { vulnerabilities: { pageInfo: { hasNextPage: at + 2 < nodes.length, endCursor: String(at + 2) }, nodes: nodes.slice(at, at + 2) } } } } }
} // prettier-ignore

const v4 = 'GET /api/v4'
const user = (id: number, more: object = {}) => ({
  id,
  username: `user${id}`,
  name: `User ${id}`,
  state: 'active',
  bot: false,
  public_email: `user${id}@acme.example`,
  private_token: canary,
  ...more,
})
const group = (id: number, path: string, parent: number | null) => ({ id, full_path: path, parent_id: parent, runners_token: canary })
const project = (id: number, path: string) => ({ id, path_with_namespace: path, runners_token: canary })

const ofGroup: Readonly<Record<string, Route>> = {
  [`${v4}/groups/acme`]: () => ({ body: { ...group(1, 'acme', null), ip_restriction_ranges: '192.0.2.0/24, 198.51.100.7/32' } }),
  [`${v4}/groups/acme/service_accounts`]: listed([{ id: 50, username: 'sa-release', name: 'release robot', email: canary }]),
  [`${v4}/groups/acme/service_accounts/50/personal_access_tokens`]: listed([token(500, { user_id: 50 })]),
  [`${v4}/groups/2/service_accounts`]: listed([51, 52, 53].map((id) => ({ id, username: `sa-${id}`, name: `robot ${id}`, email: canary }))),
  [`${v4}/groups/2/service_accounts/51/personal_access_tokens`]: listed([token(510, { user_id: 51 }), token(511, { user_id: 51 }), token(512, { user_id: 51 })]),
  [`${v4}/groups/2/service_accounts/52/personal_access_tokens`]: listed([]),
  [`${v4}/groups/2/service_accounts/53/personal_access_tokens`]: listed([]),
  [`${v4}/groups/acme/manage/personal_access_tokens`]: listed([token(700), token(701, { user_id: 8, last_used_at: null }), token(702)]),
  [`${v4}/users/7`]: () => ({ body: user(7) }),
  [`${v4}/users/8`]: () => ({ body: user(8, { state: 'blocked' }) }),
  [`${v4}/groups/acme/descendant_groups`]: listed([group(2, 'acme/web', 1)]),
  [`${v4}/groups/acme/access_tokens`]: listed([]),
  [`${v4}/groups/acme/deploy_tokens`]: listed([]),
  [`${v4}/groups/1/access_tokens`]: listed([token(100, { access_level: 50, scopes: ['api'] }), token(101), token(102)]),
  [`${v4}/groups/2/access_tokens`]: listed([]),
  [`${v4}/groups/1/deploy_tokens`]: listed([deployToken(10)]),
  [`${v4}/groups/2/deploy_tokens`]: listed([]),
  [`${v4}/groups/1/variables`]: listed([variable('AWS_SECRET_ACCESS_KEY', { masked: false }), variable('REGION', { masked: false }), variable('X', { masked: true })]),
  [`${v4}/groups/2/variables`]: listed([]),
  [`${v4}/groups/acme/projects`]: listed([project(11, 'acme/api'), project(12, 'acme/web/shop'), project(13, 'acme/docs')]),
  ...Object.fromEntries(
    [11, 12, 13].flatMap((id): [string, Route][] => [
      [`${v4}/projects/${id}/access_tokens`, listed(id === 11 ? [token(110, { access_level: 40 })] : [])],
      [`${v4}/projects/${id}/deploy_tokens`, listed(id === 12 ? [deployToken(20, { expired: true, expires_at: '2026-01-01T00:00:00.000Z' })] : [])],
      // One key in two projects.
      [`${v4}/projects/${id}/deploy_keys`, listed(id < 13 ? [deployKey(30, { can_push: id === 12 })] : [])],
      [`${v4}/projects/${id}/job_token_scope`, () => ({ body: { inbound_enabled: id !== 13, outbound_enabled: false } })],
      [`${v4}/projects/${id}/variables`, listed(id === 11 ? [variable('DEPLOY_TOKEN', { environment_scope: 'production', protected: true, hidden: true })] : [])],
    ]),
  ),
  [`${v4}/groups/acme/runners`]: listed([{ id: 5, description: 'builder', runner_type: 'group_type', status: 'online', paused: false, token: canary, ip_address: '192.0.2.7' }]),
  'POST /api/graphql': findings([finding(1), finding(2, { state: 'RESOLVED', findingTokenStatus: { status: 'INACTIVE' } }), finding(3, { findingTokenStatus: null })]),
} // prettier-ignore

const asGroup = { group: 'acme', enterpriseUsers: true, variables: 'true' }
const settings = (base: string) => ({ baseUrl: `${base}/api/v4`, ...asGroup })
const everything = [
  'deploy-key:30:project:11',
  'deploy-key:30:project:12',
  'deploy-token:10',
  'deploy-token:20',
  'token:100',
  'token:101',
  'token:102',
  'token:110',
  'token:500',
  'token:510',
  'token:511',
  'token:512',
  'token:700',
  'token:701',
  'token:702',
  'variable:groups:1:*:AWS_SECRET_ACCESS_KEY',
  'variable:groups:1:*:X',
  'variable:projects:11:production:DEPLOY_TOKEN',
]

const elsewhere = (to: string) => ({ body: [], headers: { link: `<${to}/api/v4/x?page=2>; rel="next"` } })

conforms({
  kind: 'gitlab',
  settings,
  credential: { token: `glpat-${canary}` },
  routes: ofGroup,
  tokens: everything,
  listings: [
    {
      route: `${v4}/groups/acme/manage/personal_access_tokens`,
      object: 'GitLab personal access tokens of enterprise users',
      kinds: ['gitlab.personal-token'],
      goesOn: (n) => ({ body: [token(700 + n)], headers: { 'x-next-page': '2' } }),
      foreign: elsewhere,
    },
    { route: `${v4}/groups/acme/service_accounts`, object: 'GitLab service accounts', kinds: ['gitlab.service-account-token'] },
    {
      route: `${v4}/groups/acme/service_accounts/50/personal_access_tokens`,
      object: 'GitLab tokens of service accounts',
      kinds: ['gitlab.service-account-token'],
    },
    {
      route: `${v4}/groups/2/service_accounts`,
      object: 'GitLab service accounts of subgroups',
      kinds: ['gitlab.service-account-token'],
      foreign: elsewhere,
    },
    {
      route: `${v4}/groups/2/service_accounts/51/personal_access_tokens`,
      object: 'GitLab tokens of service accounts',
      kinds: ['gitlab.service-account-token'],
    },
    {
      route: `${v4}/groups/acme/descendant_groups`,
      object: 'GitLab groups',
      kinds: ['gitlab.group-token', 'gitlab.stored-secret.group', 'gitlab.service-account-token'],
    },
    { route: `${v4}/groups/1/access_tokens`, object: 'GitLab access tokens of groups', kinds: ['gitlab.group-token'] },
    {
      route: `${v4}/groups/acme/projects`,
      object: 'GitLab projects',
      kinds: ['gitlab.project-token', 'gitlab.deploy-key'],
      foreign: elsewhere,
    },
    { route: `${v4}/projects/11/access_tokens`, object: 'GitLab access tokens of projects', kinds: ['gitlab.project-token'] },
    { route: `${v4}/projects/11/deploy_keys`, object: 'GitLab deploy keys', kinds: ['gitlab.deploy-key'] },
    { route: `${v4}/projects/11/variables`, object: 'GitLab CI/CD variables of projects', kinds: ['gitlab.stored-secret.project'] },
    { route: `${v4}/groups/acme/runners`, object: 'GitLab runners', kinds: [] },
  ],
})

async function pull(more: object = asGroup, changed: Readonly<Record<string, Route>> = {}) {
  const server = await smallServer((request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const said = { ...ofGroup, ...changed }[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body, base: server.url }) ?? { status: 404, body: {} }
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers }).end(JSON.stringify(said.body))
  })
  const gitlab = await connectorOf('gitlab')
  const parsed = gitlab.settings.parse({ baseUrl: `${server.url}/api/v4`, ...more })
  const seen = await gather(gitlab.observe(parsed, { token: 'glpat-x' }, quietWorld(), null))
  const checks = await gitlab.test(parsed, { token: 'glpat-x' }, quietWorld())
  await server.close()
  return { seen, checks, gaps: gapsOf(seen), unread: gitlab.leavesUnread?.(parsed), asked: server.asked, subject: gitlab.subject(parsed) }
} // prettier-ignore

test.each([
  ['that is not there is told as that', 404, /no group acme at 127\.0\.0\.1:\d+ \(404\)/],
  ['that may not be seen is left to its permissions', 403, null],
])('a tested group %s', async (_, status, says) => {
  const checked = pull(asGroup, { [`${v4}/groups/acme`]: () => ({ status, body: { message: canary } }) })
  if (says) await expect(checked).rejects.toThrow(says)
  else expect((await checked).checks.length).toBeGreaterThan(4)
})

const tokenOf = (seen: readonly Observation[], id: string): Sighting | undefined =>
  seen.flatMap((one) => (one.see === 'token' && one.token.externalId === id ? [one.token] : []))[0]

describe('a token', () => {
  const ofPeople = `${v4}/groups/acme/manage/personal_access_tokens`
  test.each<[string, string, Readonly<Record<string, Route>>, object]>([
    ['of a person', 'token:700', {}, { kind: 'gitlab.personal-token', name: 'token 700', issuedAt: new Date('2025-03-01T10:00:00Z'), binding: 'bearer', ownerHints: [{ how: 'email', value: 'user7@acme.example' }, { how: 'handle', value: 'gitlab:user7' }], permissions: { scheme: 'gitlab.scopes', stated: { names: ['read_api'], within: 'user', access: null } } }],
    ['ends as its day begins, at midnight UTC', 'token:700', {}, { expires: { fixed: new Date('2027-02-01T00:00:00.000Z') } }],
    ['that ended this very day', 'token:700', { [ofPeople]: listed([token(700, { expires_at: '2026-11-24', active: true })]) }, { lifecycle: 'expired' }],
    ['that ends tomorrow', 'token:700', { [ofPeople]: listed([token(700, { expires_at: '2026-11-25' })]) }, { lifecycle: 'active' }],
    ['without an end', 'token:700', { [ofPeople]: listed([token(700, { expires_at: null })]) }, { expires: 'never' }],
    ['whose use is not told', 'token:700', { [ofPeople]: listed([token(700, { last_used_at: undefined })]) }, { lastUsed: 'not-reported' }],
    ['of somebody in a state that nobody knows', 'token:701', { [`${v4}/users/8`]: () => ({ body: user(8, { state: 'someday' }) }) }, { lifecycle: 'active' }],
    ['of somebody who is blocked, that was revoked', 'token:701', { [ofPeople]: listed([token(701, { user_id: 8, revoked: true, active: false })]) }, { lifecycle: 'revoked' }],
    ['of somebody who is blocked, that ended', 'token:701', { [ofPeople]: listed([token(701, { user_id: 8, expires_at: '2026-01-01' })]) }, { lifecycle: 'expired' }],
    ['of somebody who is blocked, never used', 'token:701', {}, { lifecycle: 'disabled', lastUsed: 'never' }],
    ['that was revoked', 'token:700', { [ofPeople]: listed([token(700, { revoked: true, active: false })]) }, { lifecycle: 'revoked' }],
    ['that is not active for another reason', 'token:700', { [ofPeople]: listed([token(700, { active: false })]) }, { lifecycle: 'disabled' }],
    ['of nobody that can be read', 'token:700', { [`${v4}/users/7`]: () => ({ status: 404, body: {} }) }, { ownerHints: [], tags: { 'user id': '7' } }],
    ['whose scopes are not told', 'token:700', { [ofPeople]: listed([token(700, { scopes: null })]) }, { permissions: { stated: { names: null } } }],
    ['with a field nobody knows', 'token:700', { [ofPeople]: listed([token(700, { quantum: canary, name: null })]) }, { name: 'token 700' }],
    ['of a service account', 'token:500', {}, { kind: 'gitlab.service-account-token', workloadHint: 'release robot', ownerHints: [], tags: { 'user id': '50', group: 'acme' } }],
    ['of a service account of a subgroup', 'token:510', {}, { kind: 'gitlab.service-account-token', workloadHint: 'robot 51', tags: { 'user id': '51', group: 'acme/web', 'home id': '2' }, permissions: { stated: { within: 'service account', resource: 'acme/web' } }, revoke: 'DELETE /groups/2/service_accounts/51/personal_access_tokens/510' }],
    ['of a group', 'token:100', {}, { kind: 'gitlab.group-token', permissions: { stated: { names: ['api'], within: 'top-level group', access: 50 } }, revoke: 'DELETE /groups/1/access_tokens/100' }],
    ['of a group, whose role is not told', 'token:101', {}, { permissions: { stated: { access: null } } }],
    ['of a project', 'token:110', {}, { kind: 'gitlab.project-token', tags: { project: 'acme/api', 'home id': '11' }, permissions: { stated: { within: 'project', access: 40 } } }],
    ['to deploy', 'deploy-token:10', {}, { kind: 'gitlab.deploy-token', issuedAt: 'not-reported', lastUsed: 'not-reported', expires: 'never', lifecycle: 'active', name: 'puller 10 (acme)' }],
    ['to deploy, that ended', 'deploy-token:20', {}, { lifecycle: 'expired', expires: { fixed: new Date('2026-01-01') } }],
    ['that is a key that reads', 'deploy-key:30:project:11', {}, { binding: 'keyed-asym', lastUsed: 'not-reported', permissions: { stated: { names: ['read_repository'] } } }],
    ['that is the same key, and pushes', 'deploy-key:30:project:12', {}, { permissions: { stated: { names: ['write_repository'] } } }],
    ['that is stored in a variable, unmasked', 'variable:groups:1:*:AWS_SECRET_ACCESS_KEY', {}, { kind: 'gitlab.stored-secret.group', issuedAt: 'not-reported', expires: 'not-reported', permissions: 'not-reported', tags: { masked: 'no', protected: 'no', 'name suggests': 'an AWS access key' } }],
    ['that is stored for one environment', 'variable:projects:11:production:DEPLOY_TOKEN', {}, { name: 'DEPLOY_TOKEN (CI variable of acme/api, environment production)', tags: { protected: 'yes', hidden: 'yes', environment: 'production' }, consumers: ['GitLab CI of acme/api'] }],
  ])('%s', async (_, id, changed, wanted) => expect(tokenOf((await pull(asGroup, changed)).seen, id)).toMatchObject(wanted)) // prettier-ignore

  test.each([
    ['made before time', { created_at: 'yesterday' }],
    ['without an id', { id: null }],
    ['that does not say whether it was revoked', { revoked: 'perhaps' }],
  ])('%s is a gap and no token', async (_, more) => {
    const { seen, gaps } = await pull(asGroup, { [ofPeople]: listed([token(700, more)]) })
    expect(tokenOf(seen, 'token:700')).toBeUndefined()
    expect(gaps).toMatchObject([{ why: 'malformed' }])
  })
})

const confinedOf = (seen: readonly Observation[]) => idsOf(seen.filter((one) => one.see === 'token' && one.token.controls?.networkConfined))

describe('a group', () => {
  test('counts the variables that it leaves out as settings, and none where it could not read them all', async () => {
    const { seen } = await pull(asGroup, { [`${v4}/groups/2/variables`]: listed([variable('AWS_REGION_NAME', { masked: false })]) })
    const counts = seen.flatMap((one) =>
      one.see === 'covered' && one.object.includes('variables') ? [[one.object, one.seen, one.kinds]] : [],
    )
    expect(counts).toEqual([
      ['GitLab CI/CD variables of groups', 4, ['gitlab.stored-secret.group']],
      ['GitLab CI/CD variables of groups, left out as settings', 2, undefined],
      ['GitLab CI/CD variables of projects', 1, ['gitlab.stored-secret.project']],
      ['GitLab CI/CD variables of projects, left out as settings', 0, undefined],
    ])
    const refused = await pull(asGroup, { [`${v4}/groups/2/variables`]: () => ({ status: 403, body: {} }) })
    expect(refused.seen.filter((one) => one.see === 'covered' && one.object.startsWith('GitLab CI/CD variables of groups'))).toEqual([])
    expect(idsOf(seen)).toEqual(everything)
  })
  test('shows its IP allow list, open projects and runners', async () => {
    const { seen, subject } = await pull()
    // Not those of owners or of a role that is not told, of people, of service accounts; not keys outside of GitLab.com, nor stored copies.
    expect(confinedOf(seen)).toEqual(['deploy-token:10', 'deploy-token:20', 'token:110'])
    expect(seen.flatMap((one) => (one.see === 'issuer' ? [[one.issuer.kind, one.issuer.name, one.issuer.trusts[0]]] : []))).toEqual([
      ['gitlab.job-token', 'job tokens into acme/docs', expect.stringContaining('the allowlist is off')],
      ['gitlab.runner', 'runner builder', 'jobs of every project of its group'],
    ])
    expect(subject).toContain('group acme at 127.0.0.1')
  })
  test.each([
    ['not told', {}],
    ['empty', { ip_restriction_ranges: '' }],
    ['wide open', { ip_restriction_ranges: '192.0.2.0/24,0.0.0.0/0' }],
  ])('whose IP allow list is %s is not confined', async (_, more) => {
    const { seen, gaps } = await pull(asGroup, { [`${v4}/groups/acme`]: () => ({ body: { ...group(1, 'acme', null), ...more } }) })
    expect([confinedOf(seen), gaps]).toEqual([[], []])
  })
  test('that is another one is told', async () => {
    const { gaps } = await pull(asGroup, { [`${v4}/groups/acme`]: () => ({ body: group(1, 'other', null) }) })
    expect(gaps).toContainEqual(expect.objectContaining({ object: 'GitLab IP allow list of the group', why: 'inconsistent' }))
  })
  test('is asked for no more than its settings say', async () => {
    const { seen, gaps, unread, asked, checks } = await pull({ group: 'acme' })
    expect([gaps, unread]).toEqual([[], ['gitlab.personal-token', 'gitlab.stored-secret.*']])
    expect(idsOf(seen)).toEqual(everything.filter((id) => !/^token:70|^variable/.test(id)))
    expect(asked.filter(({ path }) => /variables|manage/.test(path))).toEqual([])
    expect(checks.every(({ state }) => state === 'granted')).toBe(true)
  })
})

describe('an instance', () => {
  const ofInstance: Readonly<Record<string, Route>> = {
    [`${v4}/deploy_tokens`]: listed([]),
    [`${v4}/personal_access_tokens`]: listed([token(700), token(110, { user_id: 9 }), token(900, { user_id: 9 })]),
    [`${v4}/users/9`]: () => ({ body: user(9, { bot: true, name: 'a bot', is_admin: false }) }),
    [`${v4}/groups`]: listed([group(1, 'acme', null), group(2, 'acme/web', 1)]),
    [`${v4}/projects`]: listed([project(11, 'acme/api'), project(12, 'acme/web/shop'), project(13, 'acme/docs')]),
    [`${v4}/runners/all`]: listed([]),
  }
  test('is read by an administrator; what a project tells of its token counts', async () => {
    const { seen, gaps, unread, asked } = await pull({}, ofInstance)
    expect([gaps, unread]).toEqual([[], ['gitlab.stored-secret.*']])
    expect(tokenOf(seen, 'token:900')).toMatchObject({ kind: 'gitlab.service-account-token', workloadHint: 'a bot' })
    const told = seen.flatMap((one) => (one.see === 'token' && one.token.externalId === 'token:110' ? [one.token.kind] : []))
    expect(told).toEqual(['gitlab.service-account-token', 'gitlab.project-token'])
    expect(asked.some(({ path }) => path.includes('graphql'))).toBe(false)
    expect(asked.filter(({ path }) => path.includes('/projects?')).length).toBe(3)
  })
  test.each([
    ['an administrator', { is_admin: true }, 'administrator'],
    ['an auditor', { is_admin: false, is_auditor: true }, 'auditor'],
    ['anybody else', { is_admin: false }, 'user'],
    ['somebody of whom it is not told', {}, 'user whose rights are not told'],
  ])('reaches as far as its user: %s', async (_, more, within) => {
    const { seen } = await pull({}, { ...ofInstance, [`${v4}/users/7`]: () => ({ body: user(7, more) }) })
    expect(tokenOf(seen, 'token:700')?.permissions).toMatchObject({ stated: { within } })
  })
  test('is not taken for one whose tokens are all there, where another answer than a list comes', async () => {
    const { seen, gaps } = await pull({}, { ...ofInstance, [`${v4}/deploy_tokens`]: () => ({ body: { message: 'hello' } }) })
    expect(gaps).toMatchObject([{ object: 'GitLab personal access tokens', why: 'malformed' }])
    expect(tokenOf(seen, 'token:700')).toBeUndefined()
  })
  test('is not taken for one whose tokens are all there, where the token is no administrator’s', async () => {
    const { seen, gaps } = await pull({}, { ...ofInstance, [`${v4}/deploy_tokens`]: () => ({ status: 403, body: {} }) })
    expect(gaps).toMatchObject([{ object: 'GitLab personal access tokens', why: 'not-permitted' }])
    expect(seen.some((one) => one.see === 'covered' && one.kinds?.includes('gitlab.personal-token'))).toBe(false)
    expect(tokenOf(seen, 'token:700')).toBeUndefined()
  })
})

describe('what secret detection found', () => {
  const leaks = async (route: Route) => {
    const { seen, gaps } = await pull(asGroup, { 'POST /api/graphql': route })
    return { gaps, leaks: seen.flatMap((one) => (one.see === 'leak' ? [one.leak] : [])), covered: seen.some((one) => one.see === 'covered' && one.object === 'GitLab secret detection') }
  } // prettier-ignore
  test('is told with where and whether it works, and never the secret', async () => {
    const { seen } = await pull()
    const [first, second, third] = seen.flatMap((one) => (one.see === 'leak' ? [one.leak] : []))
    expect(first).toEqual({
      key: 'finding:gid://gitlab/Vulnerability/1',
      detector: 'GitLab secret detection: GitLab personal access token',
      kind: 'gitlab.personal-token',
      reference: null,
      tail: null,
      fingerprint: null,
      repository: 'acme/api',
      foundAt: new Date('2026-11-10T00:00:00Z'),
      stillValid: 'yes',
      secretSeen: true,
      places: [
        {
          in: 'acme/api: ci/deploy.sh line 12',
          at: null,
          url: 'https://gitlab.example.com/acme/api/-/security/vulnerabilities/1',
        },
      ],
      placeCount: 1,
      finderSays: null,
      finderClosed: false,
    })
    expect(second).toMatchObject({ stillValid: 'no', finderClosed: true, finderSays: 'GitLab’s finding is resolved.' })
    expect(third).toMatchObject({ stillValid: 'not-reported' })
  })
  test('is read of an older GitLab too, which knows no status', async () => {
    const route: Route = (asked) =>
      asked.body.includes('findingTokenStatus')
        ? { body: { errors: [{ message: "Field 'findingTokenStatus' doesn't exist on type 'Vulnerability'" }] } }
        : findings([finding(1, { findingTokenStatus: undefined })])(asked)
    expect(await leaks(route)).toMatchObject({ gaps: [], leaks: [{ stillValid: 'not-reported' }], covered: true })
  })
  test.each<[string, Route]>([
    ['may not be read', () => ({ status: 403, body: {} })],
    ['is not in the plan', () => ({ body: { data: { group: null } } })],
    ['is not shown', () => ({ body: { data: { group: { vulnerabilities: null } }, errors: [{ message: canary }] } })],
  ])('takes nothing from the tokens where it %s, and is not covered', async (_, route) => {
    expect(await leaks(route)).toEqual({ gaps: [], leaks: [], covered: false })
  })
  test.each<[string, Route, string]>([
    ['answers a part, with an error beside it', (asked) => ({ body: { ...(findings([finding(1)])(asked).body as object), errors: [{ message: canary }] } }), 'failed'],
    ['answers an error alone', () => ({ body: { data: null, errors: [{ message: canary }] } }), 'failed'],
    ['is refused in the middle', (asked) => (asked.body.includes('"after":null') ? findings([finding(1), finding(2), finding(3)])(asked) : { status: 403, body: {} }), 'not-permitted'],
    ['is no GraphQL', () => ({ body: ['x'] }), 'malformed'],
    ['goes in a circle', () => ({ body: { data: { group: { vulnerabilities: { pageInfo: { hasNextPage: true, endCursor: 'same' }, nodes: [] } } } } }), 'loop'],
    ['has a row that cannot be read', findings([finding(1, { detectedAt: 'x' })]), 'malformed'],
  ])('is a gap where it %s', async (_, route, why) => expect((await leaks(route)).gaps).toMatchObject([{ why }])) // prettier-ignore
})

describe('what a token shows before and after it is revoked', () => {
  const of = (kind: string, externalId: string, tags: Record<string, string>) => ({ kind, externalId, tags }) as unknown as Sighting
  const look = async (target: Sighting, routes: Readonly<Record<string, Route>>, more: object = asGroup) => {
    const server = await smallServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://x')
      const said = routes[`${request.method} ${url.pathname.replace('/api/v4', '')}`]?.({ query: url.searchParams, headers: {}, body: '', base: '' }) ?? { status: 404 }
      response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers }).end(JSON.stringify(said.body ?? {}))
    })
    const gitlab = await connectorOf('gitlab')
    const parsed = gitlab.settings.parse({ baseUrl: `${server.url}/api/v4`, ...more })
    const looked = await gitlab.actions?.look(parsed, { token: 'glpat-x' }, quietWorld(), target).catch((error: unknown) => error)
    await gitlab.actions?.act(parsed, { token: 'glpat-y' }, quietWorld(), { target, verb: 'delete', place: null }).catch(() => undefined)
    await server.close()
    return { looked, sent: server.asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path.replace('/api/v4', '')) }
  } // prettier-ignore
  const ofProject = of('gitlab.project-token', 'token:110', { project: 'acme/api', 'home id': '11' })
  test.each<[string, Sighting, Readonly<Record<string, Route>>, object, string]>([
    ['of a project, there', ofProject, { 'GET /projects/11/access_tokens/110': () => ({ body: token(110) }) }, { shown: 'live' }, '/projects/11/access_tokens/110'],
    ['of a project, revoked', ofProject, { 'GET /projects/11/access_tokens/110': () => ({ body: token(110, { revoked: true, active: false }) }) }, { shown: 'gone' }, '/projects/11/access_tokens/110'],
    ['of a project, not there, its list readable', ofProject, { 'GET /projects/11/access_tokens': listed([]) }, { shown: 'gone' }, '/projects/11/access_tokens/110'],
    ['of a project, not there, its list something else', ofProject, { 'GET /projects/11/access_tokens': () => ({ body: { message: 'hello' } }) }, { why: 'malformed' }, '/projects/11/access_tokens/110'],
    ['of a project, ended', ofProject, { 'GET /projects/11/access_tokens/110': () => ({ body: token(110, { active: false, expires_at: '2026-01-01' }) }) }, { shown: 'gone' }, '/projects/11/access_tokens/110'],
    ['of a project, switched off', ofProject, { 'GET /projects/11/access_tokens/110': () => ({ body: token(110, { active: false }) }) }, { shown: 'disabled' }, '/projects/11/access_tokens/110'],
    ['to deploy, ended', of('gitlab.deploy-token', 'deploy-token:10', { group: 'acme', 'home id': '1' }), { 'GET /groups/1/deploy_tokens/10': () => ({ body: deployToken(10, { expired: true }) }) }, { shown: 'gone' }, '/groups/1/deploy_tokens/10'],
    ['of a project, neither to be seen', ofProject, {}, { why: 'not-found' }, '/projects/11/access_tokens/110'],
    ['of a service account, in its list', of('gitlab.service-account-token', 'token:500', { 'user id': '50' }), { 'GET /groups/acme/service_accounts/50/personal_access_tokens': listed([token(1), token(2), token(500)]) }, { shown: 'live' }, '/groups/acme/service_accounts/50/personal_access_tokens/500'],
    ['of a service account of a subgroup', of('gitlab.service-account-token', 'token:510', { 'user id': '51', 'home id': '2' }), { 'GET /groups/2/service_accounts/51/personal_access_tokens': listed([token(510)]) }, { shown: 'live' }, '/groups/2/service_accounts/51/personal_access_tokens/510'],
    ['of a person, no longer in the list', of('gitlab.personal-token', 'token:700', {}), { 'GET /groups/acme/manage/personal_access_tokens': listed([token(1)]) }, { shown: 'gone' }, '/groups/acme/manage/personal_access_tokens/700'],
    ['to deploy', of('gitlab.deploy-token', 'deploy-token:10', { group: 'acme', 'home id': '1' }), { 'GET /groups/1/deploy_tokens/10': () => ({ body: deployToken(10) }) }, { shown: 'live' }, '/groups/1/deploy_tokens/10'],
    ['that is a key', of('gitlab.deploy-key', 'deploy-key:30:project:12', { project: 'x', 'home id': '12' }), { 'GET /projects/12/deploy_keys/30': () => ({ body: deployKey(30) }) }, { shown: 'live' }, '/projects/12/deploy_keys/30'],
  ])('%s', async (_, target, routes, wanted, path) => expect(await look(target, routes)).toMatchObject({ looked: wanted, sent: [path] })) // prettier-ignore
  test('of a person of an instance', async () => {
    const routes = { 'GET /personal_access_tokens/700': (() => ({ body: token(700, { active: false }) })) as Route }
    expect(await look(of('gitlab.personal-token', 'token:700', {}), routes, {})).toMatchObject({ looked: { shown: 'disabled' }, sent: ['/personal_access_tokens/700'] }) // prettier-ignore
  })
  test.each<[string, Readonly<Record<string, Route>>, object]>([
    [
      'gone, to an administrator',
      { 'GET /personal_access_tokens': listed([token(1)]), 'GET /deploy_tokens': listed([]) },
      { shown: 'gone' },
    ],
    [
      'not shown, to whoever sees their own alone',
      { 'GET /personal_access_tokens': listed([token(1)]), 'GET /deploy_tokens': () => ({ status: 403 }) },
      { why: 'not-permitted' },
    ],
  ])('of a person of an instance: %s', async (_, routes, wanted) =>
    expect(await look(of('gitlab.personal-token', 'token:700', {}), routes, {})).toMatchObject({ looked: wanted }),
  )
  test.each([
    ['of no known project', of('gitlab.project-token', 'token:110', {})],
    ['with an id that is none', of('gitlab.project-token', 'token:../x', { 'home id': '11' })],
  ])('%s it cannot be told, and nothing is sent', async (_, target) =>
    expect(await look(target, {})).toMatchObject({ looked: { shown: 'cannot-tell' }, sent: [] }),
  )
})

test.each<[string, string, number | null, string, boolean]>([
  ['of a maintainer', 'gitlab.group-token', 40, 'https://gitlab.com/api/v4', true],
  ['of an owner', 'gitlab.group-token', 50, 'https://gitlab.com/api/v4', false],
  ['of a role that is not told', 'gitlab.group-token', null, 'https://gitlab.com/api/v4', false],
  ['of a project', 'gitlab.project-token', 50, 'https://gitlab.example.com/api/v4', true],
  ['that is a key, on GitLab.com', 'gitlab.deploy-key', null, 'https://gitlab.com/api/v4', true],
  ['that is a key, elsewhere', 'gitlab.deploy-key', null, 'https://gitlab.example.com/api/v4', false],
  ['of a person', 'gitlab.personal-token', null, 'https://gitlab.com/api/v4', false],
  ['of a service account', 'gitlab.service-account-token', null, 'https://gitlab.com/api/v4', false],
])('a token %s is confined by the group’s list, or not', async (_, kind, access, baseUrl, confined) => {
  const settings = (await connectorOf('gitlab')).settings.parse({ baseUrl, group: 'acme' }) as Parameters<typeof isConfined>[1]
  const permissions = { scheme: 'gitlab.scopes', stated: { names: ['api'], within: 'group', access } }
  expect(isConfined({ kind, permissions } as unknown as Sighting, settings)).toBe(confined)
}) // prettier-ignore

describe('a page without a word of the next', () => {
  const page = (query: string, rows: number, headers: Record<string, string> = {}) =>
    next({ url: new URL(`https://gitlab.example.com/api/v4/x?${query}`), answer: { data: [], headers }, rows, call: 'GET /x' })
  test.each<[string, string, number, Record<string, string>, string | null]>([
    ['is the last where it is not full', 'per_page=2', 1, {}, null],
    ['is gone on after where it is full', 'per_page=2&page=3', 2, {}, 'https://gitlab.example.com/api/v4/x?per_page=2&page=4'],
    ['is the last where keyset paging is not full', 'per_page=2&pagination=keyset', 1, {}, null],
    ['is gone on after where keyset paging is full', 'per_page=2&pagination=keyset&order_by=name&sort=asc', 2, {}, 'https://gitlab.example.com/api/v4/x?per_page=2&order_by=name&sort=asc&page=2'],
    ['is gone on after where keyset paging is full further on', 'per_page=2&pagination=keyset&id_after=7', 2, {}, 'https://gitlab.example.com/api/v4/x?per_page=2&id_after=7&page=2'],
    ['is the last where keyset paging came by a link that names its place alone', 'per_page=2&pagination=keyset&cursor=eyJ9', 2, {}, null],
    ['is the last where GitLab says so', 'per_page=2', 2, { 'x-next-page': '' }, null],
    ['is the last where its links name none', 'per_page=2', 2, { link: '<https://gitlab.example.com/api/v4/x?page=1>; rel="first"' }, null],
  ])('%s', (_, query, rows, headers, wanted) => expect(page(query, rows, headers)).toBe(wanted))
  test('is none where the word cannot be read', () => expect(() => page('per_page=2', 2, { 'x-next-page': 'soon' })).toThrow(/cannot be read/))
}) // prettier-ignore

describe('service accounts of subgroups', () => {
  const ofSub = `${v4}/groups/2/service_accounts`
  const saw = ({ seen, gaps }: Awaited<ReturnType<typeof pull>>) => ({
    gaps: gaps.map(({ object, why }) => [object, why]),
    ids: idsOf(seen).filter((id) => id.startsWith('token:5')),
    whole: seen.some((one) => one.see === 'covered' && one.kinds?.includes('gitlab.service-account-token')),
    others: tokenOf(seen, 'token:100') !== undefined,
  })
  const object = 'GitLab service accounts of subgroups'
  test.each<[string, Readonly<Record<string, Route>>, object]>([
    ['are none in an older GitLab, which lists none', { [ofSub]: listed([]) }, { gaps: [], ids: ['token:500'], whole: true }],
    ['are a gap where they are refused', { [ofSub]: () => ({ status: 403, body: {} }) }, { gaps: [[object, 'not-permitted']], ids: ['token:500'], whole: false }],
    ['are a gap where they are refused with 401, which ends nothing else', { [ofSub]: () => ({ status: 401, body: {} }) }, { gaps: [[object, 'not-permitted']], ids: ['token:500'], whole: false }],
    ['are a gap where they are not found', { [ofSub]: () => ({ status: 404, body: {} }) }, { gaps: [[object, 'not-found']], ids: ['token:500'], whole: false }],
    ['are not all where a list is none', { [ofSub]: () => ({ body: { message: 'hello' } }) }, { gaps: [[object, 'malformed']], ids: ['token:500'], whole: false }],
    ['are read where those of the top-level group are refused, and are not all', { [`${v4}/groups/acme/service_accounts`]: () => ({ status: 403, body: {} }) }, { gaps: [['GitLab service accounts', 'not-permitted']], ids: ['token:510', 'token:511', 'token:512'], whole: false }],
    ['are not all where tokens of one of them are refused', { [`${ofSub}/52/personal_access_tokens`]: () => ({ status: 403, body: {} }) }, { gaps: [['GitLab tokens of service accounts', 'not-permitted']], ids: ['token:500', 'token:510', 'token:511', 'token:512'], whole: false }],
  ])('%s', async (_, changed, wanted) => expect(saw(await pull(asGroup, changed))).toEqual({ ...wanted, others: true })) // prettier-ignore
})

test('service accounts that are refused with 401 end nothing else', async () => {
  const { gaps, seen } = await pull(asGroup, { [`${v4}/groups/acme/service_accounts/50/personal_access_tokens`]: () => ({ status: 401, body: {} }) })
  expect(gaps).toMatchObject([{ object: 'GitLab tokens of service accounts', why: 'not-permitted' }])
  expect(tokenOf(seen, 'token:100')).toBeDefined()
}) // prettier-ignore

test('the acting token is another one, of another user', async () => {
  const server = await smallServer((request, response) => {
    const who = request.headers['private-token']
    response.writeHead(who === 'glpat-none' ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ user_id: who === 'glpat-c' ? 2 : 1, scopes: who === 'glpat-c' ? ['api'] : ['read_api'], token: canary }))
  })
  const { actions, settings: schema } = await connectorOf('gitlab')
  const parsed = schema.parse({ baseUrl: `${server.url}/api/v4` })
  const same = (acts: string) => actions?.sameAsReading(parsed, { token: 'glpat-a' }, { token: acts }, quietWorld())
  expect(await same('glpat-a')).toContain('the token that reads')
  expect(await same('glpat-b')).toContain('the user who reads')
  expect([await same('glpat-c'), await same('glpat-none')]).toEqual([null, null])
  const states = async (acts: string) =>
    (await actions?.test(parsed, { token: acts }, quietWorld()).then((rows) => rows.map(({ state }) => state))) ?? []
  expect(await states('glpat-c')).toEqual(['granted', 'granted', 'cannot-tell'])
  expect(await states('glpat-b')).toEqual(['granted', 'missing', 'cannot-tell'])
  await server.close()
})

test.each([
  [{ group: 'acme/web' }],
  [{ baseUrl: 'https://gitlab.example.com' }],
  [{ baseUrl: 'https://x:y@gitlab.example.com/api/v4' }],
  [{ group: 'acme', token: 'x' }],
])('settings that cannot be right are refused: %j', async (settings) => {
  expect((await connectorOf('gitlab')).settings.safeParse(settings).success).toBe(false)
})
