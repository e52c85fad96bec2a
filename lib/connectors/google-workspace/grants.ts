import { z } from 'zod'
import type { IssuedAt, LastUsed, Sighting } from '../../model/sighting.ts'
import { WireHandle, WireId, wireText } from '../wire.ts'
import type { Use } from './history.ts'

export const User = z.object({
  id: z.string().regex(/^\w{1,100}$/),
  primaryEmail: z.string().min(3).max(320),
  name: z.object({ fullName: wireText(300).nullish() }).nullish(),
  suspended: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  isAdmin: z.boolean().nullish(),
  isDelegatedAdmin: z.boolean().nullish(),
})
export type User = z.infer<typeof User>

/** What an app was let do in a person's name. Google lists no token of it, and no secret. */
export const Grant = z.object({
  clientId: WireHandle,
  displayText: wireText(300).nullish(),
  scopes: z.array(z.string().min(1).max(300)).max(500).nullish(),
  nativeApp: z.boolean().nullish(),
  anonymous: z.boolean().nullish(),
})
export type Grant = z.infer<typeof Grant>

/** A moment in milliseconds (or seconds, which are told apart by their size); "0" is none. */
const Moment = z
  .union([z.string().regex(/^\d{1,15}$/), z.number().int().min(0)])
  .transform(Number)
  .transform((value) => (value === 0 ? ('none' as const) : new Date(value > 100_000_000_000 ? value : value * 1_000)))
  .refine((date) => date === 'none' || (date.getUTCFullYear() >= 2004 && date.getUTCFullYear() < 9999), 'is not a usable date')

export const AppPassword = z.object({
  codeId: WireId,
  name: wireText(300).nullish(),
  creationTime: Moment.nullish(),
  lastTimeUsed: Moment.nullish(),
})
export type AppPassword = z.infer<typeof AppPassword>

const auth = 'https://www.googleapis.com/auth/'
const onlyWho = new Set(['openid', 'email', 'profile', `${auth}userinfo.email`, `${auth}userinfo.profile`])
/** "It has not been used for six months." */
const sixMonthsSeconds = 183 * 86_400

/** Whether an app learns more than who signs in. */
export function opensMore({ scopes }: Grant): boolean {
  return !scopes || scopes.some((scope) => !onlyWho.has(scope))
}

export function grantSighting(wire: Grant, { user, issuedAt, use, ownProjects }: { user: User; issuedAt: IssuedAt; use: Use; ownProjects: readonly string[] }): Sighting {
  const call = 'GET /admin/directory/v1/users/{user}/tokens'
  const app = wire.displayText || wire.clientId
  const isOwn = ownProjects.includes(/^\d+/.exec(wire.clientId)?.[0] ?? '')
  return {
    ...ofUser(user),
    externalId: `${user.id}/${wire.clientId}`,
    kind: 'google-workspace.oauth-grant',
    name: `${app}: ${user.primaryEmail}`.slice(0, 1_024),
    displayId: wire.clientId.slice(0, 200),
    issuedAt,
    expires: { slidingSeconds: sixMonthsSeconds },
    lastUsed: use.lastUsed,
    permissions: wire.scopes ? { scheme: 'google.scopes', stated: { names: [...new Set(wire.scopes)].sort(), within: 'user', resource: user.primaryEmail } } : 'not-reported',
    workloadHint: app.slice(0, 320),
    ...(!isOwn && { thirdParty: app.slice(0, 320) }),
    tags: {
      ...tagsOf(user),
      app,
      'client id': wire.clientId,
      ...(wire.nativeApp && { 'runs on': 'a device' }),
      ...(wire.anonymous && { 'app state': 'not registered at Google' }),
      ...(isOwn && { 'app of': 'a project of your own' }),
      ...(use.byAgent && { 'last used by': 'an AI agent' }),
    },
    evidence: {
      issuedAt: 'Reports API token: authorize, of the last six months; later ones for further scopes are not counted',
      expires: 'Google documentation: unless it is not used for six months, or somebody takes it away',
      lastUsed: 'Reports API token: activity, of the last six months',
      lifecycle: 'GET /admin/directory/v1/users suspended, archived',
      permissions: `${call} scopes`,
      binding: 'Google documentation: a refresh token is sent as it is',
      thirdParty: `${call} displayText; what is not of the projects that you named counts as another’s`,
    },
    revoke: `DELETE /admin/directory/v1/users/${user.id}/tokens/${wire.clientId}`.slice(0, 300),
  }
} // prettier-ignore

export function appPasswordSighting(wire: AppPassword, user: User): Sighting {
  const call = 'GET /admin/directory/v1/users/{user}/asps'
  const { creationTime: made, lastTimeUsed: used } = wire
  const lastUsed: LastUsed = used === 'none' ? 'never' : used ? { at: used } : 'not-reported'
  return {
    ...ofUser(user),
    externalId: `${user.id}/asps/${wire.codeId}`,
    kind: 'google-workspace.app-password',
    name: `${wire.name || 'App password'}: ${user.primaryEmail}`.slice(0, 1_024),
    displayId: wire.codeId.slice(0, 200),
    issuedAt: made && made !== 'none' ? made : 'not-reported',
    expires: 'never',
    lastUsed,
    permissions: { scheme: 'google.scopes', stated: { names: ['app password'], within: 'user', resource: user.primaryEmail } },
    tags: tagsOf(user),
    evidence: {
      issuedAt: `${call} creationTime`,
      expires: 'Google documentation: until it is deleted, or the person’s password changed',
      lastUsed: `${call} lastTimeUsed`,
      lifecycle: 'GET /admin/directory/v1/users suspended, archived',
      permissions: 'Google documentation: mail, contacts and calendar by older protocols',
      binding: 'Google documentation: a password of sixteen letters',
    },
    revoke: `DELETE /admin/directory/v1/users/${user.id}/asps/${wire.codeId}`,
  }
}

type Shared = 'lifecycle' | 'rotationEnforcedSeconds' | 'binding' | 'popVerified' | 'ownerHints' | 'consumers' | 'storage' | 'prohibited'

/** Nothing works in the name of a person who is suspended; it does again when they are let back in. */
function ofUser(user: User): Pick<Sighting, Shared> {
  return {
    lifecycle: user.suspended || user.archived ? 'disabled' : 'active',
    rotationEnforcedSeconds: null,
    binding: 'bearer',
    popVerified: false,
    ownerHints: [{ how: 'email', value: user.primaryEmail.toLowerCase(), says: 'GET /admin/directory/v1/users primaryEmail' }],
    consumers: [],
    storage: 'not-reported',
    prohibited: false,
  }
}

function tagsOf(user: User): Record<string, string> {
  return {
    user: user.name?.fullName || user.primaryEmail,
    'user id': user.id,
    ...(user.suspended && { 'user state': 'suspended' }),
    ...(!user.suspended && user.archived && { 'user state': 'archived' }),
    ...((user.isAdmin || user.isDelegatedAdmin) && { 'user is': user.isAdmin ? 'super administrator' : 'delegated administrator' }),
  }
}
