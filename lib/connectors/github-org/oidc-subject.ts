import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { GitHub } from './client.ts'
import type { Reading } from './listing.ts'

const object = 'GitHub Actions OIDC subject'

const Keys = z.array(z.string().regex(/^\w{1,100}$/)).max(50)

/** How the organisation's subject is made: which claims of a run it holds, in their order. */
const Template = z.object({ include_claim_keys: Keys })

/** A repository's. By itself it has GitHub's own; one that takes none of these and names no claims has the organisation's. */
export const RepositoryTemplate = z.object({ use_default: z.boolean(), include_claim_keys: Keys.optional() })
export type RepositoryTemplate = z.infer<typeof RepositoryTemplate>

/** By GitHub's documentation, where a template was never changed. */
const usual = ['repo', 'context'] as const

const namesRepository = new Set(['repo', 'repository', 'repository_id'])
const namesPlace = new Set(['context', 'environment', 'ref', 'environment_node_id'])

/** An ID token lives five minutes in the example of GitHub's documentation. */
const idTokenSeconds = 300

/**
 * How the ID tokens of the organisation's workflow runs name who asks. A subject without the repository, or without the branch or
 * environment, is the same for many runs: a role that trusts it trusts all of them.
 */
export async function* oidcSubject({ github, org }: Reading): AsyncGenerator<Observation> {
  try {
    const keys = (await templateOf(github, org.login)) ?? usual
    const name = `GitHub Actions of ${org.login}`
    yield { see: 'issuer', issuer: issuerOf({ externalId: 'oidc-subject:organisation', name, whose: ' of repositories that take the organisation’s template', keys, of: 'GET /orgs/{org}/actions/oidc/customization/sub' }) }
    yield { see: 'covered', object, seen: 1 }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, 'It takes the organisation permission "Administration: read" (an App), or a token with read:org.') }
  }
} // prettier-ignore

/** Null where the organisation never set one. Throws CallError. */
async function templateOf(github: GitHub, org: string): Promise<readonly string[] | null> {
  const path = `/orgs/${org}/actions/oidc/customization/sub`
  try {
    const parsed = Template.safeParse((await github.get(path)).data)
    if (parsed.success) return parsed.data.include_claim_keys
    throw new CallError('provider', `GET ${path} answered something that is not a template.`, { call: `GET ${path}`, why: 'malformed' })
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 404) throw error
    // Said of an organisation that never set one, and to whoever may not see it: what takes the same permission tells which of the two it is.
    const listed = await github.get(`/orgs/${org}/installations`, { per_page: 1 }).catch(() => null)
    if (Installations.safeParse(listed?.data).success) return null
    throw error
  }
}

const Installations = z.object({ installations: z.array(z.unknown()) })

/** A repository whose runs sign in under a subject of its own; null where it has the organisation's. */
export function repositorySubject(
  { use_default, include_claim_keys }: RepositoryTemplate,
  repository: string,
  id: string,
): IssuerSighting | null {
  if (use_default !== false || !include_claim_keys?.length) return null
  const of = 'GET /repos/{owner}/{repo}/actions/oidc/customization/sub'
  return issuerOf({ externalId: `oidc-subject:${id}`, name: `GitHub Actions of ${repository}`, keys: include_claim_keys, of })
}

type Subject = { externalId: string; name: string; whose?: string; keys: readonly string[]; of: string }

function issuerOf({ externalId, name, whose = '', keys, of }: Subject): IssuerSighting {
  const weaknesses = weaknessesOf(keys)
  return {
    externalId,
    kind: 'github.actions-oidc',
    name,
    mints: 'ID token of a workflow run, which others take for a session',
    mintedBinding: 'bearer',
    maxLifeSeconds: idTokenSeconds,
    trusts: [`workflow runs${whose}, told apart by ${keys.join(', ') || 'nothing'}`, ...weaknesses],
    // What it opens is said by whoever trusts it.
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: { subject: keys.join(':'), ...(weaknesses.length > 0 && { weakness: weaknesses.join(' ') }) },
    evidence: { trusts: `${of} include_claim_keys`, maxLifeSeconds: 'GitHub documentation: the example of an ID token' },
  }
} // prettier-ignore

/** What the subject does not tell apart. */
export function weaknessesOf(keys: readonly string[]): string[] {
  const weaknesses: string[] = []
  if (!keys.some((key) => namesRepository.has(key)))
    weaknesses.push('Weak: the subject names no repository, so that runs of any repository look alike.')
  if (!keys.some((key) => namesPlace.has(key)))
    weaknesses.push('Weak: the subject names neither branch nor environment, so that a pull request looks like a release.')
  return weaknesses
}
