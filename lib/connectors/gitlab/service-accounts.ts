import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { WireHandle, wireText } from '../wire.ts'
import { activeTokens, GitLabId, next, pageSize, pathId, type Reading } from './api.ts'
import { AccessToken, personalSighting, type Home } from './sightings.ts'

const ServiceAccount = z.object({ id: GitLabId, username: WireHandle, name: wireText(300).nullish() })
type ServiceAccount = z.infer<typeof ServiceAccount>

const kind = 'gitlab.service-account-token'
const fix =
  'It takes a token of an owner of the top-level group, and a GitLab that lists them (17.11 or later; before 18.11 with Premium or Ultimate).'
const paged = { per_page: pageSize }

/**
 * The tokens of a group's service accounts. GitLab lists an account with the one group that it was made in, be it the top-level group or, from
 * 18.10 on, a subgroup: all of them were seen only where every group of both was read.
 */
export class ServiceAccounts {
  /** Of each subgroup; an older GitLab answers an empty list. */
  readonly ofSubgroups = new Each('GitLab service accounts of subgroups', fix)
  readonly tokens = new Each('GitLab tokens of service accounts', fix, [kind])
  #topIsWhole = false

  /** The accounts of the top-level group, each with its tokens. */
  async *ofTopLevel(reading: Reading, from: Place): AsyncGenerator<Observation> {
    const group = reading.settings.group ?? ''
    const path = `/groups/${pathId(group)}/service_accounts`
    const account = { path, group, home: null }
    const listing = readListing(reading, from, {
      object: 'GitLab service accounts',
      path,
      query: paged,
      schema: ServiceAccount,
      next,
      fix,
      kinds: [],
      observe: (accounts) => this.#tokensOf(reading, accounts, account),
    })
    for await (const observation of tellingBefore(listing, [this.tokens])) {
      // What was read before a kill is not known to have been whole.
      if (observation.see === 'covered') this.#topIsWhole = observation.kinds !== undefined && from.page === 0
      yield observation
    }
    yield* this.tokens.pending()
  }

  /** The accounts of one subgroup, with their tokens. */
  async ofSubgroup(reading: Reading, { id, path: group }: Pick<Home, 'id' | 'path'>): Promise<Observation[]> {
    const path = `/groups/${id}/service_accounts`
    const accounts = await this.ofSubgroups.read(reading.api, { path, query: paged, schema: ServiceAccount, next })
    return await Array.fromAsync(this.#tokensOf(reading, accounts ?? [], { path, group, home: id }))
  }

  /** What could not be seen, once the subgroups were gone through. `whole`: none of them was left out. */
  *end(whole: boolean): Generator<Observation> {
    yield* this.ofSubgroups.end(whole)
    yield* this.tokens.end(whole && this.#topIsWhole && !this.ofSubgroups.failed)
  }

  async *#tokensOf({ api, world }: Reading, accounts: readonly ServiceAccount[], { path, group, home }: { path: string; group: string; home: string | null }): AsyncGenerator<Observation> {
    const call = 'GET /groups/{id}/service_accounts/{user}/personal_access_tokens'
    for (const account of accounts) {
      const at = `${path}/${account.id}/personal_access_tokens`
      const rows = await this.tokens.read(api, { path: at, query: activeTokens, schema: AccessToken, next })
      const user = { ...account, state: null, bot: true, is_admin: null, is_auditor: null, email: null, public_email: null }
      const of: Home = { within: 'service account', id: account.id, path: group }
      for (const row of rows ?? []) {
        const token = personalSighting(row, user, { kind, call, at, home: of }, world.now)
        // Only the group that an account is of answers for its tokens.
        yield { see: 'token', token: home === null ? token : { ...token, tags: { ...token.tags, 'home id': home } } }
      }
    }
  } // prettier-ignore
}
