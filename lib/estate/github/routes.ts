import { company } from '../company.ts'
import { removed, type EstateState } from '../state.ts'
import { everCount, isThere, liveCount, rowsBetween, type View } from '../view.ts'
import { orgAccount } from './account.ts'
import { alertCount, alertJson } from './alert.ts'
import { credentialJson, credentialOwner } from './credential.ts'
import { deployKeyJson } from './deploy-key.ts'
import { fineGrained, fineGrainedJson, fineGrainedWithId, repositoriesReached } from './fine-grained.ts'
import { answerGraphql } from './graphql.ts'
import { installationJson, inventoryInstallation } from './installation.ts'
import { organisationJson } from './organisation.ts'
import { linkHeader, pageOf } from './paging.ts'
import { runnerJson, secretsJson, subjectJson } from './pipeline.ts'
import { deployKeysOf, repositoryCount, repositoryJson, repositoryNamed } from './repository.ts'
import { githubTime } from './time.ts'

export type Caller =
  | { kind: 'installation'; may: 'read' | 'write' }
  | { kind: 'app'; may: 'read' | 'write'; installationId: string }
  | { kind: 'owner'; scopes: string }
  | { kind: 'member'; scopes: string }

type Asked = {
  method: string
  path: string
  url: URL
  body: Buffer
  base: string
  caller: Caller
  rate: { limit: number; used: number; remaining: number; reset: number }
  mint(may: 'read' | 'write'): { token: string; expiresMs: number }
}
type Found = { status?: number; json: unknown; link?: string | null }
/** What a change makes of the estate. */
type Changed = { next: EstateState }

/** An error that GitHub would answer. */
export class GitHubError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const notFound = () => new GitHubError(404, 'Not Found')

/** What GitHub answers to one request; throws GitHubError. */
export function routes(view: View, asked: Asked): Found | Changed {
  const { method, path, caller, base } = asked
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  // GitHub's own Link headers and addresses name an organisation by its number.
  if (parts[0] === 'organizations' && parts[1] === String(company.orgId)) parts.splice(0, 2, 'orgs', company.org)
  if (method === 'POST' && parts[0] === 'app') return accessToken(asked, parts)
  if (caller.kind === 'app') throw new GitHubError(401, 'A JSON web token could not be used here')
  if (method === 'POST' && path === '/graphql') return graphql(view, asked)
  if (method !== 'GET') return change(view, asked, parts)
  if (path === '/rate_limit')
    return { json: { resources: { core: asked.rate, search: asked.rate, graphql: asked.rate }, rate: asked.rate } }
  if (/\/(?:secrets|environments|runners|runner-groups|customization)(?:\/|$)/.test(path)) return pipeline(view, asked, parts)
  if (parts[0] === 'orgs') return organisation(view, asked, parts)
  if (parts[0] === 'repos' && parts.length === 4 && parts[3] === 'keys') return deployKeys(view, asked, parts)
  if (path === '/meta' || path === '/') return { json: { current_user_url: `${base}/user` } }
  throw notFound()
}

function organisation(view: View, asked: Asked, [, org = '', what, id, below]: string[]): Found {
  if (org.toLowerCase() !== company.org) throw notFound()
  const { caller, base } = asked
  if (what === undefined) return { json: organisationJson(view, base, caller.kind !== 'member') }
  if (what === 'repos') return repositoryPage(view, asked)
  if (caller.kind === 'member') throw new GitHubError(403, 'You must be an organization owner or have the required permission.')
  switch (what) {
    case 'personal-access-tokens':
      if (caller.kind !== 'installation') throw new GitHubError(403, 'Resource not accessible by personal access token')
      if (id !== undefined) return repositoriesOfToken(view, asked, Number(id), below)
      if (asked.url.searchParams.has('token_id')) return oneFineGrained(view, asked, asked.url.searchParams.get('token_id') ?? '')
      return listed(asked, liveCount(view, 'fineGrained'), (from, to) =>
        rowsBetween(view, 'fineGrained', from, to).map((index) => fineGrainedJson(view, index, base)),
      )
    case 'personal-access-token-requests':
      return { json: [] }
    case 'credential-authorizations':
      if (asked.url.searchParams.get('login')) return credentialsOf(view, asked, asked.url.searchParams.get('login') ?? '')
      return listed(asked, liveCount(view, 'credentials'), (from, to) =>
        rowsBetween(view, 'credentials', from, to).map((index) => credentialJson(view, index)),
      )
    case 'installations': {
      const total = view.sizes.installations
      const page = listed(asked, total, (from, to) => range(from, Math.min(to, total)).map((index) => installationJson(view, index, base)))
      return { ...page, json: { total_count: total, installations: page.json } }
    }
    case 'secret-scanning': {
      if (id !== 'alerts') throw notFound()
      const hide = asked.url.searchParams.get('hide_secret') === 'true'
      return listed(asked, alertCount, (from, to) =>
        range(from, Math.min(to, alertCount)).map((index) => alertJson(view, index, base, hide)),
      )
    }
    case 'installation':
      return { json: { ...installationJson(view, 1, base), id: inventoryInstallation } }
    default:
      throw notFound()
  }
}

