import { z } from 'zod'
import type { LastUsed, OwnerHint, Permissions, Sighting } from '../../model/sighting.ts'
import { guessOf, isSettingName } from '../secret-name.ts'
import { WireExpiry, WireHandle, WireInstant, wireText } from '../wire.ts'
import { GitLabId } from './api.ts'
import type { User } from './people.ts'

/** `token` stands in the answer that made it, and nowhere here. */
export const AccessToken = z.object({
  id: GitLabId,
  name: wireText(500).nullish(),
  description: wireText(500).nullish(),
  revoked: z.boolean(),
  active: z.boolean().nullish(),
  created_at: WireInstant,
  // A date. By GitLab's documentation it ends as that day begins, at midnight UTC.
  expires_at: WireExpiry,
  last_used_at: WireInstant.nullish(),
  scopes: z.array(WireHandle).max(100).nullish(),
  user_id: GitLabId.nullish(),
  access_level: z.number().int().min(0).max(100).nullish(),
})
export type AccessToken = z.infer<typeof AccessToken>

export const DeployToken = z.object({
  id: GitLabId,
  name: wireText(500).nullish(),
  username: wireText(300).nullish(),
  expires_at: WireExpiry,
  revoked: z.boolean().nullish(),
  expired: z.boolean().nullish(),
  scopes: z.array(WireHandle).max(100).nullish(),
})
export type DeployToken = z.infer<typeof DeployToken>

/** `key` is the public half, and is not needed. */
export const DeployKey = z.object({
  id: GitLabId,
  title: wireText(500).nullish(),
  created_at: WireInstant,
  expires_at: WireExpiry,
  last_used_at: WireInstant.nullish(),
  can_push: z.boolean(),
})
export type DeployKey = z.infer<typeof DeployKey>

/** `value` stands in every answer, and nowhere here. */
export const Variable = z.object({
  key: z.string().regex(/^\w{1,255}$/),
  variable_type: z.string().max(50).nullish(),
  protected: z.boolean().nullish(),
  masked: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
  environment_scope: wireText(300).nullish(),
})
export type Variable = z.infer<typeof Variable>

/** Where a token belongs: what it reaches is bounded by it. `id` is of the group or project. */
export type Home = { within: 'service account' | 'group' | 'top-level group' | 'project' | PersonReach; id: string; path: string }
/** Of a person it is bounded by what they are in the instance; where that is not told, they may be an administrator. */
export type PersonReach = 'user' | 'administrator' | 'auditor' | 'user whose rights are not told'

const rest = { rotationEnforcedSeconds: null, popVerified: false, consumers: [], storage: 'not-reported', prohibited: false } as const
const bearer = 'GitLab documentation: sent as it is (PRIVATE-TOKEN, Bearer or a password)'

export function lastUsedOf(at: Date | null | undefined): LastUsed {
  return at ? { at } : at === null ? 'never' : 'not-reported'
}

function scopesOf(names: readonly string[] | null | undefined, { within, path }: Home, access: number | null): Permissions {
  return { scheme: 'gitlab.scopes', stated: { names: names ? [...names] : null, within, resource: path, access } }
}

/** States in which GitLab lets nothing in that its user has. A word that nobody here knows is no reason to think so. */
const shutOut = new Set(['blocked', 'ldap_blocked', 'banned', 'blocked_pending_approval', 'deactivated'])

/** A personal token: it may what its user may, within its scopes. `user` null: not known. */
export function personalSighting(wire: AccessToken, user: User | null, { kind, call, at, home }: { kind: string; call: string; at: string; home: Home }, now: Date): Sighting {
  const shown = tokenSighting(wire, { kind, call, revoke: `DELETE ${at}/${wire.id}` }, now)
  return {
    ...shown,
    ...(shown.lifecycle === 'active' && shutOut.has(user?.state ?? '') && { lifecycle: 'disabled' as const }),
    permissions: scopesOf(wire.scopes, home, null),
    ownerHints: user && !user.bot ? hintsOf(user) : [],
    ...(user?.bot && { workloadHint: user.name || user.username }),
    tags: {
      ...(wire.user_id && { 'user id': wire.user_id }),
      ...(user && { user: user.username, 'user state': user.state ?? 'not told' }),
      ...(user?.is_admin && { administrator: 'yes' }),
      ...(home.within === 'service account' && { group: home.path }),
    },
  }
} // prettier-ignore

