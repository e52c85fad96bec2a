import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { gather, quietWorld } from '../testing/quiet-world.ts'
import { github } from './connector.ts'
import { describedGitHub } from './testing/described-github.ts'

const root = path.join(import.meta.dirname, '../../..')
const nothing = { rotationEnforcedSeconds: null, popVerified: false, consumers: [], storage: 'not-reported', prohibited: false } as const
const authorizations = 'GET /orgs/{org}/credential-authorizations'

const authorized = (
  id: number,
  login: string,
  kind: string,
  name: string,
  lastEight: string,
  scopes: readonly string[] | null,
  at: [authorized: string, used: string, ends: string],
) => ({
  ...nothing,
  externalId: `authorization:${id}`,
  kind,
  name,
  displayId: `…${lastEight.slice(-4)}`,
  lastEight,
  lifecycle: 'active',
  issuedAt: { atLeastSince: at[0] },
  lastUsed: { at: at[1] },
  expires: { fixed: at[2] },
  binding: 'bearer',
  permissions: scopes ? { scheme: 'github.scopes', stated: { scopes } } : 'not-reported',
  ownerHints: [{ how: 'handle', value: `github:${login}`, says: `${authorizations} login` }],
  tags: {},
  evidence: {
    issuedAt: `${authorizations} credential_authorized_at`,
    expires: `${authorizations} authorized_credential_expires_at`,
    lastUsed: `${authorizations} credential_accessed_at`,
    permissions: `${authorizations} scopes`,
    binding: `${authorizations} credential_type`,
  },
  disable: `DELETE /orgs/octocat/credential-authorizations/${id} (GitHub asks its owner to make a new one and to authorise that)`,
  revoke: `DELETE /orgs/octocat/credential-authorizations/${id} ends its access to the organisation; the owner deletes the credential itself`,
})

/** Every token in the examples of GitHub's description, with exactly the fields that the connector gives it, as JSON. */
const table = [
  {
    ...nothing,
    externalId: 'pat:98716',
    kind: 'github.pat.fine-grained',
    name: 'Some Token',
    lifecycle: 'active',
    issuedAt: { atLeastSince: '2023-05-16T15:47:09.000Z' },
    expires: { fixed: '2023-11-16T15:47:09.000Z' },
    lastUsed: 'never',
    binding: 'bearer',
    permissions: {
      scheme: 'github.permissions',
      stated: { organization: { members: 'read' }, repository: { metadata: 'read' }, repositories: { selection: 'all' } },
    },
    ownerHints: [{ how: 'handle', value: 'github:octocat', says: 'GET /orgs/{org}/personal-access-tokens owner.login' }],
    tags: {},
    evidence: {
      issuedAt: 'GET /orgs/{org}/personal-access-tokens access_granted_at',
      expires: 'GET /orgs/{org}/personal-access-tokens token_expires_at',
      lastUsed: 'GET /orgs/{org}/personal-access-tokens token_last_used_at',
      permissions: 'GET /orgs/{org}/personal-access-tokens permissions, repository_selection',
      binding: 'GitHub documentation: sent as a bearer token',
    },
    disable:
      'deny it in the organisation: POST /orgs/octocat/personal-access-tokens/25381 with action "revoke" (approval can be asked for again)',
    revoke:
      'POST /orgs/octocat/personal-access-tokens/25381 with action "revoke" ends its access here; only its owner or GitHub can end the token itself',
  },
  authorized(
    161195,
    'octocat',
    'github.pat.classic',
    'personal access token of octocat',
    '71c3fc11',
    ['user', 'repo'],
    ['2011-01-26T19:06:43.000Z', '2011-01-26T19:06:43.000Z', '2011-02-25T19:06:43.000Z'],
  ),
  authorized(
    161196,
    'hubot',
    'github.pat.classic',
    'personal access token of hubot',
    'Ae178B4a',
    ['repo'],
    ['2019-03-29T19:06:43.000Z', '2019-04-15T19:06:43.000Z', '2019-04-28T19:06:43.000Z'],
  ),
  authorized(
    161197,
    'octocat',
    'github.oauth-token',
    'OAuth app token of octocat',
    '9f2c4d1e',
    ['repo', 'read:org'],
    ['2023-05-15T19:06:43.000Z', '2023-05-16T19:06:43.000Z', '2023-06-14T19:06:43.000Z'],
  ),
  authorized(161198, 'hubot', 'github.app-user-token', 'GitHub app token of hubot', '3b7a0c52', null, [
    '2023-05-15T19:06:43.000Z',
    '2023-05-16T19:06:43.000Z',
    '2023-06-14T19:06:43.000Z',
  ]),
  {
    ...nothing,
    externalId: 'authorization:161199',
    kind: 'github.ssh-key',
    name: 'my ssh key',
    lifecycle: 'active',
    issuedAt: { atLeastSince: '2023-05-15T19:06:43.000Z' },
    expires: 'never',
    lastUsed: { at: '2023-05-16T19:06:43.000Z' },
    binding: 'keyed-asym',
    permissions: { scheme: 'github.user-ssh-key', stated: { user: 'octocat' } },
    ownerHints: [{ how: 'handle', value: 'github:octocat', says: `${authorizations} login` }],
    tags: {},
    evidence: {
      issuedAt: `${authorizations} credential_authorized_at`,
      expires: 'GitHub documentation: SSH keys have no expiry',
      lastUsed: `${authorizations} credential_accessed_at`,
      permissions: `${authorizations} credential_type: git as its user`,
      binding: `${authorizations} credential_type`,
    },
    disable: 'DELETE /orgs/octocat/credential-authorizations/161199 (GitHub asks its owner to make a new one and to authorise that)',
    revoke:
      'DELETE /orgs/octocat/credential-authorizations/161199 ends its access to the organisation; the owner deletes the credential itself',
  },
  {
    ...nothing,
    externalId: 'deploy-key:1',
    kind: 'github.deploy-key',
    name: 'octocat@octomac (octocat/Hello-World)',
    lifecycle: 'active',
    issuedAt: '2014-12-10T15:53:42.000Z',
    expires: 'never',
    lastUsed: { at: '2022-01-10T15:53:42.000Z' },
    binding: 'keyed-asym',
    permissions: { scheme: 'github.deploy-key', stated: { repository: 'octocat/Hello-World', readOnly: true } },
    ownerHints: [{ how: 'handle', value: 'github:octocat', says: 'GET /repos/{owner}/{repo}/keys added_by' }],
    tags: { repository: 'octocat/Hello-World' },
    evidence: {
      issuedAt: 'GET /repos/{owner}/{repo}/keys created_at',
      expires: 'GitHub documentation: deploy keys have no expiry',
      lastUsed: 'GET /repos/{owner}/{repo}/keys last_used',
      permissions: 'GET /repos/{owner}/{repo}/keys read_only',
      binding: 'GitHub documentation: an SSH key pair; the private half can be copied',
    },
    revoke: 'DELETE /repos/octocat/Hello-World/keys/1',
  },
]

