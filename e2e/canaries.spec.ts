import { openDb } from '../lib/db/db.ts'
import { canariesIn, secretSearch, type Secret } from '../bin/testing/secret-search.ts'
import { expect, test } from './fixtures.ts'

/** What the make-believe company tells whoever reads it, and what it is read with: none of it may be on a page, or in what builds one. */
async function secretsOfTheCompany(): Promise<Secret[]> {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const sources = await db.prisma.source.findMany({ where: { demo: true }, select: { kind: true, settings: true } })
  await db.close()
  const { baseUrl, org } = sources.find(({ kind }) => kind === 'github')?.settings as { baseUrl: string; org: string }
  const demo = await (await fetch(new URL('/_estate/demo', baseUrl))).text()
  const [given] = (JSON.parse(demo) as { sources: { kind: string; credential: { token: string } }[] }).sources.filter(
    ({ kind }) => kind === 'github',
  )
  const headers = { authorization: `Bearer ${given?.credential.token}` }
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
    // The same search sees one that is there.
    expect(search(`${text} ${secrets[0]?.random}`).size, path).toBe(1)
  }
})
