import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { listing, next } from '../google/api.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { onePage } from '../rest/paging.ts'
import type { Workspace } from './api.ts'
import { AppPassword, appPasswordSighting, Grant, grantSighting, opensMore, User } from './grants.ts'
import { issuedOf, keysOf, lastUseOf, reportsFix, useObject, type Events, type Use } from './history.ts'
import type { Settings } from './settings.ts'

export type Reading = Workspace & { world: ConnectorWorld; settings: Settings } & Events

export const usersPath = '/admin/directory/v1/users'
export const usersFix = 'Delegate admin.directory.user.readonly, and give the administrator the privilege to read users.'
export const securityFix = 'Delegate admin.directory.user.security, and give the administrator the privilege User Security Management.'

/** People asked for at once; the run's own limit on calls holds all the same. */
const together = 10
const notAsked: Use = { lastUsed: 'not-reported', byAgent: false }

type Each3 = { grants: Each; passwords: Each; uses: Each }

/** Every person with what they let in. */
export async function* users(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const each: Each3 = {
    grants: new Each('Google Workspace grants', securityFix, ['google-workspace.oauth-grant']),
    passwords: new Each('Google Workspace app passwords', securityFix, ['google-workspace.app-password']),
    uses: new Each(useObject, reportsFix),
  }
  const found = readListing({ api: listing(reading.users, 'users'), world: reading.world }, from, {
    object: 'Google Workspace users',
    path: usersPath,
    query: { customer: reading.settings.customer, maxResults: 100, projection: 'basic' },
    schema: User,
    field: 'users',
    next,
    fix: usersFix,
    kinds: [],
    async *observe(rows): AsyncGenerator<Observation> {
      for (let at = 0; at < rows.length; at += together) {
        reading.world.signal.throwIfAborted()
        for (const seen of await Promise.all(rows.slice(at, at + together).map((user) => onePerson(reading, user, each)))) yield* seen
      }
    },
  })
  let whole = false
  for await (const observation of tellingBefore(found, Object.values(each))) {
    // What was read before a kill is not known to have been whole.
    if (observation.see === 'covered') whole = observation.kinds !== undefined && from.page === 0
    yield observation
  }
  yield* each.grants.end(whole)
  yield* each.passwords.end(whole)
  yield* each.uses.end(false)
}

async function onePerson(reading: Reading, user: User, each: Each3): Promise<readonly Observation[]> {
  const { security, history, tellsUse, settings, world } = reading
  const at = `${usersPath}/${user.id}`
  const [grants, passwords] = await Promise.all([
    each.grants.read(listing(security, 'items'), { path: `${at}/tokens`, schema: Grant, field: 'items', next: onePage }),
    each.passwords.read(listing(security, 'items'), { path: `${at}/asps`, schema: AppPassword, field: 'items', next: onePage }),
  ])
  const tokens = await Promise.all(
    (grants ?? []).map(async (grant) => {
      const asked = { user: user.id, clientId: grant.clientId, each: each.uses, now: world.now }
      // One that learns only who signs in opens nothing: it is not worth a call. Nor is any where Google tells of no call at all.
      const use = tellsUse && opensMore(grant) ? await lastUseOf(reading, asked) : notAsked
      const issuedAt = issuedOf(history, keysOf({ id: user.id, email: user.primaryEmail }, grant.clientId))
      return grantSighting(grant, { user, issuedAt, use, ownProjects: settings.ownProjects })
    }),
  )
  return [...tokens, ...(passwords ?? []).map((one) => appPasswordSighting(one, user))].map((token) => ({ see: 'token', token }))
}