/** What is kept for pipelines, and what runs them. */
function pipeline(view: View, asked: Asked, parts: readonly string[]): Found {
  if (parts[1]?.toLowerCase() !== company.org) throw notFound()
  if (asked.caller.kind === 'member') throw new GitHubError(403, 'Resource not accessible by personal access token')
  if (parts[2 + Number(parts[0] === 'repos')] === 'actions' && parts.at(-1) === 'sub') {
    const json = subjectJson(view, parts)
    if (!json) throw notFound()
    return { json }
  }
  const what = parts[3]
  if (parts[0] === 'orgs' && parts[2] === 'actions' && (what === 'runners' || what === 'runner-groups'))
    return counted(asked, what.replace('-', '_'), runnerJson(asked.base, what))
  const found = secretsJson(view, asked.base, parts)
  if (!found) throw notFound()
  const rows = found.field === 'repositories' ? found.rows.map((row) => repositoryJson(view, (row as { index: number }).index, asked.base)) : found.rows
  return counted(asked, found.field, rows)
} // prettier-ignore

function counted(asked: Asked, field: string, rows: readonly object[]): Found {
  const page = listed(asked, rows.length, (from, to) => rows.slice(from, to))
  return { ...page, json: { total_count: rows.length, [field]: page.json } }
}

/** GitHub looks whether the caller may write before it looks for what is to be changed. */
function change(view: View, { method, body, caller }: Asked, [first, owner = '', second, third = '', fourth = '']: string[]): Changed {
  const what = `${method} ${first} ${first === 'repos' ? third : second}`
  if (owner.toLowerCase() !== company.org) throw notFound()
  const mayWrite = (caller.kind === 'installation' && caller.may === 'write') || (caller.kind === 'owner' && caller.scopes.includes('admin:org'))
  if (!mayWrite) throw new GitHubError(403, 'Resource not accessible by integration')
  switch (what) {
    case 'POST orgs personal-access-tokens': {
      if (caller.kind !== 'installation') throw new GitHubError(403, 'Resource not accessible by personal access token')
      const token = fineGrainedWithId(view, Number(third))
      if (!token) throw notFound()
      if (body.toString('utf8').replaceAll(' ', '') !== '{"action":"revoke"}') throw new GitHubError(422, 'Invalid request.')
      return { next: removed(view.state, 'fineGrained', token.index) }
    }
    case 'DELETE orgs credential-authorizations': {
      const rows = rowsBetween(view, 'credentials', 0, liveCount(view, 'credentials'))
      const index = rows.find((row) => String((credentialJson(view, row) as { credential_id: number }).credential_id) === third)
      if (index === undefined) throw notFound()
      return { next: removed(view.state, 'credentials', index) }
    }
    case 'DELETE repos keys': {
      const repository = repositoryNamed(view, second ?? '')
      const index = repository === undefined ? undefined : deployKeysHere(view, repository).find((row) => String((deployKeyJson(view, row, second ?? '', '') as { id: number }).id) === fourth)
      if (index === undefined) throw notFound()
      return { next: removed(view.state, 'deployKeys', index) }
    }
    default:
      throw notFound()
  }
} // prettier-ignore

function repositoryPage(view: View, asked: Asked): Found {
  const total = repositoryCount(view)
  return listed(asked, total, (from, to) => range(from, Math.min(to, total)).map((index) => repositoryJson(view, index, asked.base)))
}

