import { z } from 'zod'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { countGap, Failures, foreignGap } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { pages, type Page } from '../http/pages.ts'
import { tellingBefore } from '../rest/each.ts'
import type { Place } from '../rest/listing.ts'
import { readRows, WireHandle, WireId, WireInstant, wireText } from '../wire.ts'
import { readListing, type Reading } from './listing.ts'
import { sameLogin } from './organisation.ts'

const object = 'GitHub deploy keys'
const fix = 'It takes the repository permission "Administration: read" on every repository.'

const Repository = z.object({
  name: z.string().regex(/^[\w.-]{1,200}$/),
  full_name: z.string().max(400),
  owner: z.object({ login: z.string() }),
})
type Repository = z.infer<typeof Repository>

/** `key` is the public half and is not needed; `url` is read only to see that the row is this repository's. */
const Wire = z.object({
  id: WireId,
  title: wireText(),
  read_only: z.boolean(),
  created_at: WireInstant,
  last_used: WireInstant.nullish(),
  added_by: WireHandle.nullish(),
  enabled: z.boolean().optional(),
  url: z.string().optional(),
})
type Wire = z.infer<typeof Wire>

/** Deploy keys of every repository of the organisation, one call (or more) a repository. */
export async function* deployKeys(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { org } = reading
  const failures = new Failures(object, fix)
  const path = `/orgs/${org.login}/repos`
  let keys = 0
  const listing = readListing(reading, from, {
    object: 'GitHub repositories',
    path,
    schema: Repository,
    fix: 'It takes the repository permission "Metadata: read" on every repository.',
    kinds: [],
    async *observe(rows, page): AsyncGenerator<Observation> {
      const ours = rows.filter((row) => sameLogin(row.owner.login, org.login))
      if (ours.length < rows.length)
        yield { see: 'gap', gap: foreignGap('GitHub repositories', page.call, rows.length - ours.length, org.login) }
      // A few at a time, so that a page of repositories does not wait in memory for its slowest, and failures are noticed early.
      for (let at = 0; at < ours.length && !failures.hopeless; at += 10) {
        const some = await Promise.all(ours.slice(at, at + 10).map((repository) => keysOf(reading, repository, failures)))
        for (const observation of some.flat()) {
          if (observation.see === 'token') keys += 1
          yield observation
        }
      }
      if (failures.hopeless) throw hopeless(page)
    },
    atEnd: (seen) =>
      org.repositories !== null && seen < org.repositories ? countGap('GitHub repositories', `GET ${path}`, org.repositories, seen) : null,
  })
  let whole = false
  for await (const observation of tellingBefore(listing, [failures])) {
    // What was read before a kill is not known to have been whole.
    if (observation.see === 'covered') whole = observation.kinds !== undefined && from.page === 0
    yield observation
  }
  yield* failures.rest()
  if (whole && !failures.any) yield { see: 'covered', object, seen: keys, kinds: ['github.deploy-key'] }
}

async function keysOf({ github, org }: Reading, repository: Repository, failures: Failures): Promise<Observation[]> {
  const path = `/repos/${org.login}/${repository.name}/keys`
  const call = `GET ${path}`
  const found: Observation[] = []
  const read = async (cursor: string | null) => {
    const answer = cursor === null ? await github.get(path, { per_page: 100 }) : await github.get(cursor)
    if (!Array.isArray(answer.data))
      throw new CallError('provider', `${call} answered something that is not a list.`, { call, why: 'malformed' })
    return { rows: answer.data as readonly unknown[], next: github.next(answer, call) }
  }
  try {
    for await (const page of pages({ call, from: null, maxPages: 100, read })) {
      const { good, gap } = readRows(Wire, page.rows, { object, call: page.call })
      if (gap) found.push({ see: 'gap', gap })
      const ours = good.filter((row) => isOurs(row, org.login, repository.name))
      if (ours.length < good.length)
        found.push({ see: 'gap', gap: foreignGap(object, page.call, good.length - ours.length, `${org.login}/${repository.name}`) })
      for (const row of ours) found.push({ see: 'token', token: sightingOf(row, `${org.login}/${repository.name}`) })
    }
    failures.worked()
  } catch (error) {
    failures.failed(error)
  }
  return found
}

function isOurs({ url }: Wire, org: string, repository: string): boolean {
  const named = url?.match(/\/repos\/([^/]+)\/([^/]+)\/keys\//)
  return !named || (sameLogin(named[1] ?? '', org) && sameLogin(named[2] ?? '', repository))
}

function hopeless(page: Page): CallError {
  return new CallError(
    'provider',
    `${page.call}: the keys of so many repositories in a row could not be read that the rest was not tried.`,
    { call: page.call, why: 'cut-off' },
  )
}

function sightingOf(wire: Wire, repository: string): Sighting {
  const call = 'GET /repos/{owner}/{repo}/keys'
  return {
    externalId: `deploy-key:${wire.id}`,
    kind: 'github.deploy-key',
    name: wire.title ? `${wire.title} (${repository})` : `deploy key of ${repository}`,
    lifecycle: wire.enabled === false ? 'disabled' : 'active',
    issuedAt: wire.created_at,
    expires: 'never',
    lastUsed: wire.last_used ? { at: wire.last_used } : 'never',
    rotationEnforcedSeconds: null,
    binding: 'keyed-asym',
    popVerified: false,
    permissions: { scheme: 'github.deploy-key', stated: { repository, readOnly: wire.read_only } },
    ownerHints: wire.added_by ? [{ how: 'handle', value: `github:${wire.added_by}`, says: `${call} added_by` }] : [],
    tags: { repository },
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
    evidence: {
      issuedAt: `${call} created_at`,
      expires: 'GitHub documentation: deploy keys have no expiry',
      lastUsed: `${call} last_used`,
      permissions: `${call} read_only`,
      binding: 'GitHub documentation: an SSH key pair; the private half can be copied',
    },
    revoke: `DELETE /repos/${repository}/keys/${wire.id}`,
  }
}
