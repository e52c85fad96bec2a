import { describe, expect, test } from 'vitest'
import type { LeakSighting } from '../../model/leak.ts'
import { connectorOf } from '../registry.ts'
import { canary, conforms, gapsOf, type Route } from '../rest/testing/conformance.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { kindOf } from './detectors.ts'

/** As GitGuardian's own tests recorded one, with a canary wherever something could open or betray the secret. */
const incident = (id: number, more: object = {}) => ({
  id,
  date: '2026-11-10T13:19:59.005564Z',
  detector: { name: 'slack_bot_token', display_name: 'Slack Bot Token', nature: 'specific', family: 'apikey', detector_group_name: 'slackbot_token', detector_group_display_name: 'Slack Bot Token' },
  secret_id: 70_000 + id,
  secret_hash: canary,
  hmsl_hash: canary,
  gitguardian_url: `https://dashboard.gitguardian.com/workspace/42/incidents/${id}`,
  regression: false,
  status: 'TRIGGERED',
  occurrences_count: 2,
  secret_presence: { files_requiring_code_fix: 1, files_pending_merge: 1, files_fixed: 1, outside_vcs: 1, removed_outside_vcs: 0, in_vcs: 3, removed_in_vcs: 0 },
  ignore_reason: null,
  secret_revoked: false,
  severity: 'high',
  validity: 'valid',
  share_url: `https://dashboard.gitguardian.com/share/incidents/${canary}`,
  tags: ['DEFAULT_BRANCH'],
  custom_tags: [{ id: 'x', key: 'team', value: 'payments' }],
  assignee_email: canary,
  feedback_list: [{ answers: [{ text: canary }] }],
  ...more,
}) // prettier-ignore
const occurrence = (more: object = {}) => ({
  id: 4421,
  incident_id: 1,
  kind: 'realtime',
  source: { id: 6531, full_name: 'acme/api', type: 'github', url: 'https://github.com/acme/api', visibility: 'private' },
  author_name: canary,
  author_info: canary,
  date: '2026-11-09T12:40:55Z',
  url: 'https://github.com/acme/api/commit/d670460b4b',
  matches: [{ name: 'apikey', indice_start: 32, indice_end: 79, post_line_start: 7, post_line_end: 7, match: canary }],
  tags: [],
  sha: 'd670460b4b4aece5915caf5c68d12f560a9fe3e4',
  presence: 'present',
  filepath: 'ci/deploy.env',
  ...more,
})

/** In pages of two, by a cursor in the Link header. */
const listed = (rows: readonly unknown[]): Route => ({ query, base }) => {
  const from = Number(query.get('cursor') ?? 0)
  const headers: Record<string, string> = from + 2 < rows.length ? { link: `<${base}/v1/incidents/secrets?cursor=${from + 2}&per_page=100>; rel="next"` } : {}
  return { body: rows.slice(from, from + 2), headers }
} // prettier-ignore
const detail =
  (id: number, occurrences: readonly unknown[]): Route =>
  ({ query }) => ({
    body: { ...incident(id), occurrences: query.get('with_occurrences') === '20' ? occurrences : [] },
  })

const list = 'GET /v1/incidents/secrets'
const routes: Readonly<Record<string, Route>> = {
  [list]: listed([
    incident(1),
    incident(2, { status: 'RESOLVED', validity: 'invalid', secret_revoked: true }),
    incident(3, { status: 'ASSIGNED' }),
  ]),
  'GET /v1/incidents/secrets/1': detail(1, [
    occurrence(),
    occurrence({ presence: 'removed', filepath: null, sha: null, url: null, matches: [] }),
  ]),
  'GET /v1/incidents/secrets/3': detail(3, []),
}
const settings = (base: string) => ({ baseUrl: `${base}/v1`, workspace: 42 })

