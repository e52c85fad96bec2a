import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { describedServer, type Described } from '../../testing/described-server.ts'

/** What the connector asks of GitHub's REST interface. */
const paths = [
  '/orgs/{org}',
  '/orgs/{org}/installations',
  '/orgs/{org}/personal-access-tokens',
  '/orgs/{org}/personal-access-tokens/{pat_id}/repositories',
  '/orgs/{org}/credential-authorizations',
  '/orgs/{org}/repos',
  '/repos/{owner}/{repo}/keys',
  '/orgs/{org}/secret-scanning/alerts',
  '/orgs/{org}/actions/secrets',
  '/orgs/{org}/actions/secrets/{secret_name}/repositories',
  '/orgs/{org}/dependabot/secrets',
  '/orgs/{org}/dependabot/secrets/{secret_name}/repositories',
  '/orgs/{org}/codespaces/secrets',
  '/orgs/{org}/codespaces/secrets/{secret_name}/repositories',
  '/orgs/{org}/agents/secrets',
  '/orgs/{org}/agents/secrets/{secret_name}/repositories',
  '/repos/{owner}/{repo}/actions/secrets',
  '/repos/{owner}/{repo}/dependabot/secrets',
  '/repos/{owner}/{repo}/agents/secrets',
  '/repos/{owner}/{repo}/environments',
  '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
  '/repos/{owner}/{repo}/actions/oidc/customization/sub',
  '/orgs/{org}/actions/oidc/customization/sub',
  '/orgs/{org}/actions/runners',
  '/orgs/{org}/actions/runner-groups',
] as const

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Description = { openapi: string; info: Json; paths: Record<string, { get: { responses: Record<string, { headers?: Json }> } }> }

/**
 * GitHub's own description of Enterprise Cloud (@octokit/openapi), carved to those paths and served by Prism with GitHub's own
 * examples. Two things are carved off. The Link headers: every example names the same next page on api.github.com, for ever.
 * And, unless `asIs`, that the examples come from four accounts (github, octo-org, octocat, organisation 652551): they are named as one, since
 * rows of another account are rightly refused.
 */
export async function describedGitHub({ links = false, asIs = false } = {}): Promise<Described> {
  const text = await (carved ??= carve())
  const document = JSON.parse(asIs ? text : asOne(text)) as Description
  if (!links)
    for (const { get } of Object.values(document.paths)) for (const response of Object.values(get.responses)) delete response.headers
  return describedServer(document)
}

let carved: Promise<string> | null = null

/** The description has 78 MB: it is read once, and let go of. */
async function carve(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/ghec.deref.json')
  const whole = JSON.parse(await readFile(file, 'utf8')) as Description
  const kept = Object.fromEntries(paths.map((path) => [path, { get: (whole.paths[path] ?? missing(path)).get }]))
  return JSON.stringify({ openapi: whole.openapi, info: whole.info, paths: kept })
}

function asOne(text: string): string {
  return text
    .replaceAll('"login":"github"', '"login":"octocat"')
    .replaceAll('"login":"octo-org"', '"login":"octocat"')
    .replaceAll('/organizations/652551/', '/organizations/1/')
    .replaceAll('"total_private_repos":100', '"total_private_repos":0')
    .replaceAll('"public_repos":2', '"public_repos":1')
}

function missing(path: string): never {
  throw new Error(`GitHub's description no longer has ${path}.`)
}
