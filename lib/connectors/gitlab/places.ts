import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Listing, type Place } from '../rest/listing.ts'
import { activeTokens, GitLabId, next, pageSize, pathId, type Reading } from './api.ts'
import {
  AccessToken,
  DeployKey,
  deployKeySighting,
  DeployToken,
  deployTokenSighting,
  isStoredSecret,
  resourceSighting,
  Variable,
  variableSighting,
  type Home,
} from './sightings.ts'
import type { ServiceAccounts } from './service-accounts.ts'
import { leftOutOf } from './words.ts'

const Group = z.object({ id: GitLabId, full_path: z.string().min(1).max(1_000), parent_id: GitLabId.nullish() })
const Project = z.object({ id: GitLabId, path_with_namespace: z.string().min(1).max(1_000) })
const JobTokenScope = z.object({ inbound_enabled: z.boolean() })

const paged = { per_page: pageSize }

type Found = Observation[]

/** What is read of each group or project, one call (or more) each. `end`: in place of telling of `each` alone. */
type Sort = {
  each: Each
  read(reading: Reading, home: Home): Promise<Found>
  /** What is read under it, one more call each. */
  under?: Each
  end?(whole: boolean): Iterable<Observation>
  leftOut?(): Found
}

const tokens = (kind: string, of: string): Sort => {
  const each = new Each(`GitLab access tokens of ${of}`, `It takes a token of an owner of the group (or a maintainer of the project) with read_api.`, [kind])
  return {
    each,
    async read({ api, world }, home) {
      const rows = await each.read(api, { path: `/${of}/${home.id}/access_tokens`, query: activeTokens, schema: AccessToken, next })
      return (rows ?? []).map((row) => ({ see: 'token', token: resourceSighting(row, home, world.now) }))
    },
  }
} // prettier-ignore

const deployTokens = (of: string): Sort => {
  // Groups and projects have them, so that neither listing alone shows all.
  const each = new Each(`GitLab deploy tokens of ${of}`, 'It takes the role of a maintainer with read_api.')
  return {
    each,
    async read({ api }, home) {
      const rows = await each.read(api, { path: `/${of}/${home.id}/deploy_tokens`, query: paged, schema: DeployToken, next })
      return (rows ?? []).map((row) => ({ see: 'token', token: deployTokenSighting(row, home) }))
    },
  }
}

const deployKeys = (): Sort => {
  const each = new Each('GitLab deploy keys', 'It takes the role of a maintainer with read_api.', ['gitlab.deploy-key'])
  return {
    each,
    async read({ api }, home) {
      const rows = await each.read(api, { path: `/projects/${home.id}/deploy_keys`, query: paged, schema: DeployKey, next })
      return (rows ?? []).map((row) => ({ see: 'token', token: deployKeySighting(row, home) }))
    },
  }
}

const variables = (kind: string, of: string): Sort => {
  const each = new Each(`GitLab CI/CD variables of ${of}`, 'It takes the role of a maintainer. Leave it out of the settings where it is not to be read.', [kind])
  let leftOut = 0
  return {
    each,
    async read({ api }, home) {
      const rows = (await each.read(api, { path: `/${of}/${home.id}/variables`, query: paged, schema: Variable, next })) ?? []
      const stored = rows.filter(isStoredSecret)
      leftOut += rows.length - stored.length
      return stored.map((row) => ({ see: 'token', token: variableSighting(row, home) }))
    },
    // Not silently: how many were taken for settings stands beside what was read.
    leftOut: () => (each.failed ? [] : [{ see: 'covered', object: leftOutOf(of), seen: leftOut }]),
  }
} // prettier-ignore

/** Those of the top-level group are read page by page, before its subgroups. */
const serviceAccounts = (accounts: ServiceAccounts): Sort => ({
  each: accounts.ofSubgroups,
  under: accounts.tokens,
  read: async (reading, home) => (home.within === 'group' ? await accounts.ofSubgroup(reading, home) : []),
  end: (whole) => accounts.end(whole),
})

/** Job tokens mint themselves with every job: what is seen is who may come with one, where that is not limited. */
const jobTokens = (): Sort => {
  const each = new Each('GitLab job token scopes', 'It takes the role of a maintainer with read_api.')
  return {
    each,
    async read({ api }, home) {
      const scope = await each.one(api, `/projects/${home.id}/job_token_scope`, (data) => JobTokenScope.safeParse(data).data ?? null)
      return scope?.inbound_enabled === false ? [{ see: 'issuer', issuer: openProject(home) }] : []
    },
  }
}

