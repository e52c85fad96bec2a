import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import type { Reads } from '../rest/api.ts'
import { tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { activeTokens, next, pathId, readList, type Reading } from './api.ts'
import type { User } from './people.ts'
import type { Settings } from './settings.ts'
import { AccessToken, personalSighting, type Home, type PersonReach } from './sightings.ts'

/**
 * Every personal token of an instance, those of bots among them. GitLab answers to whoever is no administrator with their own alone, and
 * without a word: so it is asked first for what only administrators are shown.
 */
export async function* instanceTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const object = 'GitLab personal access tokens'
  const fix = 'It takes a token of an administrator with read_api (and admin_mode, where Admin Mode is on): GitLab shows others their own tokens only.'
  try {
    await asAdministrator(reading.api)
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, fix) }
    return
  }
  yield* personal(reading, from, { object, fix, path: '/personal_access_tokens', kinds: ['gitlab.personal-token', 'gitlab.service-account-token'] })
} // prettier-ignore

/** Personal tokens of those whose accounts belong to the group. */
export async function* enterpriseTokens(reading: Reading, from: Place): AsyncGenerator<Observation> {
  yield* personal(reading, from, {
    object: 'GitLab personal access tokens of enterprise users',
    fix: 'It takes GitLab Ultimate on GitLab.com and a token of an owner of the group. Leave it out of the settings where it is not to be read.',
    path: `/groups/${pathId(reading.settings.group ?? '')}/manage/personal_access_tokens`,
    kinds: ['gitlab.personal-token'],
  })
}

/** What only administrators are shown. Throws CallError for whoever is none. */
export async function asAdministrator(api: Reads): Promise<void> {
  await readList(api, '/deploy_tokens')
}

type Asked = { object: string; fix: string; path: string; kinds: readonly string[] }

async function* personal(reading: Reading, from: Place, { object, fix, path, kinds }: Asked): AsyncGenerator<Observation> {
  const { people, world } = reading
  const call = `GET ${path}`
  const listing = readListing(reading, from, {
    object,
    path,
    query: activeTokens,
    schema: AccessToken,
    next,
    fix,
    kinds,
    async *observe(rows): AsyncGenerator<Observation> {
      for (const row of rows) {
        const user = row.user_id ? await people.user(row.user_id) : null
        const home: Home = {
          within: withinOf(user, reading.settings),
          id: row.user_id ?? '',
          path: user?.username ?? `user ${row.user_id ?? 'not told'}`,
        }
        const kind = user?.bot ? 'gitlab.service-account-token' : 'gitlab.personal-token'
        yield { see: 'token', token: personalSighting(row, user, { kind, call, at: path, home }, world.now) }
      }
    },
  })
  yield* tellingBefore(listing, [people])
}

/** What a person may reach. Of an instance its administrators are told to administrators; those who are in a group of GitLab.com are none. */
function withinOf(user: User | null, { group }: Settings): PersonReach {
  if (user?.is_admin) return 'administrator'
  if (user?.is_auditor) return 'auditor'
  return group !== undefined || user?.is_admin === false ? 'user' : 'user whose rights are not told'
}