const byId = <T extends { externalId: string }>(rows: readonly T[]) => [...rows].sort((a, b) => a.externalId.localeCompare(b.externalId))

describe('GitHub by its own description', () => {
  let server: Awaited<ReturnType<typeof describedGitHub>>
  beforeAll(async () => {
    server = await describedGitHub()
  })
  afterAll(() => server.close())

  test('standdown pull prints every token of the examples, with exactly these fields', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'standdown-pull-'))
    const settings = path.join(folder, 'source.json')
    await writeFile(settings, JSON.stringify({ org: 'octocat', baseUrl: server.url }))
    const program = `import('./bin/standdown.ts').then(({ default: run }) => run(${JSON.stringify(['pull', '--kind', 'github', '--settings', settings])})).then((code) => { process.exitCode = code })`
    const env = { ...process.env, STANDDOWN_GITHUB_TOKEN: 'CNRY-github-token-00000000000000000000000000000000' }
    const { stdout, stderr, code } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: root, env })
      .then((out) => ({ ...out, code: 0 }))
      .catch((error: { stdout: string; stderr: string; code: number }) => error)
    await rm(folder, { recursive: true })
    const printed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sighting)
    expect(byId(printed)).toEqual(byId(table))
    expect([code, stderr]).toEqual([0, expect.stringContaining('7 tokens, 1 issuer, 1 leak (--json shows them); complete')])
    expect(stdout + stderr).not.toContain('CNRY')
  })

  test('Apps are issuers of one-hour tokens', async () => {
    const seen = await observe(server.url)
    const issuers = seen.flatMap((one) => (one.see === 'issuer' ? [one.issuer] : []))
    expect(issuers).toMatchObject([
      { externalId: 'installation:25381', kind: 'github.app', name: 'github-actions', maxLifeSeconds: 3_600, mintedBinding: 'bearer' },
    ])
  })

  test('secrets stored for CI, subjects and runners are read, where they are asked for', async () => {
    const asked = { storedSecrets: ['actions', 'dependabot', 'codespaces', 'agents'], storedSecretsOf: 'environments', runners: true }
    const seen = await observe(server.url, 'octocat', asked)
    const stored = seen.flatMap((one) => (one.see === 'token' && one.token.kind.startsWith('github.stored-secret') ? [one.token] : []))
    expect(seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))).toEqual([])
    expect(stored.map(({ externalId, issuedAt, tags }) => [externalId, (issuedAt as Date).toISOString().slice(0, 10), tags['repositories'] ?? null])).toEqual([
      ['secret:actions:organisation:GIST_ID', '2020-01-10', 'all that are private'],
      ['secret:actions:organisation:DEPLOY_TOKEN', '2020-01-10', 'all'],
      ['secret:actions:organisation:GH_TOKEN', '2020-01-10', 'octocat/Hello-World'],
      ['secret:dependabot:organisation:MY_ARTIFACTORY_PASSWORD', '2021-12-10', 'all that are private'],
      ['secret:dependabot:organisation:NPM_TOKEN', '2021-12-10', 'all'],
      ['secret:dependabot:organisation:GH_TOKEN', '2021-12-10', 'octocat/Hello-World'],
      ['secret:codespaces:organisation:GH_TOKEN', '2020-01-10', 'all'],
      ['secret:codespaces:organisation:GIST_ID', '2020-01-11', 'all'],
      ['secret:agents:organisation:GIST_ID', '2020-01-10', 'all that are private'],
      ['secret:agents:organisation:DEPLOY_TOKEN', '2020-01-10', 'all'],
      ['secret:agents:organisation:GH_TOKEN', '2020-01-10', 'octocat/Hello-World'],
      ['secret:actions:repository:1296269:GH_TOKEN', '2020-01-10', null],
      ['secret:actions:repository:1296269:GIST_ID', '2020-01-11', null],
      ['secret:dependabot:repository:1296269:AZURE_DEVOPS_PAT', '2020-01-10', null],
      ['secret:dependabot:repository:1296269:MY_ARTIFACTORY_PASSWORD', '2020-01-11', null],
      ['secret:agents:repository:1296269:GH_TOKEN', '2020-01-10', null],
      ['secret:agents:repository:1296269:GIST_ID', '2020-01-11', null],
      ['secret:actions:repository:1296269:environment:staging:GH_TOKEN', '2020-01-10', null],
      ['secret:actions:repository:1296269:environment:staging:GIST_ID', '2020-01-11', null],
    ])
    const issuers = seen.flatMap((one) => (one.see === 'issuer' && one.issuer.kind !== 'github.app' ? [[one.issuer.name, one.issuer.trusts.length]] : []))
    expect(issuers).toEqual([
      ['GitHub Actions of octocat/Hello-World', 1],
      ['GitHub Actions of octocat', 1],
      ['runners Default', 2],
      ['runners octo-runner-group', 2],
      ['runners expensive-hardware', 1],
    ])
  }) // prettier-ignore

  test('the connection test says which permissions are there', async () => {
    const checks = await github.test(github.settings.parse({ org: 'octocat', baseUrl: server.url }), { token: 'x' }, quietWorld())
    expect(checks.map(({ state }) => state)).toEqual(['granted', 'granted', 'granted', 'granted', 'granted', 'granted', 'cannot-tell'])
  })
})

