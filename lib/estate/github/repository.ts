import { company, products } from '../company.ts'
import { day, hour } from '../habit.ts'
import { canary } from '../canary.ts'
import { share } from '../roll.ts'
import { everCount, type View } from '../view.ts'
import { orgAccount } from './account.ts'

export type Repository = { index: number; name: string; private: boolean; createdMs: number; pushedMs: number }

const flavours = ['', '-api', '-web', '-infra', '-lib', '-jobs', '-docs', '-tools'] as const

/** Ten repositories share four deploy keys. */
const blocks = { repositories: 10, keys: 4 }

/** How many repositories there are: enough for every deploy key that ever was. */
export function repositoryCount(view: View): number {
  return Math.ceil(everCount(view, 'deployKeys') / blocks.keys) * blocks.repositories
}

/** The deploy keys that a repository ever had: most have none, one in ten has two. */
export function deployKeysOf(repository: number): number[] {
  const first = Math.floor(repository / blocks.repositories) * blocks.keys
  switch (repository % blocks.repositories) {
    case 0:
      return [first]
    case 3:
      return [first + 1, first + 2]
    case 7:
      return [first + 3]
    default:
      return []
  }
}

/** The repository at a place of the listing. Names are products with a flavour, numbered where those run out. */
export function repositoryAt({ seed, epoch, now }: View, index: number): Repository {
  const workload = products[index % products.length]!
  const round = Math.floor(index / products.length)
  const name = `${workload.key}${flavours[round % flavours.length]}${round >= flavours.length ? `-${Math.floor(round / flavours.length) + 1}` : ''}`
  const createdMs = epoch - Math.floor((100 + share(seed, 'repository', index) * 2_000) * day)
  return { index, name, private: share(seed, 'private', index) < 0.85, createdMs, pushedMs: Math.floor((now - hour) / day) * day }
}

const numbersOf = new WeakMap<View['state'], { seen: number; byName: Map<string, number> }>()

/** The number of the repository with this name, or undefined. */
export function repositoryNamed(view: View, name: string): number | undefined {
  const total = repositoryCount(view)
  let known = numbersOf.get(view.state)
  if (known?.seen !== total) {
    known = { seen: total, byName: new Map(Array.from({ length: total }, (_, at) => [repositoryAt(view, at).name.toLowerCase(), at])) }
    numbersOf.set(view.state, known)
  }
  return known.byName.get(name.toLowerCase())
}

const templates: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
}

/** A repository as GitHub lists it ("minimal repository"). */
export function repositoryJson(view: View, index: number, base: string): object {
  const repository = repositoryAt(view, index)
  const url = `${base}/repos/${company.org}/${repository.name}`
  return {
    id: 610_000_000 + index,
    node_id: `R_kgDO${(610_000_000 + index).toString(36)}`,
    name: repository.name,
    full_name: `${company.org}/${repository.name}`,
    owner: orgAccount(base),
    private: repository.private,
    html_url: `https://github.example/${company.org}/${repository.name}`,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(templates).map(([name, rest]) => [name, url + rest])),
    visibility: repository.private ? 'private' : 'public',
    archived: false,
    disabled: false,
    default_branch: 'main',
    created_at: new Date(repository.createdMs).toISOString().replace('.000', ''),
    updated_at: new Date(repository.pushedMs).toISOString().replace('.000', ''),
    pushed_at: new Date(repository.pushedMs).toISOString().replace('.000', ''),
    // A real field, which lets its holder clone the repository for a while.
    temp_clone_token: canary(view.seed, 'github-clone-token', index),
  }
}
