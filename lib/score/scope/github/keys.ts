import type { Rating } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { GitHubDeployKeyStated, GitHubSshKeyStated } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'

/** A deploy key: the code of one repository, read only or not. */
export function rateGitHubDeployKey(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = GitHubDeployKeyStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What GitHub stated of this deploy key cannot be read.'], dataVersion)
  const { readOnly, repository } = parsed.data
  return ratingOf(
    [
      {
        level: readOnly ? 3 : 4,
        reach: 1,
        service: 'github',
        action: readOnly ? 'git pull' : 'git push',
        resource: shown(repository),
        conditions: [],
        source: 'deploy key',
        because: readOnly ? 'It reads the code of one repository.' : 'It reads and changes the code of one repository.',
      },
    ],
    [],
    dataVersion,
  )
}

/** A user's own SSH key: git as that user, in every repository that the user reaches. It cannot use the API. */
export function rateGitHubSshKey(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = GitHubSshKeyStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What GitHub stated of this key cannot be read.'], dataVersion)
  return ratingOf(
    [
      {
        level: 4,
        reach: 3,
        service: 'github',
        action: 'git push',
        resource: `everything that ${shown(parsed.data.user, 100)} reaches`,
        conditions: [],
        source: 'SSH key',
        because: 'It reads and changes code as its user, in every repository that its user reaches.',
      },
    ],
    ['A user’s key cannot be limited: what its user may not do is the only limit.'],
    dataVersion,
  )
}