conforms({
  kind: 'gitguardian',
  settings,
  credential: { apiKey: canary },
  routes,
  tokens: [],
  listings: [
    {
      route: list,
      object: 'GitGuardian incidents',
      kinds: [],
      goesOn: (n, base) => ({
        body: [incident(n, { status: 'RESOLVED' })],
        headers: { link: `<${base}/v1/incidents/secrets?cursor=2>; rel="next"` },
      }),
      foreign: (elsewhere) => ({ body: [], headers: { link: `<${elsewhere}/v1/incidents/secrets?cursor=2>; rel="next"` } }),
    },
  ],
})

async function pull(changed: Readonly<Record<string, Route>> = {}, more: object = {}) {
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', server.url)
    const said = { ...routes, ...changed }[`${request.method} ${url.pathname}`]?.({ query: url.searchParams, headers: {}, body: '', base: server.url }) ?? { status: 404, body: {} }
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers }).end(JSON.stringify(said.body))
  })
  const gitguardian = await connectorOf('gitguardian')
  const parsed = gitguardian.settings.parse({ ...settings(server.url), ...more })
  const seen = await gather(gitguardian.observe(parsed, { apiKey: 'key-key-key' }, quietWorld(), null))
  const checks = await gitguardian.test(parsed, { apiKey: 'key-key-key' }, quietWorld())
  await server.close()
  const leaks = seen.flatMap((one) => (one.see === 'leak' ? [one.leak] : []))
  return { seen, leaks, checks, gaps: gapsOf(seen), asked: server.asked, actions: gitguardian.actions }
} // prettier-ignore
const one = async (more: object, idTag?: string): Promise<LeakSighting | undefined> =>
  (await pull({ [list]: listed([incident(1, more)]) }, idTag === undefined ? {} : { idTag })).leaks[0]

describe('incidents', () => {
  test('are leaks, with where they lie, and no tokens', async () => {
    const { seen, leaks, asked, checks, actions } = await pull()
    expect(leaks[0]).toEqual({
      key: 'incident:1',
      detector: 'GitGuardian: Slack Bot Token',
      kind: 'slack.bot-token',
      reference: null,
      tail: null,
      fingerprint: null,
      repository: 'acme/api',
      foundAt: new Date('2026-11-10T13:19:59.005Z'),
      stillValid: 'yes',
      secretSeen: true,
      places: [
        {
          in: 'acme/api: ci/deploy.env line 7, commit d670460b4b',
          at: new Date('2026-11-09T12:40:55Z'),
          url: 'https://github.com/acme/api/commit/d670460b4b',
        },
        { in: 'acme/api: its history (removed since)', at: new Date('2026-11-09T12:40:55Z'), url: null },
      ],
      placeCount: 2,
      finderSays: 'Severity high.',
      finderClosed: false,
    })
    expect(leaks.map(({ key, finderClosed }) => [key, finderClosed])).toEqual([
      ['incident:1', false],
      ['incident:2', true],
      ['incident:3', false],
    ])
    // A closed one costs no call; what is not told where it lies leads to GitGuardian.
    expect(asked.some(({ path }) => path.includes('/secrets/2'))).toBe(false)
    expect(leaks[1]?.places).toEqual([
      { in: 'GitGuardian, incident 2', at: null, url: 'https://dashboard.gitguardian.com/workspace/42/incidents/2' },
    ])
    expect(seen.some(({ see }) => see === 'token')).toBe(false)
    expect([checks.map(({ state }) => state), actions]).toEqual([['granted'], undefined])
    expect(asked.every(({ headers }) => headers.authorization === 'Token key-key-key')).toBe(true)
  })

  test.each<[string, object, Partial<LeakSighting>]>([
    ['that do not work any more', { validity: 'invalid' }, { stillValid: 'no' }],
    ['that could not be checked', { validity: 'failed_to_check' }, { stillValid: 'not-reported' }],
    ['that have no checker', { validity: 'no_checker' }, { stillValid: 'not-reported' }],
    ['of a validity never heard of', { validity: { state: 'new' } }, { stillValid: 'not-reported' }],
    [
      'that were resolved and said to be revoked',
      { status: 'RESOLVED', secret_revoked: true, severity: 'unknown' },
      { finderClosed: true, finderSays: 'Resolved at GitGuardian, where somebody said that it was revoked.' },
    ],
    [
      'that were ignored',
      { status: 'IGNORED', ignore_reason: 'test_credential' },
      { finderClosed: true, finderSays: 'Severity high. Ignored at GitGuardian as “test credential”.' },
    ],
    [
      'that are public as well',
      { tags: ['PUBLICLY_LEAKED'], severity: null },
      { finderSays: 'GitGuardian found it in public as well.' },
    ],
    ['of a detector without a kind', { detector: { name: 'generic_high_entropy_secret' } }, { kind: null, detector: 'GitGuardian: generic_high_entropy_secret' }],
    ['in many places', { occurrences_count: 800 }, { placeCount: 800 }],
  ])('%s', async (_, more, wanted) => expect(await one(more)).toMatchObject(wanted)) // prettier-ignore

  test('whose places cannot be read are leaks all the same, and that is a gap', async () => {
    const { leaks, gaps } = await pull({ 'GET /v1/incidents/secrets/1': () => ({ status: 403, body: {} }) })
    expect(leaks[0]).toMatchObject({ places: [{ in: 'GitGuardian, incident 1' }], repository: null })
    expect(gaps).toMatchObject([{ object: 'GitGuardian occurrences', why: 'not-permitted' }])
  })
  test('of another workspace are refused', async () => {
    const other = incident(9, { gitguardian_url: 'https://dashboard.gitguardian.com/workspace/43/incidents/9', status: 'RESOLVED' })
    const { leaks, gaps } = await pull({ [list]: listed([other]) })
    expect([leaks, gaps.map(({ why }) => why)]).toEqual([[], ['inconsistent']])
  })
  test.each([
    ['without a date', { date: null }],
    ['without a detector', { detector: null }],
  ])('%s are a gap', async (_, more) => {
    const { leaks, gaps } = await pull({ [list]: listed([incident(1, more)]) })
    expect([leaks, gaps.map(({ why }) => why)]).toEqual([[], ['malformed']])
  })
})

