import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { listing, next } from '../google/api.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { storableText } from '../storable-text.ts'
import { wireText } from '../wire.ts'
import { lastUseOf, readActivity } from './activity.ts'
import { ApiKey, apiKeySighting } from './api-keys.ts'
import type { Gcp } from './api.ts'
import type { PermissionReader } from './permissions.ts'
import { issuerOf, Pool, PoolProvider } from './pools.ts'
import { Account, idOf, issuedOf, Key, keySighting, noticeOf } from './service-account-keys.ts'

export type Reading = Gcp & { world: ConnectorWorld; scope: string; permissions: PermissionReader }

export const projectsFix =
  'It takes cloudasset.assets.searchAllResources on the whole scope, and the Cloud Asset interface enabled in the project of the service account.'
export const projectAssets = 'cloudresourcemanager.googleapis.com/Project'

const ProjectFound = z.object({
  name: z.string().regex(/^\/\/cloudresourcemanager\.googleapis\.com\/projects\/[\w.:-]{1,60}$/),
  project: z.string().regex(/^projects\/\d{1,25}$/).nullish(),
  displayName: wireText(100).nullish(),
  labels: z.record(z.string().max(100), z.string().max(300)).nullish(),
}) // prettier-ignore

export type Project = { id: string; number: string | null; name: string; labels: Readonly<Record<string, string>> }

const kinds = { keys: ['gcp.service-account-key'], apiKeys: ['gcp.api-key'] } as const

/** The small listings of every project, told of together. */
function eachOfProjects() {
  return {
    accounts: new Each('Google Cloud service accounts', 'It takes iam.serviceAccounts.list on the scope.'),
    keys: new Each('Google Cloud service account keys', 'It takes iam.serviceAccountKeys.list on the scope.', kinds.keys),
    apiKeys: new Each('Google Cloud API keys', 'It takes apikeys.keys.list on the scope.', kinds.apiKeys),
    activity: new Each('Last authentication of service account keys', 'It takes policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query on the scope.'),
    pools: new Each('Google Cloud workload identity pools', 'It takes iam.workloadIdentityPools.list on the scope.'),
    providers: new Each('Google Cloud workload identity providers', 'It takes iam.workloadIdentityPoolProviders.list on the scope.'),
  }
} // prettier-ignore
type EachOfProjects = ReturnType<typeof eachOfProjects>

/**
 * Every project of the scope with what it holds. Only the projects come from the asset inventory, which is minutes late; keys come from where
 * they are kept, so that one that is there is seen.
 */
export async function* projects(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const each = eachOfProjects()
  const beside = [...Object.values(each), reading.permissions]
  const found = readListing({ api: listing(reading.assets, 'results'), world: reading.world }, from, {
    object: 'Google Cloud projects',
    path: `/v1/${reading.scope}:searchAllResources`,
    query: { assetTypes: projectAssets, query: 'state:ACTIVE', pageSize: 20 },
    schema: ProjectFound,
    field: 'results',
    next,
    fix: projectsFix,
    kinds: [],
    async *observe(rows): AsyncGenerator<Observation> {
      for (const row of rows) yield* oneProject(reading, projectOf(row), each)
    },
  })
  let whole = false
  for await (const observation of tellingBefore(found, beside)) {
    // What was read before a kill is not known to have been whole.
    if (observation.see === 'covered') whole = observation.kinds !== undefined && from.page === 0
    yield observation
  }
  const accounts = [...each.accounts.end(whole)]
  yield* accounts
  // Where accounts are missing, so are their keys.
  yield* each.keys.end(whole && accounts.some(({ see }) => see === 'covered'))
  yield* each.apiKeys.end(whole)
  for (const one of [each.activity, each.pools, each.providers]) yield* one.end(false)
  yield* reading.permissions.end()
}

