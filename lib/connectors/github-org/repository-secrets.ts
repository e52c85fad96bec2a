import { z } from 'zod'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { countGap, foreignGap } from '../gaps.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import type { Place } from '../rest/listing.ts'
import { byLink } from '../rest/paging.ts'
import type { Phase } from '../rest/phases.ts'
import { appNames, Repository, StoredSecret, storedSighting, type Kept, type SecretApp } from './ci-secrets.ts'
import { readListing, type Reading } from './listing.ts'
import { repositorySubject, RepositoryTemplate } from './oidc-subject.ts'
import { sameLogin } from './organisation.ts'

const Environment = z.object({ name: z.string().min(1).max(300) })

/** GitHub gives the names of a repository's Codespaces secrets only to whoever may write them: those are not read. */
export const repositoryApps = ['actions', 'dependabot', 'agents'] as const satisfies readonly SecretApp[]
type RepositoryApp = (typeof repositoryApps)[number]

/** What each takes of an App, as GitHub names it in its forms. */
export const repositoryPermissions: Readonly<Record<RepositoryApp | 'environments' | 'subject', string>> = {
  actions: 'Secrets',
  dependabot: 'Dependabot secrets',
  agents: 'Agent secrets',
  environments: 'Environments',
  subject: 'Actions',
}

/** Which of them a run reads; every one costs a call a repository, and one an environment. */
export type RepositoryAsked = { apps: readonly SecretApp[]; environments: boolean }

/** Secrets of repositories and their environments, and repositories whose runs sign in under a subject of their own. */
export function repositorySecrets({ apps, environments }: RepositoryAsked): Phase<Reading> {
  const asked = repositoryApps.filter((app) => apps.includes(app))
  return { name: 'repository-secrets', read: (reading, from) => read(reading, from, asked, environments && asked.includes('actions')) }
}

type Eachs = { secrets: ReadonlyMap<RepositoryApp, Each>; environments: Each | null; subjects: Each | null }

function eachOf(asked: readonly RepositoryApp[], environments: boolean): Eachs {
  const fix = (name: string) => `It takes the repository permission "${name}: read" on every repository (an App), or a token with repo.`
  const of = (app: RepositoryApp) =>
    new Each(`${appNames[app]} secrets of repositories`, fix(repositoryPermissions[app]), [`github.stored-secret.repository.${app}`])
  return {
    secrets: new Map(asked.map((app) => [app, of(app)])),
    environments: environments
      ? new Each('GitHub Actions secrets of environments', fix(repositoryPermissions.environments), ['github.stored-secret.environment'])
      : null,
    subjects: asked.includes('actions') ? new Each('OIDC subjects of repositories', fix(repositoryPermissions.subject)) : null,
  }
}

async function* read(reading: Reading, from: Place, asked: readonly RepositoryApp[], environments: boolean): AsyncGenerator<Observation> {
  const { org } = reading
  const object = 'GitHub repositories, for their secrets'
  const path = `/orgs/${org.login}/repos`
  const eachs = eachOf(asked, environments)
  const all = [...eachs.secrets.values(), eachs.environments, eachs.subjects].filter((one) => one !== null)
  const listing = readListing(reading, from, {
    object,
    path,
    schema: Repository,
    fix: 'It takes the repository permission "Metadata: read" on every repository.',
    kinds: [],
    async *observe(rows, page): AsyncGenerator<Observation> {
      const ours = rows.filter((row) => sameLogin(row.owner.login, org.login))
      if (ours.length < rows.length) yield { see: 'gap', gap: foreignGap(object, page.call, rows.length - ours.length, org.login) }
      // A few at a time, so that a page of repositories does not wait in memory for its slowest.
      for (let at = 0; at < ours.length; at += 10) {
        const some = await Promise.all(ours.slice(at, at + 10).map((repository) => ofRepository(reading, repository, eachs)))
        yield* some.flat()
      }
    },
    atEnd: (seen) =>
      org.repositories !== null && seen < org.repositories ? countGap(object, `GET ${path}`, org.repositories, seen) : null,
  })
  let whole = false
  for await (const observation of tellingBefore(listing, all)) {
    // What was read before a kill is not known to have been whole.
    if (observation.see === 'covered') whole = observation.kinds !== undefined && from.page === 0
    yield observation
  }
  for (const one of all) yield* one.end(whole)
}

async function ofRepository(reading: Reading, repository: Repository, eachs: Eachs): Promise<Observation[]> {
  const { github, org } = reading
  const under = `/repos/${org.login}/${repository.name}`
  const found: Observation[] = []
  for (const [app, each] of eachs.secrets) {
    const path = `${under}/${app}/secrets`
    const rows = await each.read(github, {
      path,
      query: { per_page: 100 },
      schema: StoredSecret,
      field: 'secrets',
      total: 'total_count',
      next: byLink,
    })
    const held = `${appNames[app]} secret of ${org.login}/${repository.name}`
    const kept = { app, kind: `github.stored-secret.repository.${app}`, path, within: `repository:${repository.id}`, held }
    for (const row of rows ?? []) found.push(seen(storedSighting(row, { ...kept, ...holder(app, org.login, repository) })))
  }
  if (eachs.environments) found.push(...(await ofEnvironments(reading, repository, eachs.environments)))
  if (eachs.subjects) {
    const template = await eachs.subjects.one(
      github,
      `${under}/actions/oidc/customization/sub`,
      (data) => RepositoryTemplate.safeParse(data).data ?? null,
    )
    const issuer = template && repositorySubject(template, `${org.login}/${repository.name}`, repository.id)
    if (issuer) found.push({ see: 'issuer', issuer })
  }
  return found
}

async function ofEnvironments({ github, org }: Reading, repository: Repository, each: Each): Promise<Observation[]> {
  const under = `/repos/${org.login}/${repository.name}/environments`
  const shared = { query: { per_page: 100 }, total: 'total_count', next: byLink }
  const environments = await each.read(github, { ...shared, path: under, schema: Environment, field: 'environments' })
  const found: Observation[] = []
  for (const { name } of environments ?? []) {
    const path = `${under}/${encodeURIComponent(name)}/secrets`
    const rows = await each.read(github, { ...shared, path, schema: StoredSecret, field: 'secrets' })
    const { by, tags } = holder('actions', org.login, repository)
    const kept: Kept = {
      app: 'actions',
      kind: 'github.stored-secret.environment',
      path,
      within: `repository:${repository.id}:environment:${encodeURIComponent(name)}`,
      held: `secret of ${org.login}/${repository.name}, environment ${name}`,
      by: `${by}, environment ${name}`.slice(0, 320),
      tags: { ...tags, environment: name },
    }
    for (const row of rows ?? []) found.push(seen(storedSighting(row, kept)))
  }
  return found
}

function holder(app: SecretApp, org: string, { name }: Repository) {
  return { by: `${appNames[app]} of ${org}/${name}`, tags: { 'held by': appNames[app], repository: `${org}/${name}` } }
}

function seen(token: Sighting): Observation {
  return { see: 'token', token }
}
