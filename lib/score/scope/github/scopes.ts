import type { Grant, Rating } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { GitHubScopesStated } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'
import { scopeLevels } from './scope-levels.ts'
import type { ScopeLevel } from './scope-levels.ts'

const publicOnly: ScopeLevel = { level: 1, reach: 1, because: 'no scope is granted: it sees what is public' }

/**
 * What a classic or OAuth token may do, by its scopes. Where its user is an owner of the organisation, what reaches all of
 * the user's repositories reaches the whole organisation.
 */
export function rateGitHubScopes(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = GitHubScopesStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What GitHub stated of its scopes cannot be read.'], dataVersion)
  const { scopes, userIsOwner } = parsed.data
  if (scopes === null) return unknownRating(['GitHub did not say which scopes it has.'], dataVersion)
  const notes = new Set<string>()
  const names = [...new Set(scopes.map((scope) => scope.trim().toLowerCase()).filter((scope) => scope !== ''))]
  const grants = names.map((name) => grantOf(name, known(name, notes), userIsOwner === true))
  if (grants.length === 0) grants.push(grantOf('no scope', publicOnly, false))
  if (userIsOwner === undefined && grants.some(({ reach }) => reach === 3))
    notes.add('Whether its user owns the organisation is not known; where it does, this reaches all of it.')
  return ratingOf(grants, [...notes].slice(0, 10), dataVersion)
}

function known(name: string, notes: Set<string>): ScopeLevel {
  const listed = Object.hasOwn(scopeLevels, name) ? scopeLevels[name] : undefined
  if (listed) return listed
  const reads = name.startsWith('read:')
  const admin = name.startsWith('admin:') || name.includes('admin')
  notes.add(
    `${shown(name, 100)} is not in our list of GitHub scopes; it counts as ${admin ? 'administration' : reads ? 'a read of settings' : 'a write'}.`,
  )
  return { level: admin ? 6 : reads ? 2 : 4, reach: admin ? 4 : 3, because: 'it is not in our list and counts by its name' }
}

function grantOf(name: string, { level, reach, because }: ScopeLevel, userIsOwner: boolean): Grant {
  const wide = userIsOwner && reach === 3
  return {
    level,
    reach: wide ? 4 : reach,
    service: 'github',
    action: shown(name),
    resource: wide || reach === 4 ? 'the organisation' : reach === 3 ? 'everything its user reaches' : 'its user’s account',
    conditions: [],
    source: 'scope',
    because: `${shown(name, 100)}: ${because}${wide ? ', and its user owns the organisation' : ''}.`,
  }
}
