import { company, type Person } from '../company.ts'

/** The organisation where GitHub shows it as an account. */
export function orgAccount(base: string): object {
  return account(base, company.org, company.orgId, 'Organization')
}

/** A person where GitHub shows one. */
export function userAccount(base: string, person: Person): object {
  return account(base, person.login, 9_000_000 + person.index, 'User')
}

function account(base: string, login: string, id: number, type: 'User' | 'Organization'): object {
  const url = `${base}/users/${login}`
  return {
    login,
    id,
    node_id: `${type === 'User' ? 'U' : 'O'}_kgDO${id.toString(36)}`,
    avatar_url: `https://avatars.github.example/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.example/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  }
}