function openProject({ id, path }: Home): IssuerSighting {
  return {
    externalId: `job-token-scope:${id}`,
    kind: 'gitlab.job-token',
    name: `job tokens into ${path}`,
    mints: 'job token, which ends with its job',
    mintedBinding: 'bearer',
    maxLifeSeconds: 'not-reported',
    trusts: ['Weak: jobs of every project of the instance, as far as whoever started them may enter: the allowlist is off.'],
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: { project: path, 'limited to an allowlist': 'no' },
    evidence: { trusts: 'GET /projects/{id}/job_token_scope inbound_enabled' },
  }
}

/** Groups with their tokens and deploy tokens; of one top-level group, or of the instance. */
export async function* groups(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { settings } = reading
  const sorts = [
    ...(settings.group === undefined ? [] : [serviceAccounts(reading.serviceAccounts)]),
    tokens('gitlab.group-token', 'groups'),
    deployTokens('groups'),
    ...(settings.variables ? [variables('gitlab.stored-secret.group', 'groups')] : []),
  ]
  const homeOf = ({ id, full_path, parent_id }: z.infer<typeof Group>): Home => ({ within: parent_id ? 'group' : 'top-level group', id, path: full_path })
  const path = settings.group === undefined ? '/groups' : `/groups/${pathId(settings.group)}/descendant_groups`
  const query = settings.group === undefined ? { ...paged, all_available: true, pagination: 'keyset', order_by: 'name', sort: 'asc' } : paged
  // The group itself is not among its descendants.
  const first = settings.group !== undefined && from.page === 0 ? await itself(reading, homeOf, sorts) : []
  yield* first
  const isWhole = !first.some(({ see }) => see === 'gap')
  yield* walk(reading, from, { object: 'GitLab groups', path, query, schema: Group, fix: 'It takes a token with read_api.' }, homeOf, sorts, isWhole)
} // prettier-ignore

async function itself(reading: Reading, homeOf: (row: z.infer<typeof Group>) => Home, sorts: readonly Sort[]): Promise<Found> {
  const call = `GET /groups/${pathId(reading.settings.group ?? '')}`
  try {
    const group = Group.safeParse((await reading.api.get(call.slice('GET '.length), { with_projects: false })).data).data
    if (!group) throw new CallError('provider', `${call} answered something that is not a group.`, { call, why: 'malformed' })
    return await ofHome(reading, homeOf(group), sorts)
  } catch (error) {
    return [{ see: 'gap', gap: gapOf(error, 'GitLab groups', 'It takes a token with read_api.') }]
  }
}

/** Projects with everything that opens them. */
export async function* projects(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { settings } = reading
  const sorts = [
    tokens('gitlab.project-token', 'projects'),
    deployTokens('projects'),
    deployKeys(),
    jobTokens(),
    ...(settings.variables ? [variables('gitlab.stored-secret.project', 'projects')] : []),
  ]
  const keyset = { pagination: 'keyset', order_by: 'id', sort: 'asc', simple: true }
  const [path, query] =
    settings.group === undefined
      ? ['/projects', { ...paged, ...keyset }]
      : [`/groups/${pathId(settings.group)}/projects`, { ...paged, include_subgroups: true, with_shared: false, simple: true }]
  const homeOf = ({ id, path_with_namespace }: z.infer<typeof Project>): Home => ({ within: 'project', id, path: path_with_namespace })
  yield* walk(
    reading,
    from,
    { object: 'GitLab projects', path, query, schema: Project, fix: 'It takes a token with read_api.' },
    homeOf,
    sorts,
  )
}

type Walked<Row> = Pick<Listing<Row>, 'object' | 'path' | 'schema' | 'fix'> & { query: NonNullable<Listing<Row>['query']> }

async function* walk<Row>(
  reading: Reading,
  from: Place,
  listed: Walked<Row>,
  homeOf: (row: Row) => Home,
  sorts: readonly Sort[],
  isWhole = true,
): AsyncGenerator<Observation> {
  const all = sorts.flatMap(({ each, under }) => (under ? [each, under] : [each]))
  const listing = readListing(reading, from, {
    ...listed,
    next,
    kinds: [],
    async *observe(rows): AsyncGenerator<Observation> {
      // A few at a time, so that a page does not wait in memory for its slowest.
      for (let at = 0; at < rows.length; at += 5) {
        const some = await Promise.all(rows.slice(at, at + 5).map((row) => ofHome(reading, homeOf(row), sorts)))
        yield* some.flat()
      }
    },
  })
  let whole = false
  for await (const observation of tellingBefore(listing, all)) {
    // What was read before a kill is not known to have been whole.
    if (observation.see === 'covered') whole = isWhole && observation.kinds !== undefined && from.page === 0
    yield observation
  }
  for (const { each, end, leftOut } of sorts) {
    yield* end ? end(whole) : each.end(whole)
    if (leftOut) yield* leftOut()
  }
}

async function ofHome(reading: Reading, home: Home, sorts: readonly Sort[]): Promise<Found> {
  const found: Found = []
  for (const sort of sorts) found.push(...(await sort.read(reading, home)))
  return found
}