/** GitHub's filter by the token's own id. */
function oneFineGrained(view: View, asked: Asked, tokenId: string): Found {
  const rows = rowsBetween(view, 'fineGrained', 0, liveCount(view, 'fineGrained')).filter((index) => String(fineGrained(view, index).tokenId) === tokenId)
  return listed(asked, rows.length, () => rows.map((index) => fineGrainedJson(view, index, asked.base)))
} // prettier-ignore

/** GitHub's filter by whoever authorised it, as they are called now; upper and lower case are one. */
function credentialsOf(view: View, asked: Asked, login: string): Found {
  const rows = rowsBetween(view, 'credentials', 0, liveCount(view, 'credentials')).filter((index) => credentialOwner(view, index).login.toLowerCase() === login.toLowerCase())
  return listed(asked, rows.length, (from, to) => rows.slice(from, to).map((index) => credentialJson(view, index)))
} // prettier-ignore

function repositoriesOfToken(view: View, asked: Asked, id: number, below: string | undefined): Found {
  const token = fineGrainedWithId(view, id)
  if (!token || below !== 'repositories') throw notFound()
  const reached = repositoriesReached(view, token)
  return listed(asked, reached.length, (from, to) => reached.slice(from, to).map((index) => repositoryJson(view, index, asked.base)))
}

function deployKeys(view: View, asked: Asked, [, owner = '', name = '']: string[]): Found {
  const repository = owner.toLowerCase() === company.org ? repositoryNamed(view, name) : undefined
  if (repository === undefined) throw notFound()
  if (asked.caller.kind === 'member') throw notFound()
  const keys = deployKeysHere(view, repository)
  return listed(asked, keys.length, (from, to) => keys.slice(from, to).map((index) => deployKeyJson(view, index, name, asked.base)))
}

function deployKeysHere(view: View, repository: number): number[] {
  return deployKeysOf(repository).filter((index) => index < everCount(view, 'deployKeys') && isThere(view, 'deployKeys', index))
}

function accessToken({ caller, mint, base }: Asked, parts: readonly string[]): Found {
  if (caller.kind !== 'app') throw new GitHubError(401, 'A JSON web token could not be decoded')
  const [, installations, id, what] = parts
  if (installations !== 'installations' || id !== caller.installationId || what !== 'access_tokens') throw notFound()
  const { token, expiresMs } = mint(caller.may)
  const permissions = caller.may === 'write' ? actingPermissions : readingPermissions
  return {
    status: 201,
    json: { token, expires_at: githubTime(expiresMs), permissions, repository_selection: 'all', account: orgAccount(base) },
  }
}

/** What GitHub says that an App of each sort was given. */
const actingPermissions = {
  administration: 'write',
  metadata: 'read',
  organization_administration: 'write',
  organization_personal_access_tokens: 'write',
}
const readingPermissions = {
  administration: 'read',
  members: 'read',
  metadata: 'read',
  organization_administration: 'read',
  organization_personal_access_tokens: 'read',
  secret_scanning_alerts: 'read',
  organization_secrets: 'read',
  organization_dependabot_secrets: 'read',
  organization_codespaces_secrets: 'read',
  organization_agent_secrets: 'read',
  organization_self_hosted_runners: 'read',
  secrets: 'read',
  dependabot_secrets: 'read',
  agent_secrets: 'read',
  environments: 'read',
  actions: 'read',
}

function graphql(view: View, { body, caller }: Asked): Found {
  if (caller.kind === 'member')
    return {
      json: { data: { organization: null }, errors: [{ type: 'FORBIDDEN', path: ['organization'], message: 'Resource not accessible' }] },
    }
  let asked: { query?: unknown; variables?: Record<string, unknown> | null }
  try {
    asked = JSON.parse(body.toString('utf8')) as typeof asked
  } catch {
    throw new GitHubError(400, 'Problems parsing JSON')
  }
  return { json: answerGraphql(view, String(asked.query), asked.variables ?? {}) }
}

/** One page of a listing, with its Link header. */
function listed({ url, base }: Asked, total: number, rows: (from: number, to: number) => readonly object[]): Found {
  const page = pageOf(url.searchParams)
  const address = new URL(url.href.replace(`${base}/orgs/${company.org}/`, `${base}/organizations/${company.orgId}/`))
  return { json: rows(page.from, page.to), link: linkHeader(address, page, total) }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
}
