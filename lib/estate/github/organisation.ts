import { company } from '../company.ts'
import { day } from '../habit.ts'
import type { View } from '../view.ts'
import { repositoryAt, repositoryCount } from './repository.ts'
import { orgAccount } from './account.ts'
import { githubTime } from './time.ts'

const publicOnes = new WeakMap<View['state'], { total: number; open: number }>()

/** The organisation; a member is not told how many private repositories it has, nor its plan. */
export function organisationJson(view: View, base: string, owner: boolean): object {
  const total = repositoryCount(view)
  let counted = publicOnes.get(view.state)
  if (counted?.total !== total) {
    let open = 0
    for (let index = 0; index < total; index++) if (!repositoryAt(view, index).private) open += 1
    counted = { total, open }
    publicOnes.set(view.state, counted)
  }
  const url = `${base}/orgs/${company.org}`
  return {
    ...orgAccount(base),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    description: 'Freight, forwarded.',
    name: company.name,
    email: `hello@${company.domain}`,
    is_verified: true,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: counted.open,
    public_gists: 0,
    followers: 12,
    following: 0,
    created_at: githubTime(view.epoch - 3_300 * day),
    updated_at: githubTime(view.epoch - 12 * day),
    archived_at: null,
    type: 'Organization',
    ...(owner
      ? {
          total_private_repos: total - counted.open,
          owned_private_repos: total - counted.open,
          two_factor_requirement_enabled: true,
          billing_email: `billing@${company.domain}`,
          plan: {
            name: 'enterprise',
            space: 976_562_499,
            private_repos: 999_999,
            filled_seats: view.sizes.people,
            seats: view.sizes.people,
          },
        }
      : {}),
  }
}