function projectOf({ name, project, displayName, labels }: z.infer<typeof ProjectFound>): Project {
  const id = name.slice(name.lastIndexOf('/') + 1)
  const kept = Object.entries(labels ?? {}).slice(0, 64).map(([key, value]) => [storableText(key, 100), storableText(value, 300)])
  return { id, number: project?.slice('projects/'.length) ?? null, name: displayName || id, labels: Object.fromEntries(kept) as Record<string, string> }
} // prettier-ignore

async function* oneProject(reading: Reading, project: Project, each: EachOfProjects): AsyncGenerator<Observation> {
  reading.world.signal.throwIfAborted()
  yield* accountKeys(reading, project, each)
  yield* apiKeys(reading, project, each)
  yield* pools(reading, project, each)
}

/** Accounts asked for at once; the run's own limit on calls holds all the same. */
const together = 20

async function* accountKeys(reading: Reading, project: Project, each: EachOfProjects): AsyncGenerator<Observation> {
  const { iam, permissions, world } = reading
  const path = `/v1/projects/${project.id}/serviceAccounts`
  const accounts = await each.accounts.read(listing(iam, 'accounts'), { path, query: { pageSize: 100 }, schema: Account, field: 'accounts', next })
  if (!accounts?.length) return
  const activities = await readActivity(reading, project.id, each.activity)
  for (let at = 0; at < accounts.length; at += together) {
    const some = accounts.slice(at, at + together)
    const read = (account: Account) =>
      each.keys.read(listing(iam, 'keys'), { path: `${path}/${account.email}/keys`, query: { keyTypes: 'USER_MANAGED' }, schema: Key, field: 'keys', next })
    for (const [index, keys] of (await Promise.all(some.map(read))).entries()) {
      const account = some[index]!
      // Those of Google itself are held by nobody; they are asked to be left out.
      const held = (keys ?? []).filter(({ keyType }) => keyType !== 'SYSTEM_MANAGED')
      if (held.length === 0) continue
      const may = await permissions.ofAccount(account.email)
      yield* permissions.takeFresh()
      for (const key of held) {
        const lastUsed = lastUseOf(activities, idOf(key), issuedOf(key, world.now))
        const token = keySighting(key, { account, project, permissions: may, lastUsed, now: world.now })
        yield { see: 'token', token }
        const leak = noticeOf(key, token.lifecycle, world.now)
        if (leak) yield { see: 'leak', leak }
      }
    }
  }
} // prettier-ignore

async function* apiKeys(reading: Reading, project: Project, each: EachOfProjects): AsyncGenerator<Observation> {
  const path = `/v2/projects/${project.id}/locations/global/keys`
  const rows = await each.apiKeys.read(listing(reading.keys, 'keys'), {
    path,
    query: { pageSize: 300 },
    schema: ApiKey,
    field: 'keys',
    next,
  })
  for (const row of rows ?? []) {
    const account = row.serviceAccountEmail ? await reading.permissions.ofAccount(row.serviceAccountEmail) : null
    yield* reading.permissions.takeFresh()
    yield { see: 'token', token: apiKeySighting(row, project, account) }
  }
}

async function* pools(reading: Reading, project: Project, each: EachOfProjects): AsyncGenerator<Observation> {
  const { iam, permissions } = reading
  const path = `/v1/projects/${project.id}/locations/global/workloadIdentityPools`
  const found = await each.pools.read(listing(iam, 'workloadIdentityPools'), { path, query: { pageSize: 100 }, schema: Pool, field: 'workloadIdentityPools', next })
  for (const pool of found ?? []) {
    const id = pool.name.slice(pool.name.lastIndexOf('/') + 1)
    const field = 'workloadIdentityPoolProviders'
    const rows = await each.providers.read(listing(iam, field), { path: `${path}/${id}/providers`, query: { pageSize: 100 }, schema: PoolProvider, field, next })
    if (!rows?.length) continue
    const names = [project.number, project.id].flatMap((of) => (of ? [`projects/${of}/locations/global/workloadIdentityPools/${id}`] : []))
    const may = await permissions.ofPool(names)
    yield* permissions.takeFresh()
    for (const row of rows) yield { see: 'issuer', issuer: issuerOf(row, pool, project, may) }
  }
} // prettier-ignore