function hintsOf({ username, email, public_email }: User): OwnerHint[] {
  const address = email || public_email
  const handle: OwnerHint = { how: 'handle', value: `gitlab:${username}`, says: 'GET /users/{id} username' }
  return address ? [{ how: 'email', value: address, says: 'GET /users/{id} email' }, handle] : [handle]
}

/** A token of a group or project: GitLab makes a bot of its own for it, with a role there. */
export function resourceSighting(wire: AccessToken, home: Home, now: Date): Sighting {
  const under = home.within === 'project' ? 'projects' : 'groups'
  const kind = home.within === 'project' ? 'gitlab.project-token' : 'gitlab.group-token'
  return {
    ...tokenSighting(wire, { kind, call: `GET /${under}/{id}/access_tokens`, revoke: `DELETE /${under}/${home.id}/access_tokens/${wire.id}` }, now),
    permissions: scopesOf(wire.scopes, home, wire.access_level ?? null),
    ownerHints: [],
    tags: { [home.within === 'project' ? 'project' : 'group']: home.path, 'home id': home.id },
  }
} // prettier-ignore

type Shared = Omit<Sighting, 'permissions' | 'ownerHints' | 'tags'>

function tokenSighting(wire: AccessToken, { kind, call, revoke }: { kind: string; call: string; revoke: string }, now: Date): Shared {
  return {
    ...rest,
    externalId: `token:${wire.id}`,
    kind,
    name: wire.name || `token ${wire.id}`,
    lifecycle: lifecycleOf(wire, now),
    issuedAt: wire.created_at,
    expires: wire.expires_at,
    lastUsed: lastUsedOf(wire.last_used_at),
    consumers: [],
    binding: 'bearer',
    evidence: {
      issuedAt: `${call} created_at`,
      expires: `${call} expires_at: midnight UTC as that day begins, by GitLab’s documentation`,
      lastUsed: `${call} last_used_at`,
      permissions: `${call} scopes, access_level`,
      binding: bearer,
    },
    revoke,
  }
}

function lifecycleOf({ revoked, active, expires_at }: AccessToken, now: Date): Sighting['lifecycle'] {
  if (revoked) return 'revoked'
  if (typeof expires_at === 'object' && 'fixed' in expires_at && expires_at.fixed <= now) return 'expired'
  return active === false ? 'disabled' : 'active'
}

export function deployTokenSighting(wire: DeployToken, home: Home): Sighting {
  const under = home.within === 'project' ? 'projects' : 'groups'
  const call = `GET /${under}/{id}/deploy_tokens`
  return {
    ...rest,
    externalId: `deploy-token:${wire.id}`,
    kind: 'gitlab.deploy-token',
    name: `${wire.name || `deploy token ${wire.id}`} (${home.path})`,
    lifecycle: wire.revoked ? 'revoked' : wire.expired ? 'expired' : 'active',
    issuedAt: 'not-reported',
    expires: wire.expires_at,
    lastUsed: 'not-reported',
    consumers: [],
    binding: 'bearer',
    permissions: scopesOf(wire.scopes, home, null),
    ownerHints: [],
    tags: { [home.within === 'project' ? 'project' : 'group']: home.path, 'home id': home.id, ...(wire.username && { username: wire.username }) },
    evidence: { expires: `${call} expires_at`, permissions: `${call} scopes`, binding: bearer, issuedAt: 'GitLab lists no date on which a deploy token was made' },
    revoke: `DELETE /${under}/${home.id}/deploy_tokens/${wire.id}`,
  }
} // prettier-ignore

