import type { Level, Rating } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { GitLabScopesStated } from '../../../model/permission-statement.ts'
import { rateNamed, type NamedLevel, type NamedTable } from '../named.ts'
import { unknownRating } from '../rating.ts'

/** GitLab's roles, by its numbers: what a scope lets its holder do depends on the role it is used with. */
const roles = [
  [30, 'below Developer'],
  [40, 'Developer'],
  [50, 'Maintainer'],
] as const

/** Levels of a scope: for a role below Developer, for Developer, for Maintainer, and for Owner or a role that is not told. */
type ByRole = { levels: readonly [Level, Level, Level, Level]; because: string; reach?: NamedLevel['reach'] }

const flat = (level: Level, because: string, reach?: NamedLevel['reach']): ByRole => ({
  levels: [level, level, level, level],
  because,
  ...(reach && { reach }),
})

/**
 * GitLab's scopes of access and deploy tokens ("Personal access token scopes", "Deploy token scopes" of its documentation). Maintainers
 * read values of CI/CD variables, which is others' credentials; owners decide who may do what.
 */
const scopes: Readonly<Record<string, ByRole>> = {
  api: { levels: [4, 4, 5, 6], because: 'it reads and changes everything that its role may' },
  read_api: {
    levels: [3, 3, 5, 5],
    because: 'it reads everything that its role may, values of CI/CD variables among it from Maintainer on',
  },
  write_repository: { levels: [3, 4, 4, 4], because: 'it reads and changes code' },
  read_repository: flat(3, 'it reads code'),
  read_registry: flat(3, 'it pulls images'),
  write_registry: { levels: [3, 4, 4, 4], because: 'it pushes images, which others run' },
  read_package_registry: flat(3, 'it reads packages'),
  write_package_registry: { levels: [3, 4, 4, 4], because: 'it publishes packages, which others install' },
  read_virtual_registry: flat(3, 'it pulls through a virtual registry'),
  write_virtual_registry: { levels: [3, 4, 4, 4], because: 'it changes what a virtual registry hands out' },
  read_user: flat(2, 'it reads its user’s profile'),
  read_service_ping: flat(2, 'it reads figures of the instance'),
  read_observability: flat(3, 'it reads traces and logs'),
  write_observability: flat(4, 'it writes traces and logs'),
  create_runner: { levels: [2, 2, 5, 5], because: 'it makes runners, which are given the secrets of jobs' },
  manage_runner: { levels: [2, 2, 5, 5], because: 'it manages runners, which are given the secrets of jobs' },
  k8s_proxy: { levels: [3, 5, 5, 5], because: 'it calls clusters through their agents' },
  ai_features: flat(3, 'it asks GitLab’s models, with the code they see'),
  ai_workflows: { levels: [3, 4, 5, 5], because: 'it runs GitLab’s agents' },
  self_rotate: flat(4, 'it makes its own successor'),
  granular: { levels: [3, 4, 5, 6], because: 'it has permissions of its own, which are not listed here' },
  sudo: flat(6, 'it acts as any user of the instance', 4),
  admin_mode: flat(6, 'it acts as an administrator where its user is one', 4),
  openid: flat(1, 'it tells who its user is'),
  profile: flat(2, 'it reads its user’s profile'),
  email: flat(2, 'it reads its user’s address'),
}

/** A person reaches what they are let into; administrators and auditors of an instance everything in it, and so may one of whom it is not told. */
const within = {
  project: 1,
  group: 2,
  'top-level group': 3,
  'service account': 3,
  user: 3,
  administrator: 4,
  auditor: 4,
  'user whose rights are not told': 4,
} as const

function tableFor(access: number | null): NamedTable {
  const at = access === null ? 3 : roles.findIndex(([below]) => access < below)
  const column = at < 0 ? 3 : at
  const names = Object.entries(scopes).map(([name, { levels, because, reach }]): [string, NamedLevel] => [
    name,
    { level: levels[column] ?? 6, because, ...(reach && { reach }) },
  ])
  return { provider: 'GitLab', service: 'gitlab', names: Object.fromEntries(names), within }
}

/** What its ratings rest on, for the version of what is rated by it. */
export const gitlabData: unknown = [scopes, roles, within]

/** Scopes of a token, with the role it is used with, where GitLab tells it. */
export function rateGitLabScopes(json: Json, document: unknown, dataVersion: string): Rating {
  const parsed = GitLabScopesStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What GitLab stated of its permissions cannot be read.'], dataVersion)
  const { access, ...stated } = parsed.data
  const rating = rateNamed(tableFor(access))(stated, document, dataVersion)
  const role = access === null ? null : (roles.find(([below]) => access < below)?.[1] ?? 'Owner')
  if (role) return { ...rating, notes: [...rating.notes, `Its role there is ${role} (${access}).`] }
  // What works only with keys and registries has no role of its own.
  return rating
}
