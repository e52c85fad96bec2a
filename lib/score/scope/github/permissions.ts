import type { Grant, Level, Rating, Reach } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { GitHubPermissionsStated } from '../../../model/permission-statement.ts'
import type { GitHubRepositories } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'
import { permissionLevels } from './permission-levels.ts'
import type { Realm } from './permission-levels.ts'

type Group = 'organization' | 'repository' | 'other' | 'app'

/** Where a permission that we do not know is taken to reach, by the group that GitHub put it in; an App's map has no groups. */
const realmOfUnlisted: Record<Group, Realm> = {
  organization: 'organization',
  repository: 'repositories',
  other: 'organization',
  app: 'organization',
}

const groups: readonly Group[] = ['organization', 'repository', 'other', 'app']

/**
 * What a fine-grained token or an App installation may do: its permissions by our table, as far as the repositories it was
 * given or its organisation. A permission that GitHub made after the table counts as administration, a write or a read of settings, by
 * its value, and a note says so.
 */
export function rateGitHubPermissions(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = GitHubPermissionsStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What GitHub stated of its permissions cannot be read.'], dataVersion)
  const stated = parsed.data
  if (groups.every((group) => stated[group] === undefined)) return unknownRating(['GitHub did not state its permissions.'], dataVersion)
  const notes = new Set<string>()
  const grants = groups.flatMap((group) =>
    Object.entries(stated[group] ?? {}).flatMap(([name, value]) => grantOf(group, name, value, stated.repositories, notes)),
  )
  if (grants.length === 0) grants.push(publicOnly)
  return ratingOf(grants, [...notes].slice(0, 10), dataVersion)
}

const publicOnly: Grant = {
  level: 1,
  reach: 1,
  service: 'github',
  action: 'none',
  resource: 'public repositories',
  conditions: [],
  source: 'permission',
  because: 'No permission is granted: it sees what is public.',
}

function grantOf(group: Group, name: string, value: string, repositories: GitHubRepositories, notes: Set<string>): Grant[] {
  const word = value.toLowerCase()
  if (word === 'none') return []
  const writes = word !== 'read'
  if (writes && word !== 'write' && word !== 'admin')
    notes.add(`${shown(name, 100)}: "${shown(value, 50)}" is not a value that we know; it counts as write.`)
  const listed = Object.hasOwn(permissionLevels, name) ? permissionLevels[name] : undefined
  const level: Level = listed ? (writes ? listed.write : listed.read) : word === 'admin' ? 6 : writes ? 4 : 2
  if (!listed)
    notes.add(
      `${shown(name, 100)} is not in our list of GitHub permissions; it counts as ${word === 'admin' ? 'administration' : writes ? 'a write' : 'a read of settings'}.`,
    )
  // GitHub says which group a token's permission is in, and that holds before our table; an App's map does not say.
  const realm =
    group === 'organization' ? 'organization' : group === 'repository' ? 'repositories' : (listed?.realm ?? realmOfUnlisted[group])
  const far = reachOf(realm, repositories, notes)
  return [
    {
      level,
      reach: far.reach,
      service: 'github',
      action: shown(`${name}: ${value}`),
      resource: shown(far.resource),
      conditions: [],
      source: 'permission',
      because: `${writes ? 'It changes' : 'It reads'} ${listed?.because ?? 'something that our list does not have'}; ${far.says}.`,
    },
  ]
}

type Far = { reach: Reach; resource: string; says: string }

const fixed: Record<Exclude<Realm, 'repositories'>, Far> = {
  organization: { reach: 4, resource: 'the organisation', says: 'everywhere in the organisation' },
  user: { reach: 3, resource: 'its user’s account', says: 'in all of its user’s account' },
  enterprise: { reach: 4, resource: 'the enterprise', says: 'in every organisation of the enterprise' },
}

function reachOf(realm: Realm, { selection, count, names }: GitHubRepositories, notes: Set<string>): Far {
  if (realm !== 'repositories') return fixed[realm]
  const named = names && names.length > 0 ? `${names.slice(0, 3).join(', ')}${(count ?? names.length) > 3 ? ', …' : ''}` : null
  if (selection === 'all') return { reach: 3, resource: 'all repositories', says: 'in every repository of its owner' }
  if (selection === 'not-reported') {
    notes.add('GitHub did not say which repositories it reaches; it counts as all of them.')
    return { reach: 3, resource: 'repositories not reported', says: 'in every repository, as GitHub does not say which' }
  }
  if (selection === 'none') return { reach: 1, resource: 'no repository', says: 'with no repository to use it on' }
  if (count === 1) return { reach: 1, resource: named ?? 'one repository', says: 'in one repository' }
  return {
    reach: 2,
    resource: named ?? 'selected repositories',
    says: count === undefined ? 'in selected repositories' : `in ${count} selected repositories`,
  }
}
