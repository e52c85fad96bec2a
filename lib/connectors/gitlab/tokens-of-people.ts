import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import type { Reads } from '../rest/api.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireHandle, wireText } from '../wire.ts'
import { GitLabId, next, pageSize, pathId, readList, type Reading } from './api.ts'
import type { User } from './people.ts'
import type { Settings } from './settings.ts'
import { AccessToken, personalSighting, type Home, type PersonReach } from './sightings.ts'

const query = { state: 'active', per_page: pageSize }

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
    query,
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

const ServiceAccount = z.object({ id: GitLabId, username: WireHandle, name: wireText(300).nullish() })

/** Service accounts of the group, each with its tokens. */
export async function* serviceAccounts(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { settings, api, world } = reading
  const kinds = ['gitlab.service-account-token']
  const path = `/groups/${pathId(settings.group ?? '')}/service_accounts`
  const fix = 'It takes a token of an owner of the top-level group, and a GitLab that lists them (17.11 or later).'
  const tokens = new Each('GitLab tokens of service accounts', fix, kinds)
  const listing = readListing(reading, from, {
    object: 'GitLab service accounts',
    path,
    query: { per_page: pageSize },
    schema: ServiceAccount,
    next,
    fix,
    kinds: [],
    async *observe(accounts): AsyncGenerator<Observation> {
      for (const account of accounts) {
        const at = `${path}/${account.id}/personal_access_tokens`
        const rows = await tokens.read(api, { path: at, query, schema: AccessToken, next })
        const home: Home = { within: 'service account', id: account.id, path: settings.group ?? '' }
        const user = { ...account, state: null, bot: true, is_admin: null, is_auditor: null, email: null, public_email: null }
        const call = 'GET /groups/{id}/service_accounts/{user}/personal_access_tokens'
        for (const row of rows ?? [])
          yield { see: 'token', token: personalSighting(row, user, { kind: 'gitlab.service-account-token', call, at, home }, world.now) }
      }
    },
  })
  let whole = false
  for await (const observation of tellingBefore(listing, [tokens])) {
    // What was read before a kill is not known to have been whole.
    if (observation.see === 'covered') whole = observation.kinds !== undefined && from.page === 0
    yield observation
  }
  yield* tokens.end(whole)
}
