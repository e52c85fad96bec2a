import { canariesIn, secretSearch, type Secret } from '../bin/testing/secret-search.ts'
import { cast } from './cast.ts'
import { demoDocument, githubToken } from './demo-credential.ts'
import { expect, test } from './fixtures.ts'

/** What the make-believe company tells whoever reads it, and what it is read with: none of it may be on a page, or in what builds one. */
async function secretsOfTheCompany(): Promise<Secret[]> {
  const { baseUrl, org } = cast().github
  const demo = await demoDocument()
  const headers = { authorization: `Bearer ${await githubToken()}` }
  const read = async (path: string) => (await fetch(`${baseUrl}${path}`, { headers })).text()
  const repositories = await read(`/orgs/${org}/repos?per_page=100`)
  const keys = await Promise.all(
    (JSON.parse(repositories) as { name: string }[]).slice(0, 40).map(({ name }) => read(`/repos/${org}/${name}/keys`)),
  )
  return canariesIn([demo, repositories, ...keys, await read(`/orgs/${org}/credential-authorizations?per_page=100`)].join(' '))
}

/** A page, and the same as a browser that is there already asks for it. */
const readers: readonly Record<string, string>[] = [{}, { rsc: '1' }]

test('no page shows a secret, neither to a reader nor to a browser', async ({ admin }) => {
  const secrets = await secretsOfTheCompany()
  expect(new Set(secrets.map(({ name }) => name)).size).toBeGreaterThan(3)
  const search = secretSearch(secrets)
  await admin.goto('/tokens')
  const links = async (pattern: RegExp) => {
    const hrefs = await admin.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    return [...new Set(hrefs)].filter((href) => pattern.test(href)).slice(0, 12)
  }
  const pages = ['/', '/tokens', '/tokens/issuers', '/coverage', ...(await links(/^\/tokens\/[0-9a-f-]{36}$/))]
  await admin.goto('/sources')
  pages.push('/sources', ...(await links(/^\/sources\/[0-9a-f-]{36}$/)))
  expect(pages.length).toBeGreaterThan(8)
  const asked = [
    ...pages.flatMap((path) => readers.map((headers) => ({ path, headers }))),
    ...['/api/v1/tokens', '/api/v1/tokens.csv'].map((path) => ({ path, headers: {} })),
  ]
  for (const { path, headers } of asked) {
    const answer = await admin.request.get(path, { headers })
    expect(answer.status(), path).toBe(200)
    const text = `${JSON.stringify(answer.headers())}${await answer.text()}`
    expect([...search(text)], path).toEqual([])
  }
  // The same search sees one that is there.
  expect(search(`a page with ${secrets[0]?.random} in it`).size).toBe(1)
})