test('the examples as they are: rows of other accounts are refused and told, not taken in', async () => {
  const server = await describedGitHub({ asIs: true })
  const seen = await observe(server.url, 'github')
  await server.close()
  const gaps = seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
  expect(gaps.filter(({ why }) => why === 'inconsistent').map(({ call }) => call)).toEqual([
    'GET /orgs/github/installations page 1',
    'GET /orgs/github/personal-access-tokens page 1',
    'GET /orgs/github/repos page 1',
    'GET /orgs/github/repos',
    'GET /orgs/github/secret-scanning/alerts page 1',
  ])
  expect(seen.flatMap((one) => (one.see === 'token' ? [one.token.kind] : [])).every((kind) => kind !== 'github.deploy-key')).toBe(true)
})

test('the example’s endless Link to api.github.com is not followed', async () => {
  const server = await describedGitHub({ links: true })
  const seen = await observe(server.url)
  await server.close()
  const gaps = seen.flatMap((one) => (one.see === 'gap' ? [one.gap] : []))
  expect(gaps.filter(({ says }) => says.includes('another address')).length).toBeGreaterThanOrEqual(3)
})

async function observe(baseUrl: string, org = 'octocat', more: object = {}): Promise<Observation[]> {
  return gather(github.observe(github.settings.parse({ org, baseUrl, ...more }), { token: 'x' }, quietWorld(), null))
}
