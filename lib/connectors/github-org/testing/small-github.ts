import type { ServerResponse } from 'node:http'
import { smallServer, type SmallServer } from '../../testing/small-server.ts'

/** Stands in every field that could hold a secret, so that a leak anywhere is found by one search. */
export const canary = 'CNRY-small-github-00112233445566778899aabbccddeeff'
const user = (login: string) => ({ login, id: 1, gravatar_id: canary })

export const fineGrained = (number: number) => ({
  id: 1_000 + number,
  token_id: number,
  token_name: `token ${number}`,
  token: canary,
  hashed_token: canary,
  owner: user('ana'),
  repository_selection: number % 2 ? 'subset' : 'all',
  repositories_url: `https://api.github.com/organizations/77/personal-access-tokens/${1_000 + number}/repositories`,
  permissions: { organization: { members: 'read' }, repository: { contents: 'write' } },
  access_granted_at: '2026-01-02T03:04:05.000-07:00',
  token_expired: false,
  token_expires_at: number === 1 ? null : '2027-01-01T00:00:00Z',
  token_last_used_at: null,
})

export const authorization = (number: number) => ({
  login: 'ben',
  credential_id: number,
  credential_type: 'personal access token',
  token_last_eight: 'abcd1234',
  token: canary,
  credential_authorized_at: '2025-05-05T00:00:00Z',
  credential_accessed_at: null,
  authorized_credential_expires_at: null,
  authorized_credential_note: 'release script',
  scopes: ['repo'],
})

export const deployKey = (number: number, repository: string) => ({
  id: number,
  key: `ssh-ed25519 ${canary}`,
  url: `https://api.github.com/repos/acme/${repository}/keys/${number}`,
  title: `key ${number}`,
  verified: true,
  created_at: '2024-01-01T00:00:00Z',
  read_only: false,
  added_by: 'ana',
  last_used: null,
  enabled: true,
})

export const installation = {
  id: 5,
  app_id: 9,
  app_slug: 'builder',
  account: user('Acme'),
  client_secret: canary,
  permissions: { contents: 'write' },
  repository_selection: 'selected',
  created_at: '2025-01-01T00:00:00Z',
  suspended_at: null,
}
const repository = (name: string) => ({ id: 1, name, full_name: `acme/${name}`, owner: user('acme'), temp_clone_token: canary })
export const alert = (number: number) => ({
  number,
  created_at: '2026-11-20T08:00:00Z',
  html_url: `https://github.com/acme/api/security/secret-scanning/${number}`,
  state: 'open',
  resolution: null,
  secret_type: 'github_ssh_private_key',
  secret_type_display_name: 'GitHub SSH Private Key',
  secret: canary,
  validity: 'active',
  publicly_leaked: true,
  repository: repository('api'),
  first_location_detected: { path: 'ops/id_ed25519', start_line: 1, commit_sha: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567' },
})
const allowList = {
  data: {
    organization: {
      ipAllowListEnabledSetting: 'ENABLED',
      ipAllowListEntries: {
        totalCount: 1,
        pageInfo: { hasNextPage: false, endCursor: null },
        nodes: [{ isActive: true, allowListValue: '192.0.2.0/24', name: canary }],
      },
    },
  },
}

export type Route = (response: ServerResponse, page: number, base: string, login?: string | null) => void
export const json =
  (body: unknown, headers: Record<string, string> = {}, status = 200): Route =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'x-trace': canary, ...headers })
      .end(JSON.stringify(body))

/** A listing in pages of 100, as GitHub links them. */
export function paged(path: string, rows: readonly unknown[], wrap: (rows: readonly unknown[]) => unknown = (some) => some): Route {
  return (response, page, base) => {
    const next =
      page * 100 < rows.length
        ? { link: `<${base}${path}?per_page=100&page=${page + 1}>; rel="next", <${base}${path}?per_page=100&page=9>; rel="last"` }
        : undefined
    json(wrap(rows.slice((page - 1) * 100, page * 100)), next)(response, page, base)
  }
}

/** An organisation with a little of everything; `routes` puts other answers in the place of some. */
export async function smallGitHub(routes: Readonly<Record<string, Route>> = {}, prefix = ''): Promise<SmallServer> {
  const pats = Array.from({ length: 3 }, (_, index) => fineGrained(index + 1))
  const all: Record<string, Route> = {
    '/orgs/acme': json({
      login: 'Acme',
      id: 77,
      public_repos: 1,
      total_private_repos: 1,
      plan: { name: 'enterprise' },
      billing_email: canary,
    }),
    '/orgs/acme/installations': json({ total_count: 1, installations: [installation] }),
    '/orgs/acme/personal-access-tokens': paged('/orgs/acme/personal-access-tokens', pats),
    '/orgs/acme/credential-authorizations': json([authorization(1)]),
    '/orgs/acme/repos': json([repository('api'), repository('web')]),
    '/repos/acme/api/keys': json([deployKey(1, 'api'), deployKey(2, 'api')]),
    '/repos/acme/web/keys': json([]),
    '/graphql': json(allowList),
    '/orgs/acme/secret-scanning/alerts': json([alert(7)]),
    ...routes,
  }
  const server = await smallServer((request, response) => {
    // GitHub does not tell upper from lower case in the names of accounts and repositories.
    const url = new URL((request.url ?? '/').toLowerCase(), 'http://x')
    const path = url.pathname.slice(url.pathname.startsWith(prefix) ? prefix.length : 0)
    const route =
      all[path] ??
      all[url.pathname] ??
      (/personal-access-tokens\/\d+\/repositories$/.test(path) ? json([repository('api'), repository('web')]) : null)
    if (route) return route(response, Number(url.searchParams.get('page') ?? 1), server.url + prefix, url.searchParams.get('login'))
    return json({ message: `Not Found ${canary}` }, {}, 404)(response, 1, '')
  })
  return server
}
