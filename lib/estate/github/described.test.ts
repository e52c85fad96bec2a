import { createRequire } from 'node:module'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startEstate } from '../estate.ts'

const estate = await startEstate({ tokens: 900, seed: 7, now: new Date('2026-11-24T00:00:00Z') })
afterAll(() => estate.close())

type Described = { paths: Record<string, { get: { responses: Record<string, { content: Record<string, { schema: object }> }> } }> }
const described = createRequire(import.meta.url)('@octokit/openapi/generated/ghec.deref.json') as Described

/** GitHub's own description of what a path answers. */
function schemaOf(path: string): z.ZodType {
  const schema = described.paths[path]?.get.responses['200']?.content['application/json']?.schema
  if (!schema) throw new Error(`GitHub does not describe ${path}.`)
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0], { defaultTarget: 'openapi-3.0' })
}

const { org } = estate
const ask = async (path: string): Promise<unknown> => {
  const answer = await fetch(estate.githubUrl + path, { headers: { authorization: `Bearer ${estate.githubCredential.token}` } })
  expect(answer.status).toBe(200)
  return answer.json()
}
const [token] = ((await ask(`/orgs/${org}/personal-access-tokens?per_page=100`)) as { id: number; repository_selection: string }[]).filter(
  (one) => one.repository_selection === 'subset',
)

describe('every answer is what GitHub describes', () => {
  it.each([
    ['/orgs/{org}', `/orgs/${org}`],
    ['/orgs/{org}/repos', `/orgs/${org}/repos?per_page=100`],
    ['/orgs/{org}/personal-access-tokens', `/orgs/${org}/personal-access-tokens?per_page=100`],
    ['/orgs/{org}/personal-access-tokens/{pat_id}/repositories', `/orgs/${org}/personal-access-tokens/${token?.id}/repositories`],
    ['/orgs/{org}/personal-access-token-requests', `/orgs/${org}/personal-access-token-requests`],
    ['/orgs/{org}/credential-authorizations', `/orgs/${org}/credential-authorizations?per_page=100`],
    ['/repos/{owner}/{repo}/keys', `/repos/${org}/ledger/keys`],
    ['/orgs/{org}/installations', `/orgs/${org}/installations?per_page=100`],
    ['/orgs/{org}/secret-scanning/alerts', `/orgs/${org}/secret-scanning/alerts?per_page=100&hide_secret=true`],
    ['/orgs/{org}/actions/secrets', `/orgs/${org}/actions/secrets`],
    ['/orgs/{org}/actions/secrets/{secret_name}/repositories', `/orgs/${org}/actions/secrets/RELEASE_SIGNING_KEY/repositories`],
    ['/orgs/{org}/dependabot/secrets', `/orgs/${org}/dependabot/secrets`],
    ['/orgs/{org}/codespaces/secrets', `/orgs/${org}/codespaces/secrets`],
    ['/orgs/{org}/agents/secrets', `/orgs/${org}/agents/secrets`],
    ['/repos/{owner}/{repo}/actions/secrets', `/repos/${org}/ledger/actions/secrets`],
    ['/repos/{owner}/{repo}/environments', `/repos/${org}/ledger/environments`],
    ['/repos/{owner}/{repo}/environments/{environment_name}/secrets', `/repos/${org}/ledger/environments/staging%2Feu/secrets`],
    ['/repos/{owner}/{repo}/actions/oidc/customization/sub', `/repos/${org}/card-vault/actions/oidc/customization/sub`],
    ['/orgs/{org}/actions/oidc/customization/sub', `/orgs/${org}/actions/oidc/customization/sub`],
    ['/orgs/{org}/actions/runners', `/orgs/${org}/actions/runners`],
    ['/orgs/{org}/actions/runner-groups', `/orgs/${org}/actions/runner-groups`],
    ['/orgs/{org}/installation', `/orgs/${org}/installation`],
    ['/rate_limit', '/rate_limit'],
  ])('%s', async (path, asked) => {
    const answer = await ask(asked)
    if (Array.isArray(answer) && !path.endsWith('requests')) expect(answer.length).toBeGreaterThan(0)
    const read = schemaOf(path).safeParse(answer)
    expect(read.error?.issues.slice(0, 5) ?? []).toEqual([])
  })

  it('a wrong field would be seen', () => {
    expect(schemaOf('/repos/{owner}/{repo}/keys').safeParse([{ id: 'one' }]).success).toBe(false)
  })
})
