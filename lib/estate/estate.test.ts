import { afterEach, describe, expect, it } from 'vitest'
import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListServiceSpecificCredentialsCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListUsers,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { Octokit } from '@octokit/core'
import { createAppAuth } from '@octokit/auth-app'
import { startEstate, type Estate, type EstateOptions } from './estate.ts'

const now = new Date('2026-11-24T00:00:00Z')
const open: Estate[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((estate) => estate.close()))
})

async function estateOf(options: Partial<EstateOptions> = {}): Promise<Estate> {
  const estate = await startEstate({ tokens: 600, seed: 7, now, ...options })
  open.push(estate)
  return estate
}

const iamOf = (estate: Estate, credentials = estate.awsCredential) =>
  new IAMClient({ region: 'us-east-1', endpoint: estate.awsUrl, credentials, maxAttempts: 1 })
const octokitOf = (estate: Estate, auth = estate.githubCredential.token) => new Octokit({ baseUrl: estate.githubUrl, auth })

/** Rows of a listing, by the links that the answers give. */
async function rowsOf<T>(octokit: Octokit, path: string, perPage = 100): Promise<T[]> {
  const rows: T[] = []
  for (let next: string | undefined = `${path}?per_page=${perPage}`; next;) {
    const answer: { data: unknown; headers: { link?: string } } = await octokit.request(`GET ${next}`)
    rows.push(...(answer.data as T[]))
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1]
  }
  return rows
}

async function gather<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(page)
  return all
}

/** Everything IAM tells of keys, users and service credentials, read as a client of the real one would. */
async function readAws(estate: Estate, pageSize = 100) {
  const client = iamOf(estate)
  const users = (await gather(paginateListUsers({ client, pageSize }, {}))).flatMap((page) => page.Users ?? [])
  const keys = []
  for (const { UserName } of users) keys.push(...((await client.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata ?? []))
  const services = (await client.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 1_000 }))).ServiceSpecificCredentials ?? [] // prettier-ignore
  return { users, keys, services }
}