describe('the id that people wrote into a custom tag', () => {
  const tagged = (value: string | null) => ({ custom_tags: [{ id: 'a', key: 'Token-ID', value }] })
  test('matches the leak, where the settings name the tag', async () => {
    expect((await one(tagged('AKIAIOSFODNN7EXAMPLE'), 'token-id'))?.reference).toBe('AKIAIOSFODNN7EXAMPLE')
    expect((await one(tagged('token:90001'), 'token-id'))?.reference).toBe('token:90001')
  })
  test.each([
    ['is not read unless it was agreed on', tagged('AKIAIOSFODNN7EXAMPLE'), undefined],
    ['of another key is not it', tagged('AKIAIOSFODNN7EXAMPLE'), 'owner'],
    ['is none where it is empty', tagged(null), 'token-id'],
    ['is none where it is a secret', tagged('ghp_0123456789abcdefghijABCDEFGHIJ'), 'token-id'],
    ['is none where it is a sentence', tagged('ask Ana about it'), 'token-id'],
  ])('%s', async (_, more, idTag) => expect((await one(more, idTag))?.reference).toBeNull())
})

test.each([
  ['aws_iam', 'aws.access-key'],
  ['github_token', 'github.pat.classic'],
  ['github_fine_grained_token', 'github.pat.fine-grained'],
  ['gitlab_token', 'gitlab.personal-token'],
  ['slackbot_token', 'slack.bot-token'],
  ['openai_apikey_v2', 'openai.api-key'],
  ['generic_password', null],
  ['private_key_openssh', null],
  ['datadog_personal_access_token', 'datadog.personal-access-token'],
  ['datadog_service_access_token', 'datadog.service-access-token'],
])('%s finds %s', (detector, kind) => expect(kindOf(detector)).toBe(kind))

test.each([[{}], [{ workspace: 'acme' }], [{ workspace: 1, baseUrl: 'ftp://x' }], [{ workspace: 1, idTag: 'a\nb' }]])(
  'settings that cannot be right are refused: %j',
  async (more) => expect((await connectorOf('gitguardian')).settings.safeParse(more).success).toBe(false),
)