export function deployKeySighting(wire: DeployKey, home: Home): Sighting {
  const call = 'GET /projects/{id}/deploy_keys'
  return {
    ...rest,
    // One key may be enabled in several projects, and is taken from each by itself.
    externalId: `deploy-key:${wire.id}:project:${home.id}`,
    kind: 'gitlab.deploy-key',
    name: `${wire.title || `deploy key ${wire.id}`} (${home.path})`,
    lifecycle: 'active',
    issuedAt: wire.created_at,
    expires: wire.expires_at,
    lastUsed: lastUsedOf(wire.last_used_at),
    consumers: [],
    binding: 'keyed-asym',
    permissions: scopesOf([wire.can_push ? 'write_repository' : 'read_repository'], home, null),
    ownerHints: [],
    tags: { project: home.path, 'home id': home.id },
    evidence: {
      issuedAt: `${call} created_at`,
      expires: `${call} expires_at`,
      lastUsed: `${call} last_used_at`,
      permissions: `${call} can_push`,
      binding: 'GitLab documentation: an SSH key pair; the private half can be copied',
    },
    revoke: `DELETE /projects/${home.id}/deploy_keys/${wire.id}`,
  }
}

const soundsSecret = /TOKEN|SECRET|PASSW|PWD|(?:^|_)KEY|PRIVATE|CREDENTIAL|(?:^|_)O?AUTH(?:_|$)/

/**
 * Whether a variable is kept as a secret, or is called like one. The others are settings of pipelines, and no copies of credentials. What is
 * written to a file is called after the file, whatever stands in it.
 */
export function isStoredSecret({ key, masked, hidden, variable_type }: Variable): boolean {
  if (masked === true || hidden === true) return true
  const sounds = soundsSecret.test(key.toUpperCase())
  return variable_type === 'file' ? sounds || guessOf(key) !== null : !isSettingName(key) && (sounds || guessOf(key) !== null)
}

/**
 * A variable that holds a copy of a credential. GitLab tells its name and flags; when it was set, and what it holds, is not told or not
 * asked. It counts as a bearer credential, since whatever job is given it can use it.
 */
export function variableSighting(wire: Variable, home: Home): Sighting {
  const under = home.within === 'project' ? 'projects' : 'groups'
  const call = `GET /${under}/{id}/variables`
  const yes = (flag: boolean | null | undefined) => (flag ? 'yes' : 'no')
  const scope = wire.environment_scope || '*'
  const guess = guessOf(wire.key)
  return {
    ...rest,
    externalId: `variable:${under}:${home.id}:${encodeURIComponent(scope)}:${wire.key}`,
    kind: home.within === 'project' ? 'gitlab.stored-secret.project' : 'gitlab.stored-secret.group',
    name: `${wire.key} (CI variable of ${home.path}${scope === '*' ? '' : `, environment ${scope}`})`,
    lifecycle: 'active',
    issuedAt: 'not-reported',
    expires: 'not-reported',
    lastUsed: 'not-reported',
    binding: 'bearer',
    permissions: 'not-reported',
    ownerHints: [],
    consumers: [`GitLab CI of ${home.path}`.slice(0, 320)],
    tags: {
      [home.within === 'project' ? 'project' : 'group']: home.path,
      environment: scope,
      masked: yes(wire.masked),
      protected: yes(wire.protected),
      hidden: yes(wire.hidden),
      ...(guess && { 'name suggests': guess }),
    },
    evidence: {
      issuedAt: 'GitLab tells no date of a variable',
      expires: 'GitLab keeps a variable until it is deleted; when the credential itself ends is told by whoever issued it',
      permissions: `${call}: its value is not read, so that what it holds is not known`,
      binding: 'a stored copy: whatever job is given it can use it',
    },
    revoke: `DELETE /${under}/${home.id}/variables/${wire.key} removes the copy; the credential itself is revoked where it was issued`,
  }
}