describe('AWS', () => {
  it('counts what it lists, page by page and at once', async () => {
    const estate = await estateOf()
    const { users, keys, services } = await readAws(estate, 17)
    const counts = estate.control.counts()
    expect(keys).toHaveLength(counts.accessKeys)
    expect(services).toHaveLength(counts.serviceCredentials)
    expect(new Set(keys.map((key) => key.AccessKeyId)).size).toBe(keys.length)
    expect(new Set(users.map((user) => user.UserName)).size).toBe(users.length)
    const client = iamOf(estate)
    const small = await gather(paginateGetAccountAuthorizationDetails({ client, pageSize: 13 }, {}))
    const large = await gather(paginateGetAccountAuthorizationDetails({ client, pageSize: 1_000 }, {}))
    const flat = (pages: typeof small) => ({
      users: pages.flatMap((page) => page.UserDetailList ?? []),
      groups: pages.flatMap((page) => page.GroupDetailList ?? []),
      roles: pages.flatMap((page) => page.RoleDetailList ?? []),
      policies: pages.flatMap((page) => page.Policies ?? []),
    })
    expect(flat(small)).toEqual(flat(large))
    expect(flat(large).users.map((user) => user.UserName)).toEqual(users.map((user) => user.UserName))
    const names = new Set(flat(large).policies.map((policy) => policy.Arn))
    for (const { AttachedManagedPolicies = [] } of [...flat(large).users, ...flat(large).roles])
      for (const { PolicyArn } of AttachedManagedPolicies) expect(names).toContain(PolicyArn)
    for (const { AssumeRolePolicyDocument } of flat(large).roles)
      expect(JSON.parse(decodeURIComponent(AssumeRolePolicyDocument!))).toHaveProperty('Statement')
  })

  it('makes a credential report that is not there, then in progress, then agrees with the listings', async () => {
    const estate = await estateOf()
    const client = iamOf(estate)
    await expect(client.send(new GetCredentialReportCommand({}))).rejects.toMatchObject({ name: 'CredentialReportNotPresentException', $metadata: { httpStatusCode: 410 } }) // prettier-ignore
    expect((await client.send(new GenerateCredentialReportCommand({}))).State).toBe('STARTED')
    await expect(client.send(new GetCredentialReportCommand({}))).rejects.toMatchObject({ name: 'CredentialReportNotReadyException' })
    const report = await client.send(new GetCredentialReportCommand({}))
    const lines = Buffer.from(report.Content!).toString().trim().split('\n')
    expect(lines[0]!.split(',')).toHaveLength(22)
    const { users, keys } = await readAws(estate)
    expect(lines).toHaveLength(users.length + 2)
    const active = lines.slice(1).flatMap((line) => [line.split(',')[8], line.split(',')[13]]).filter((cell) => cell === 'true') // prettier-ignore
    expect(active).toHaveLength(keys.filter((key) => key.Status === 'Active').length + 1)
  })

  it('knows the last use of every key, and nothing of another', async () => {
    const estate = await estateOf({ tokens: 60 })
    const client = iamOf(estate)
    const { keys } = await readAws(estate)
    for (const { AccessKeyId, UserName, CreateDate } of keys) {
      const use = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))
      expect(use.UserName).toBe(UserName)
      if (use.AccessKeyLastUsed?.LastUsedDate) expect(use.AccessKeyLastUsed.LastUsedDate >= CreateDate!).toBe(true)
    }
    await expect(client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }))).rejects.toThrow()
  })

  it.each([
    ['an unknown key', { accessKeyId: 'AKIANOBODYKNOWSTHIS1', secretAccessKey: 'x' }, 'InvalidClientTokenId'],
    ['a wrong secret', { accessKeyId: 'AKIAFHINVENTORYREADR', secretAccessKey: 'x' }, 'SignatureDoesNotMatch'],
  ])('refuses %s', async (_, credentials, name) => {
    const estate = await estateOf({ tokens: 40 })
    await expect(iamOf(estate, credentials).send(new ListAccessKeysCommand({}))).rejects.toMatchObject({ name })
    const sts = new STSClient({ region: 'us-east-1', endpoint: estate.awsUrl, credentials, maxAttempts: 1 })
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name })
  })

  it('tells who one is without rights, and nothing else', async () => {
    const estate = await estateOf({ tokens: 40 })
    const credentials = estate.awsCredentialWithoutRights
    const sts = new STSClient({ region: 'us-east-1', endpoint: estate.awsUrl, credentials })
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(estate.account)
    await expect(iamOf(estate, credentials).send(new ListAccessKeysCommand({ UserName: 'ci-deploy' }))).rejects.toMatchObject({ name: 'AccessDenied' }) // prettier-ignore
  })
})

