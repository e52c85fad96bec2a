import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import { WireId, WireInstant } from '../wire.ts'
import { guessOf } from '../secret-name.ts'

/** What keeps copies of credentials for its runs, as it stands in addresses. */
export const secretApps = ['actions', 'dependabot', 'codespaces', 'agents'] as const
export type SecretApp = (typeof secretApps)[number]

export const appNames: Readonly<Record<SecretApp, string>> = {
  actions: 'GitHub Actions',
  dependabot: 'Dependabot',
  codespaces: 'Codespaces',
  agents: 'GitHub’s coding agents',
}

/** GitHub's names of secrets: they go into addresses. No answer has a value; if one had, it is not named here. */
export const StoredSecret = z.object({
  name: z.string().regex(/^\w{1,200}$/),
  created_at: WireInstant,
  updated_at: WireInstant,
})
export type StoredSecret = z.infer<typeof StoredSecret>

export const Repository = z.object({
  id: WireId,
  name: z.string().regex(/^[\w.-]{1,200}$/),
  full_name: z.string().max(400),
  owner: z.object({ login: z.string() }),
})
export type Repository = z.infer<typeof Repository>

/** Where a copy lies. `path` is its listing, `within` names the place for its id, `held` for people, `by` says what may read it. */
export type Kept = {
  app: SecretApp
  kind: string
  path: string
  within: string
  held: string
  by: string
  tags: Readonly<Record<string, string>>
}

/**
 * A copy of a credential that runs are given. GitHub tells its name and dates and never what it is: the name suggests, and proves nothing.
 * It counts as a bearer credential, since whoever reads it can use it, and what it may do is not known here.
 */
export function storedSighting(wire: StoredSecret, { app, kind, path, within, held, by, tags }: Kept): Sighting {
  const call = `GET ${path.replace(/^\/repos\/[^/]+\/[^/]+/, '/repos/{owner}/{repo}').replace(/^\/orgs\/[^/]+/, '/orgs/{org}').replace(/environments\/[^/]+/, 'environments/{environment}')}`
  const guess = guessOf(wire.name)
  return {
    externalId: `secret:${app}:${within}:${wire.name}`,
    kind,
    name: `${wire.name} (${held})`,
    lifecycle: 'active',
    // When this copy was put there. What it is a copy of may be older.
    issuedAt: wire.updated_at,
    expires: 'not-reported',
    lastUsed: 'not-reported',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    permissions: 'not-reported',
    ownerHints: [],
    tags: { ...tags, 'first stored': wire.created_at.toISOString().slice(0, 10), ...(guess && { 'name suggests': guess }) },
    consumers: [by],
    storage: 'not-reported',
    prohibited: false,
    // What GitHub's agents work with, they read by themselves.
    ...(app === 'agents' && { agent: 'autonomous' as const }),
    evidence: {
      issuedAt: `${call} updated_at: when this copy was stored; what it is a copy of may be older`,
      expires: 'GitHub keeps a copy until it is deleted; when the credential itself ends is told by whoever issued it',
      permissions: 'GitHub does not know what it holds',
      binding: 'a stored copy: whoever reads it can use it',
    },
    revoke: `DELETE ${path}/${wire.name} removes the copy; the credential itself is revoked where it was issued`,
  }
} // prettier-ignore