describe('GitHub', () => {
  it('counts what it lists, page by page and at once', async () => {
    const estate = await estateOf()
    const { org } = estate
    const octokit = octokitOf(estate)
    const counts = estate.control.counts()
    const pats = (perPage: number) =>
      rowsOf<{ id: number; repository_selection: string }>(octokit, `/orgs/${org}/personal-access-tokens`, perPage)
    const [small, large] = [await pats(7), await pats(100)]
    expect(small).toEqual(large)
    expect(large).toHaveLength(counts.fineGrained)
    const authorizations = await rowsOf<{ login: string }>(octokit, `/orgs/${org}/credential-authorizations`)
    expect(authorizations).toHaveLength(counts.credentials)
    const { login } = authorizations[0]!
    const whereLogin = async (asked: string) =>
      (await octokit.request('GET /orgs/{org}/credential-authorizations', { org, login: asked, per_page: 100 })).data as { login: string }[]
    const ofLogin = await whereLogin(login.toUpperCase())
    expect(ofLogin).toEqual(authorizations.filter((row) => row.login === login))
    expect(ofLogin.length).toBeLessThan(authorizations.length)
    expect(await whereLogin('nobody-of-that-name')).toEqual([])
    const repositories = await rowsOf<{ name: string }>(octokit, `/orgs/${org}/repos`)
    const keys: { id: number }[] = []
    for (const { name } of repositories) keys.push(...(await rowsOf<{ id: number }>(octokit, `/repos/${org}/${name}/keys`)))
    expect(keys).toHaveLength(counts.deployKeys)
    expect(new Set(keys.map((key) => key.id)).size).toBe(keys.length)
    const { data } = await octokit.request('GET /orgs/{org}', { org })
    expect(data.public_repos + (data.total_private_repos ?? 0)).toBe(repositories.length)
    expect(new Set(repositories.map(({ name }) => name)).size).toBe(repositories.length)
    for (const token of large.filter((one) => one.repository_selection === 'subset')) {
      const reached = await octokit.request('GET /orgs/{org}/personal-access-tokens/{pat_id}/repositories', { org, pat_id: token.id })
      expect(reached.data.length).toBeGreaterThan(0)
    }
  })

  it('answers as GitHub does: pages of at most 100, links to itself, ETags, limits', async () => {
    const estate = await estateOf({ tokens: 2_000 })
    const octokit = octokitOf(estate)
    const first = await octokit.request('GET /orgs/{org}/personal-access-tokens', { org: estate.org, per_page: 500 })
    expect(first.data).toHaveLength(100)
    expect(first.headers.link).toContain(`<${estate.githubUrl}/organizations/`)
    expect(first.headers['x-ratelimit-remaining']).toBe('14999')
    const again = octokit.request('GET /orgs/{org}/personal-access-tokens', { org: estate.org, per_page: 500, headers: { 'if-none-match': first.headers.etag! } }) // prettier-ignore
    await expect(again).rejects.toMatchObject({ status: 304 })
  })

  it('refuses beyond the hour’s requests where it is told to', async () => {
    const estate = await estateOf({ tokens: 40, githubHourly: 2, enforceRateLimit: true })
    const octokit = octokitOf(estate)
    const ask = () => octokit.request('GET /orgs/{org}', { org: estate.org })
    await ask()
    await ask()
    await expect(ask()).rejects.toMatchObject({ status: 403, response: { headers: { 'x-ratelimit-remaining': '0' } } })
  })

  it.each([
    ['nobody', 'x', '/orgs/fernhollow', 401],
    ['an owner, for fine-grained tokens', 'owner', '/orgs/fernhollow/personal-access-tokens', 403],
    ['a member, for deploy keys', 'member', '/repos/fernhollow/ledger/keys', 404],
    ['everybody, for another organisation', 'token', '/orgs/octo-org', 404],
  ])('refuses %s', async (_, who, path, status) => {
    const estate = await estateOf({ tokens: 40 })
    const known: Record<string, string> = {
      owner: estate.githubOwnerCredential.token,
      member: estate.githubMemberCredential.token,
      token: estate.githubCredential.token,
    }
    await expect(octokitOf(estate, known[who] ?? who).request(`GET ${path}`)).rejects.toMatchObject({ status })
  })

  it('mints an installation token for an App that signs with its key', async () => {
    const estate = await estateOf({ tokens: 40 })
    const auth = estate.githubApp()
    const octokit = new Octokit({ baseUrl: estate.githubUrl, authStrategy: createAppAuth, auth })
    const { data } = await octokit.request('GET /orgs/{org}/personal-access-tokens', { org: estate.org })
    expect(data.length).toBe(estate.control.counts().fineGrained)
  })

  it('answers the fields that a GraphQL query asks for', async () => {
    const estate = await estateOf({ tokens: 40 })
    const query =
      'query ($org: String!) { organization(login: $org) { on: ipAllowListEnabledSetting ipAllowListEntries(first: 100) { nodes { isActive allowListValue } } } }'
    const { organization } = await octokitOf(estate).graphql<{ organization: Record<string, unknown> }>(query, { org: estate.org })
    expect(Object.keys(organization)).toEqual(['on', 'ipAllowListEntries'])
    expect(organization.on).toBe('ENABLED')
    await expect(octokitOf(estate).graphql(query, { org: 'octo-org' })).rejects.toThrow('Could not resolve')
  })
})
